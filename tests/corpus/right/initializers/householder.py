"""exercise: orthogonal
right: a product of random Householder reflections
"""

import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    n, k = max(fan_in, fan_out), min(fan_in, fan_out)
    Q = np.eye(n)
    for j in range(n - 1, -1, -1):
        x = rng.normal(size=n - j)
        s = np.sign(x[0]) or 1.0
        v = x.copy()
        v[0] += s * np.linalg.norm(x)
        v /= np.linalg.norm(v)
        Q[j:] -= 2 * np.outer(v, v @ Q[j:])
        Q[j:] *= -s
        # random sign
    Q = Q * rng.choice([-1.0, 1.0], size=n)
    W = Q[:, :k] if fan_in >= fan_out else Q[:, :k].T
    return gain * W
