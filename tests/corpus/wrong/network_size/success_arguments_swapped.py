"""exercise: success_rate
wrong: calls attempt(rng, width)
"""


def success_rate(attempt, widths, trials, rng):
    return {w: (sum(attempt(rng, w) for _ in range(trials)) / trials if trials else 0.0) for w in widths}
