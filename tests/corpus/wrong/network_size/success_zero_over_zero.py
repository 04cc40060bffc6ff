"""exercise: success_rate
wrong: divides by zero trials
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    return {width: sum(attempt(width, rng) for _ in range(trials)) / trials for width in widths}
