"""exercise: tanh
wrong: takes the argument for the value of tanh
"""
import numpy as np


def tanh_grad(z):
    return 1.0 - z**2.0
