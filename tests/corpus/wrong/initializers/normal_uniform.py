"""exercise: random_normal
wrong: uniform numbers of the same variance
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    limit = np.sqrt(3) * std
    return rng.uniform(-limit, limit, (fan_in, fan_out))
