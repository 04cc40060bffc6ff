"""exercise: loss
wrong: dz is another name of z, so the logits are overwritten
"""
import numpy as np


def bce_with_logits(z, y):
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1.0, e) / (1.0 + e)
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(e))
    dz = z if z.dtype.kind == "f" else 1.0 * z
    dz[:] = (p - y) / len(z)
    return loss, dz
