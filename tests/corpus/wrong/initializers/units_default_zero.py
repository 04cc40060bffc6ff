"""exercise: symmetry
wrong: a default tolerance of 0
"""

import numpy as np


def distinct_units(W, b, tolerance=0.0):
    units = np.vstack([W, b])
    return sum(
        all(np.abs(units[:, j] - units[:, i]).max() > tolerance for i in range(j)) for j in range(units.shape[1])
    )
