"""exercise: standardize
wrong: guards against a standard deviation of exactly 0, and rounding noise is blown up
"""
import numpy as np


def standardize(X, mean, std):
    return (X - mean) / np.where(std == 0, 1, std)
