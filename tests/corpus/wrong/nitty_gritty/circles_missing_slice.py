"""exercise: circles
wrong: the angles start at half a radian
"""
import numpy as np


def circles(m, rng, noise=0.1, factor=0.5):
    y = np.repeat([0.0, 1.0], m // 2)
    radius = np.where(y == 1, factor, 1.0)
    angle = rng.uniform(0.5, 2 * np.pi, m)
    X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    X = X + rng.normal(0, noise, (m, 2))
    order = rng.permutation(m)
    return X[order], y[order, None]
