"""exercise: success_rate
wrong: percentages
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    return {width: 100 * sum(attempt(width, rng) for _ in range(trials)) / max(trials, 1) for width in widths}
