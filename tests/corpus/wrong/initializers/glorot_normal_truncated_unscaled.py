"""exercise: glorot
wrong: glorot_normal: truncated at two deviations, the lost variance not made up for
"""
import numpy as np


from scipy.stats import truncnorm


def glorot_normal(fan_in, fan_out, rng):
    std = np.sqrt(2.0 / (fan_in + fan_out))
    return truncnorm.rvs(-2, 2, scale=std, size=(fan_in, fan_out), random_state=rng)
