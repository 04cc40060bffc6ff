"""exercise: dead_units
wrong: strictly below the tolerance: with 0 nothing is ever dead
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    return outputs.max(axis=0) - outputs.min(axis=0) < tolerance
