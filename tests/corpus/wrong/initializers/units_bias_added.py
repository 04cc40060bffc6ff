"""exercise: symmetry
wrong: adds the bias to the column in place of appending it
"""

import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    U = W + b
    return sum(all(np.abs(U[:, j] - U[:, i]).max() > tolerance for i in range(j)) for j in range(U.shape[1]))
