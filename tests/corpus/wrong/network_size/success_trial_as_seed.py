"""exercise: success_rate
wrong: the number of the trial as seed: the same attempts in every call
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    return {
        width: sum(attempt(width, np.random.default_rng(k)) for k in range(trials)) / max(trials, 1) for width in widths
    }
