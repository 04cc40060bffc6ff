"""exercise: success_rate
right: an array of widths, an array of outcomes and its mean; NumPy scalars
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    outcomes = np.array([[attempt(width, rng=rng) for _ in range(trials)] for width in np.asarray(widths)], dtype=bool)
    return dict(zip(np.asarray(widths), outcomes.mean(axis=1) if trials else np.zeros(len(widths))))
