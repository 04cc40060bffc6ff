"""exercise: sigmoid
wrong: probabilities kept away from 0 and 1
"""

import numpy as np

_right = sigmoid


def sigmoid(z):
    return np.clip(_right(z), 1e-7, 1 - 1e-7)
