"""exercise: dead_units
wrong: takes a unit that is 0 on some example for dead
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    return np.any(np.abs(outputs) <= tolerance, axis=0)
