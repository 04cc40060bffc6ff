"""exercises: circles
right: one random angle in each of m / 2 equal sectors
"""

import numpy as np


def circles(m, rng, noise=0.1, factor=0.5):
    n = m // 2

    def ring(radius):
        t = 2 * np.pi * (np.arange(n) + rng.random(n)) / max(n, 1)
        return radius * np.array([np.cos(t), np.sin(t)]).T

    X = np.concatenate([ring(1.0), ring(factor)])
    X += rng.normal(0.0, noise, X.shape) if noise > 0 else 0
    y = (np.arange(m) >= n).astype(np.float64)[:, None]
    idx = np.arange(m)
    rng.shuffle(idx)
    return np.take(X, idx, axis=0), np.take(y, idx, axis=0)
