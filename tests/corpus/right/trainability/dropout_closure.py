"""exercise: dropout
right: the mask is a function; entries are drawn one by one, last first, and the flat places of the dropped are kept
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    dropped = [i for i in reversed(range(x.size)) if training and rng.uniform() < rate]

    def apply(array):
        flat = np.array(array, dtype=float).ravel()
        if training:
            flat /= 1 - rate
        flat[dropped] = 0.0
        return flat.reshape(array.shape)

    return apply(x), apply


def dropout_backward(dout, mask):
    return mask(dout)
