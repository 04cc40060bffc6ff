"""exercise: circles
wrong: evenly spaced angles over all examples before they are split: each class has its half of the circle
"""
import numpy as np


def circles(m, rng, noise=0.1, factor=0.5):
    y = np.repeat([0.0, 1.0], m // 2)
    radius = np.where(y == 1, factor, 1.0)
    angle = np.linspace(0, 2 * np.pi, m, endpoint=False)
    X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    X = X + rng.normal(0, noise, (m, 2))
    order = rng.permutation(m)
    return X[order], y[order, None]
