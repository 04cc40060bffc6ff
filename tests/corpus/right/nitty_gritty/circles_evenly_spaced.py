"""exercises: circles
right: evenly spaced angles, class by class, stacked and permuted
"""
import numpy as np


def circles(m, rng, noise=0.1, factor=0.5):
    angle = np.linspace(0, 2 * np.pi, m // 2)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    table = np.vstack([np.c_[ring, np.zeros(m // 2)], np.c_[factor * ring, np.ones(m // 2)]])
    table[:, :2] += noise * rng.standard_normal((m, 2))
    rng.shuffle(table)
    return [table[:, :2], table[:, 2:]]
