"""exercise: success_rate
wrong: a list of rates in place of a dict
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    return [sum(attempt(width, rng) for _ in range(trials)) / max(trials, 1) for width in widths]
