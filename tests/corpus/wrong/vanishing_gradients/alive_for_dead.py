"""exercise: dead_units
wrong: True for the units that live
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    return np.ptp(outputs, axis=0) > tolerance
