"""exercise: dead_units
wrong: compares the standard deviation, which is smaller than the range
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    return np.std(outputs, axis=0) <= tolerance
