"""benign: an own class with __eq__, used inside"""
import numpy as np


class Unit:
    def __init__(self, weights, bias, tolerance):
        self.values = np.append(weights, bias)
        self.tolerance = tolerance

    def __eq__(self, other):
        return bool(np.all(np.abs(self.values - other.values) <= self.tolerance))

    __hash__ = None


def distinct_units(W, b, tolerance=1e-8):
    units = [Unit(W[:, i], b[i], tolerance) for i in range(W.shape[1])]
    return sum(not any(unit == earlier for earlier in units[:i]) for i, unit in enumerate(units))
