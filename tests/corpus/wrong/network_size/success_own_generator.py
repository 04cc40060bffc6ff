"""exercise: success_rate
wrong: a generator of its own, without a seed
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    own = np.random.default_rng()
    return {width: sum(attempt(width, own) for _ in range(trials)) / max(trials, 1) for width in widths}
