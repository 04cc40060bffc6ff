"""exercises: circles
right: shuffled labels first, then a point for each; normal directions instead of angles
"""
import numpy as np


def circles(m, rng, noise=0.1, factor=0.5):
    y = np.zeros((m, 1))
    y[rng.choice(m, m // 2, replace=False)] = 1.0
    X = np.empty((m, 2))
    for row in range(m):
        direction = rng.normal(size=2)
        radius = factor if y[row, 0] else 1.0
        X[row] = radius * direction / np.linalg.norm(direction)
        for feature in range(2):
            X[row, feature] += rng.normal(scale=noise)
    return X, y
