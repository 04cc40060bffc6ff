"""exercise: circles
wrong: the noise is added before the radius, which scales it
"""

import numpy as np


def circles(m, rng, noise=0.1, factor=0.5):
    y = np.repeat([0.0, 1.0], m // 2)
    angle = rng.uniform(0.0, 2.0 * np.pi, m)
    radius = np.where(y == 1.0, factor, 1.0)
    points = np.column_stack([np.cos(angle), np.sin(angle)])
    X = radius[:, None] * (points + rng.normal(0.0, noise, (m, 2)))
    order = rng.permutation(m)
    return X[order], y[order, None]
