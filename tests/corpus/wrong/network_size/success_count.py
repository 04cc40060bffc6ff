"""exercise: success_rate
wrong: counts
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    return {width: float(sum(attempt(width, rng) for _ in range(trials))) for width in widths}
