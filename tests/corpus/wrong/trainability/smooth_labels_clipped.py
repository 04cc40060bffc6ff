"""exercise: soft_targets
wrong: clips the targets, so that those between epsilon and 1 - epsilon stay as they are
"""
import numpy as np


def smooth_labels(y, epsilon):
    return np.clip(y, min(epsilon, 1 - epsilon), max(epsilon, 1 - epsilon))
