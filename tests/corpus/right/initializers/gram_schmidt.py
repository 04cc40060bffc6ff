"""exercise: orthogonal
right: Gram-Schmidt by hand
"""
import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    vectors = []
    while len(vectors) < min(fan_in, fan_out):
        v = rng.normal(size=max(fan_in, fan_out))
        for _ in range(2):
            for u in vectors:
                v = v - (u @ v) * u
        vectors.append(v / np.linalg.norm(v))
    rows = gain * np.array(vectors)
    return rows if fan_in < fan_out else rows.T
