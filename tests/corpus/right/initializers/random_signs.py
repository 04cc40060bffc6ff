"""exercise: orthogonal
right: QR with a random sign for each vector, in place of the signs of R
"""
import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    long, short = max(fan_in, fan_out), min(fan_in, fan_out)
    signs = rng.choice([-1.0, 1.0], size=short)
    Q = np.linalg.qr(rng.normal(size=(long, short)))[0] * signs * gain
    return Q.reshape(long, short) if fan_in >= fan_out else Q.transpose()
