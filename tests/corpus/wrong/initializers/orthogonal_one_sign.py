"""exercise: orthogonal
wrong: one random sign for the whole matrix
"""

import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    q, r = np.linalg.qr(rng.normal(size=(max(fan_in, fan_out), min(fan_in, fan_out))))
    q = q * rng.choice([-1.0, 1.0])
    return gain * (q if fan_in >= fan_out else q.T)
