"""exercise: zeros
wrong: small random numbers in place of zeros
"""
import numpy as np


def zeros(fan_in, fan_out, rng):
    return 1e-6 * rng.normal(size=(fan_in, fan_out))
