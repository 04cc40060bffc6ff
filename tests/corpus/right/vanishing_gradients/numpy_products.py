"""exercise: derivative_bound, dead_units
right: products of arrays, ptp, NumPy scalars and 0-d arrays
"""
import numpy as np


def derivative_bound(activation, depth):
    peak = 0.25 if activation == "sigmoid" else 1.0
    return np.array(np.prod(np.full(depth, peak)))


def dead_units(outputs, tolerance=0.0):
    return np.ptp(outputs, axis=0) <= tolerance
