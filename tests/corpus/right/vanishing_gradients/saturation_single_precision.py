"""exercise: saturation
right: stays in the dtype of z, the sigmoid of clipped inputs, heaviside
"""
import numpy as np


def saturated_fraction(z, activation, threshold=0.01):
    if activation == "relu":
        d = np.heaviside(z, 0.0)
    elif activation == "tanh":
        t = np.tanh(z)
        d = 1 - t * t
    else:
        s = 1 / (1 + np.exp(-np.clip(z, -50, 50)))
        d = s * (1 - s)
    return (d < threshold).mean()
