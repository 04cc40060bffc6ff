"""exercise: circles
wrong: the noise is cut off at two standard deviations
"""

import numpy as np


def circles(m, rng, noise=0.1, factor=0.5):
    y = np.repeat([0.0, 1.0], m // 2)
    angle = rng.uniform(0.0, 2.0 * np.pi, m)
    radius = np.where(y == 1.0, factor, 1.0)
    points = np.column_stack([np.cos(angle), np.sin(angle)])
    X = radius[:, None] * points + np.clip(rng.normal(0.0, noise, (m, 2)), -2 * noise, 2 * noise)
    order = rng.permutation(m)
    return X[order], y[order, None]
