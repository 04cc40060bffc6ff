"""exercises: relu, leaky_relu, sigmoid, tanh, gelu
right: one number at a time with the math module; a number in gives a Python float
"""
import math

import numpy as np


def elementwise(function):
    def apply(z, **options):
        out = np.zeros(np.shape(z))
        for index in np.ndindex(out.shape):
            out[index] = function(float(z[index]), **options)
        return out if out.ndim else float(out)

    return apply


def logistic(z):
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


def density(z):
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def phi(z):
    return 0.5 * math.erfc(-z / math.sqrt(2))


def leaky_relu(z, slope=0.05):
    return elementwise(lambda x: x if x > 0 else slope * x)(z)


def leaky_relu_grad(z, slope=0.05):
    return elementwise(lambda x: 1 if x > 0 else slope)(z)


relu = elementwise(lambda z: max(0, z))
relu_grad = elementwise(lambda z: 1 if z >= 0 else 0)
sigmoid = elementwise(logistic)
sigmoid_grad = elementwise(lambda z: logistic(z) * (1 - logistic(z)))
tanh = elementwise(math.tanh)
tanh_grad = elementwise(lambda z: 1 - math.tanh(z) ** 2)
gelu = elementwise(lambda z: z * phi(z))
gelu_grad = elementwise(lambda z: phi(z) + z * density(z))
