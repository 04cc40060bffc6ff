"""exercise: orthogonal
wrong: for fan_in < fan_out the rows are only brought to length 1
"""
import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    A = rng.normal(size=(fan_in, fan_out))
    if fan_in < fan_out:
        return gain * A / np.linalg.norm(A, axis=1, keepdims=True)
    Q, R = np.linalg.qr(A)
    return gain * Q * np.sign(np.diag(R))
