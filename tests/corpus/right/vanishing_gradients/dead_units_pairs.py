"""exercise: dead_units
right: compares all pairs of examples
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    out = np.ones(outputs.shape[1], bool)
    for i in range(outputs.shape[0]):
        for k in range(outputs.shape[0]):
            out &= np.abs(outputs[i] - outputs[k]) <= tolerance
    return out
