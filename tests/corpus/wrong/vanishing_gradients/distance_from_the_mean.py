"""exercise: dead_units
wrong: measures from the unit's mean, which is less than the range
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    return np.all(np.abs(outputs - outputs.mean(axis=0)) <= tolerance, axis=0)
