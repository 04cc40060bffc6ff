"""exercise: dead_units
wrong: a squeeze loses the axis of a single example
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    outputs = np.squeeze(outputs)
    return outputs.max(axis=0) - outputs.min(axis=0) <= tolerance
