"""exercise: sigmoid
wrong: clips z to a range in which the sigmoid has not yet reached 0 and 1
"""
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-np.clip(z, -15, 15)))
