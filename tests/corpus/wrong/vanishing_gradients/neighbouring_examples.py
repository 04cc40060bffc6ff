"""exercise: dead_units
wrong: compares neighbouring examples only, so a slow drift passes for dead
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    return np.all(np.abs(np.diff(outputs, axis=0)) <= tolerance, axis=0)
