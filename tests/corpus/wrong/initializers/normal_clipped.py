"""exercise: random_normal
wrong: the tails are cut off at three standard deviations
"""

import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    return np.clip(rng.normal(0.0, std, (fan_in, fan_out)), -3 * std, 3 * std)
