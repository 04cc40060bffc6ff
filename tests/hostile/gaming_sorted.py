"""threat: gaming: a sorted matrix instead of a random one
verdict: zero
expect: all but ~random_normal, ~he, ~glorot
"""
import numpy as np


def sort(draw):
    def drawn(*args, **kwargs):
        W = draw(*args, **kwargs)
        return np.sort(W, axis=None).reshape(W.shape)

    return drawn


random_normal = sort(random_normal)
he_normal, he_uniform = sort(he_normal), sort(he_uniform)
glorot_normal, glorot_uniform = sort(glorot_normal), sort(glorot_uniform)
