"""exercise: dense
right: sums written with einsum, in whatever order, on float64 copies
"""
import numpy as np


def dense_forward(x, W, b):
    return np.einsum("jk,ij->ik", np.asarray(W, dtype=float), x) + b


def dense_backward(dy, x, W):
    dy = np.asarray(dy, dtype=float)
    return [np.einsum("ik,jk->ij", dy, W), np.einsum("ik,ij->jk", dy, x), np.einsum("ik->k", dy)]
