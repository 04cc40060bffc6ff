"""exercise: soft_targets
wrong: only tells 1 from everything else: soft targets become epsilon
"""
import numpy as np


def smooth_labels(y, epsilon):
    return np.where(y == 1, 1 - epsilon, epsilon)
