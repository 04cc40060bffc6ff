"""exercises: relu, leaky_relu, sigmoid, tanh, gelu
right: float32 stays float32, everything else becomes float64; masks on copies
"""
import math

import numpy as np
from scipy.special import erfc, ndtr


def floating(z):
    return np.array(z, dtype=np.float32 if z.dtype == np.float32 else np.float64)


def relu(z):
    out = floating(z)
    out[out < 0] = 0
    return out


def relu_grad(z):
    out = np.zeros_like(floating(z))
    out[z >= 0] = 1
    return out


def leaky_relu(z, slope=0.05):
    out = floating(z)
    out[z < 0] *= slope
    return out


def leaky_relu_grad(z, slope=0.05):
    out = np.full_like(floating(z), slope)
    out[z > 0] = 1
    return out


def sigmoid(z):
    z = floating(z)
    out = np.empty_like(z)
    left = z < 0
    out[~left] = 1 / (1 + np.exp(-z[~left]))
    grown = np.exp(z[left])
    out[left] = grown / (1 + grown)
    return out


def sigmoid_grad(z):
    return sigmoid(z) * sigmoid(-floating(z))


def tanh(z):
    z = floating(z)
    decay = np.expm1(-2 * np.abs(z))
    return np.copysign(-decay / (decay + 2), z)


def tanh_grad(z):
    decay = np.exp(-2 * np.abs(floating(z)))
    return 4 * decay / (1 + decay) ** 2


def gelu(z):
    z = floating(z)
    return (z * erfc(-z / np.sqrt(z.dtype.type(2))) / 2).astype(z.dtype)


def gelu_grad(z):
    z = floating(z)
    return (ndtr(z) + z * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)).astype(z.dtype)
