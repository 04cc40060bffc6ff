"""exercise: success_rate
wrong: the count is not set back to 0 for the next width
"""


def success_rate(attempt, widths, trials, rng):
    rates, s = {}, 0
    for w in widths:
        for _ in range(trials):
            s += attempt(w, rng)
        rates[w] = s / trials if trials else 0.0
    return rates
