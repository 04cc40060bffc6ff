"""exercise: loss
right: scipy's log_expit and expit; the loss comes back as a 0-d array, the pair as a list
"""
import numpy as np
from scipy.special import expit, log_expit


def bce_with_logits(z, y):
    z = np.asarray(z, dtype=float)
    losses = -(y * log_expit(z) + (1 - y) * log_expit(-z))
    return [np.asarray(losses.mean()), (expit(z) - y) / z.shape[0]]
