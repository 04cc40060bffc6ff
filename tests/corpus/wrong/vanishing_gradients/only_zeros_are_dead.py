"""exercise: dead_units
wrong: takes only units that are always 0 for dead
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    return np.all(np.abs(outputs) <= tolerance, axis=0)
