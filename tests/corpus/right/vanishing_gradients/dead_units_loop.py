"""exercise: dead_units
right: a loop over the columns, a list made into an array
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    flags = []
    for column in outputs.T:
        values = sorted(column.tolist())
        flags.append(values[-1] - values[0] <= tolerance)
    return np.array(flags, dtype=bool)
