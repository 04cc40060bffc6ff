"""exercise: random_normal
wrong: a generator of its own, seeded inside
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    rng = np.random.default_rng(0)
    return rng.normal(0.0, std, (fan_in, fan_out))
