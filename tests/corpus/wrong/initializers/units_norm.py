"""exercise: symmetry
wrong: the Euclidean norm of the difference in place of its largest entry
"""
import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    units = np.vstack([W, b]).T
    return sum(all(np.linalg.norm(units[j] - units[i]) > tolerance for i in range(j)) for j in range(len(units)))
