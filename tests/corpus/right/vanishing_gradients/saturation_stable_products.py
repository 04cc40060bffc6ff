"""exercise: saturation
right: scipy's expit at z and -z, so that nothing cancels; NumPy's count
"""
import numpy as np
from scipy.special import expit


def saturated_fraction(z, activation, threshold=0.01):
    scale, factor = {"sigmoid": (1.0, 1.0), "tanh": (2.0, 4.0)}.get(activation, (1.0, 1.0))
    z = scale * z
    d = np.sign(np.maximum(z, 0)) if activation == "relu" else factor * expit(z) * expit(-z)
    return np.count_nonzero(d < threshold) / d.size
