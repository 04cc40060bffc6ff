"""exercise: dead_units
wrong: goes along the units, one answer per example
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    return outputs.max(axis=1) - outputs.min(axis=1) <= tolerance
