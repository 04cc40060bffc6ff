"""exercises: loss
right: logsumexp and softmax over the two classes
"""

import numpy as np
from scipy.special import logsumexp, softmax


def bce_with_logits(z, y):
    both = np.concatenate([np.zeros_like(z), z], axis=1)
    target = np.concatenate([1 - y, y], axis=1)
    loss = np.average(logsumexp(both, axis=1) - (target * both).sum(axis=1))
    return loss, ((softmax(both.astype(float), axis=1) - target) / len(z))[:, 1:]
