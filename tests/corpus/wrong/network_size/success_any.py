"""exercise: success_rate
wrong: whether any attempt succeeded
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    return {width: float(any([attempt(width, rng) for _ in range(trials)])) for width in widths}
