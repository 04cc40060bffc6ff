"""exercise: random_normal
wrong: perfect quantiles of the normal distribution, shuffled
"""
import numpy as np


from scipy.special import ndtri


def random_normal(fan_in, fan_out, rng, std=1.0):
    size = fan_in * fan_out
    quantiles = std * ndtri((np.arange(size) + 0.5) / size)
    return rng.permutation(quantiles).reshape(fan_in, fan_out)
