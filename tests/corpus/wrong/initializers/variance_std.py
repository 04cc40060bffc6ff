"""exercise: variance
wrong: preactivation_variance: the standard deviation
"""
import numpy as np


def preactivation_variance(fan_in, var_x, var_w):
    return float(np.sqrt(fan_in * var_x * var_w))
