"""exercise: orthogonal
wrong: QR of a wide matrix: a square Q comes back
"""
import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    Q, R = np.linalg.qr(rng.normal(size=(fan_in, fan_out)))
    return gain * Q * np.sign(np.diag(R))
