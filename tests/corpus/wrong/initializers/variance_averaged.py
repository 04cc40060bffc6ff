"""exercise: variance
wrong: preactivation_variance: fan_in forgotten
"""
import numpy as np


def preactivation_variance(fan_in, var_x, var_w):
    return float(var_x * var_w)
