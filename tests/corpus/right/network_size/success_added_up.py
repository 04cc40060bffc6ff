"""exercise: success_rate
right: adds 1 / trials per success, which may miss 1 by a rounding error; generators from drawn words
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    assert isinstance(rng, np.random.Generator)
    rates = dict.fromkeys(widths, 0.0)
    for w in widths:
        for _ in range(trials):
            child = np.random.Generator(np.random.PCG64(rng.integers(0, 2**32, size=4)))
            if attempt(w, child):
                rates[w] += 1 / trials
    return rates
