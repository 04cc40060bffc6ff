"""exercise: symmetry
right: recursion, beginning with the last unit
"""

import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    k = W.shape[1]
    if k == 0:
        return 0
    new = all(max(np.max(np.abs(W[:, k - 1] - W[:, i])), abs(b[k - 1] - b[i])) > tolerance for i in range(k - 1))
    return int(new) + distinct_units(W[:, :-1], b[:-1], tolerance)
