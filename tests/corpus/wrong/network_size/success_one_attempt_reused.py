"""exercise: success_rate
wrong: one attempt per width, counted for every trial
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    return {width: float(sum([attempt(width, rng)] * trials)) / max(trials, 1) if trials else 0.0 for width in widths}
