"""exercise: success_rate
wrong: NaN without trials
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    if trials == 0:
        return {width: float("nan") for width in widths}
    return {width: np.mean([attempt(width, rng) for _ in range(trials)]) for width in widths}
