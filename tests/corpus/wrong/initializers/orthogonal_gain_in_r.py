"""exercise: orthogonal
wrong: scales the matrix before the decomposition, where gain ends up in R
"""
import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    Q, R = np.linalg.qr(gain * rng.normal(size=(max(fan_in, fan_out), min(fan_in, fan_out))))
    Q = Q * np.sign(np.diag(R))
    return Q if fan_in >= fan_out else Q.T
