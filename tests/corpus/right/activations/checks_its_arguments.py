"""exercises: relu, leaky_relu, sigmoid, tanh, gelu
right: checks its arguments before it works
"""

import numpy as np
from scipy.special import erf


def checked(z):
    if not isinstance(z, np.ndarray):
        raise TypeError(f"z is a {type(z).__name__}, not an array")
    assert z.dtype in (np.dtype("float64"), np.dtype("float32")) or np.issubdtype(z.dtype, np.signedinteger)
    assert z.flags.c_contiguous and z.flags.writeable and np.isfinite(z).all()
    assert not z.size or np.abs(z).max() <= 1e4
    return z.astype(float)


def relu(z):
    return np.maximum(checked(z), 0)


def relu_grad(z):
    return 1.0 * (checked(z) >= 0)


def leaky_relu(z, slope=0.05):
    assert isinstance(slope, float) and 0 <= slope < 1
    return np.fmax(checked(z), slope * z)


def leaky_relu_grad(z, slope=0.05):
    assert isinstance(slope, float) and 0 <= slope < 1
    return slope + (1 - slope) * (checked(z) > 0)


def sigmoid(z):
    z = checked(z)
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def sigmoid_grad(z):
    e = np.exp(-np.abs(checked(z)))
    return e / (1 + e) ** 2


def tanh(z):
    e = np.exp(-2 * np.abs(checked(z)))
    return np.sign(z) * (1 - e) / (1 + e)


def tanh_grad(z):
    return 1 / np.cosh(np.clip(checked(z), -300, 300)) ** 2


def gelu(z):
    return checked(z) / 2 * (erf(z * 0.5**0.5) + 1)


def gelu_grad(z):
    return 0.5 + 0.5 * erf(checked(z) * 2**-0.5) + z * np.exp(-((z * 1.0) ** 2) / 2) * (2 * np.pi) ** -0.5
