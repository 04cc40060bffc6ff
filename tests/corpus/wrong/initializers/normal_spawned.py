"""exercise: random_normal
wrong: draws from a spawned generator, which does not hang on rng's state
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    return rng.spawn(1)[0].normal(0.0, std, (fan_in, fan_out))
