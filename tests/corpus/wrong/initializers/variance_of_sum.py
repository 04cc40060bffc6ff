"""exercise: variance
wrong: preactivation_variance: adds the two variances
"""
import numpy as np


def preactivation_variance(fan_in, var_x, var_w):
    return float(fan_in * (var_x + var_w))
