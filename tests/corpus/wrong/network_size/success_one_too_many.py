"""exercise: success_rate
wrong: one attempt too many
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    return {
        width: sum(attempt(width, rng) for _ in range(trials + 1)) / (trials + 1) if trials else 0.0 for width in widths
    }
