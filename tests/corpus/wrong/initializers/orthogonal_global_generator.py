"""exercise: orthogonal
wrong: draws from NumPy's global generator
"""
import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    Q, R = np.linalg.qr(np.random.randn(max(fan_in, fan_out), min(fan_in, fan_out)))
    Q = gain * Q * np.sign(np.diag(R))
    return Q if fan_in >= fan_out else Q.T
