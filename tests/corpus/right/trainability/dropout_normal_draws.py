"""exercise: dropout
right: a normal draw per entry, compared with the quantile; a draw also in inference, where it is not used
"""
import numpy as np
from scipy.special import ndtri


class Mask:
    def __init__(self, factors):
        self.factors = factors


def dropout_forward(x, rate, rng, training):
    draws = rng.standard_normal(x.shape[::-1]).T
    mask = Mask((draws > ndtri(rate)) / (1.0 - rate) if training else 1.0)
    return x * mask.factors, mask


def dropout_backward(dout, mask):
    return np.multiply(dout, mask.factors)
