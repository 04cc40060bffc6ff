"""exercise: dead_units
wrong: compares every example with the first
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    return np.all(np.abs(outputs - outputs[0]) <= tolerance, axis=0)
