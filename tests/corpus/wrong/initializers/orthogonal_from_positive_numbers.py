"""exercise: orthogonal
wrong: QR of uniform numbers between 0 and 1
"""
import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    Q, R = np.linalg.qr(rng.random((max(fan_in, fan_out), min(fan_in, fan_out))))
    Q = gain * Q * np.sign(np.diag(R))
    return Q if fan_in >= fan_out else Q.T
