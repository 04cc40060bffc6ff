"""exercise: variance
wrong: preactivation_variance: variances grow like fan_in squared
"""
import numpy as np


def preactivation_variance(fan_in, var_x, var_w):
    return float(fan_in**2 * var_x * var_w)
