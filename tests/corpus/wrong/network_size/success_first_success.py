"""exercise: success_rate
wrong: stops at the first success
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    rates = {}
    for width in widths:
        made = 0
        rates[width] = 0.0
        while made < trials:
            made += 1
            if attempt(width, rng):
                rates[width] = 1 / made
                break
    return rates
