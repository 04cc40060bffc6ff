"""exercise: dead_units
wrong: looks at the first ten examples only
"""
import numpy as np


def dead_units(outputs, tolerance=0.0):
    few = outputs[:10]
    return few.max(axis=0) - few.min(axis=0) <= tolerance
