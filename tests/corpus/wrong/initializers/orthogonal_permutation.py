"""exercise: orthogonal
wrong: a signed permutation of the axes
"""

import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    n = max(fan_in, fan_out)
    P = np.eye(n)[rng.permutation(n)] * rng.choice([-1.0, 1.0], n)
    return gain * P[:fan_in, :fan_out]
