"""exercise: dead_units
wrong: sorts the caller's array
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    outputs.sort(axis=0)
    return outputs[-1] - outputs[0] <= tolerance
