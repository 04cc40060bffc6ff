"""exercise: orthogonal
wrong: Q as LAPACK gives it
"""
import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    Q, _ = np.linalg.qr(rng.normal(size=(max(fan_in, fan_out), min(fan_in, fan_out))))
    return gain * (Q if fan_in >= fan_out else Q.T)
