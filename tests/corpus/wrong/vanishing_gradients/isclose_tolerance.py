"""exercise: dead_units
wrong: np.isclose adds a relative tolerance of its own
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    return np.isclose(outputs.max(axis=0), outputs.min(axis=0), atol=tolerance)
