"""exercise: tanh
wrong: 1 / cosh(z)^2 as it stands: cosh overflows
"""
import numpy as np


def tanh_grad(z):
    return 1.0 / np.cosh(z) ** 2
