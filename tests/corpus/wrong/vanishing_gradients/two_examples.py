"""exercise: dead_units
wrong: compares the first example with the last
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    return np.abs(outputs[0] - outputs[-1]) <= tolerance
