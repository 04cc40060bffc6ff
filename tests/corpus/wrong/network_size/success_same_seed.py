"""exercise: success_rate
wrong: every attempt starts from the same seed
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    seed = int(rng.integers(2**32))
    return {
        width: sum(attempt(width, np.random.default_rng(seed)) for _ in range(trials)) / max(trials, 1)
        for width in widths
    }
