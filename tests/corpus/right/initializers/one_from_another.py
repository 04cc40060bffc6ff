"""exercise: glorot, he
right: every initializer calls another one of the notebook
"""

import numpy as np


def glorot_normal(fan_in, fan_out, rng):
    return random_normal(fan_in, fan_out, rng, (2 / (fan_in + fan_out)) ** 0.5)


def he_normal(fan_in, fan_out, rng):
    return random_normal(fan_in=fan_in, fan_out=fan_out, rng=rng, std=np.float32(2 / fan_in) ** 0.5)


def he_uniform(fan_in, fan_out, rng):
    return glorot_uniform(fan_in, fan_out, rng) * np.sqrt((fan_in + fan_out) / fan_in)
