"""exercise: sigmoid
wrong: the numerator of positive logits for negative ones, too
"""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-np.abs(z)))
