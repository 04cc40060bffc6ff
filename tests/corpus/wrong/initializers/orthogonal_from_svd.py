"""exercise: orthogonal
wrong: the factor of a singular value decomposition that fits, with LAPACK's signs
"""

import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    u, _, vt = np.linalg.svd(rng.normal(size=(fan_in, fan_out)), full_matrices=False)
    return gain * (u if u.shape == (fan_in, fan_out) else vt)
