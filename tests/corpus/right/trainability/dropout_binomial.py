"""exercise: dropout
right: rng.binomial; the mask is a dict with the rate beside it, None in inference; inference gives x itself back
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    if not training:
        return x, None
    kept = rng.binomial(1, 1 - rate, size=np.shape(x)).astype(bool)
    return np.where(kept, x / (1 - rate), 0.0), {"kept": kept, "rate": rate}


def dropout_backward(dout, mask):
    if mask is None:
        return dout
    dx = np.zeros_like(dout)
    dx[mask["kept"]] = dout[mask["kept"]] / (1 - mask["rate"])
    return dx
