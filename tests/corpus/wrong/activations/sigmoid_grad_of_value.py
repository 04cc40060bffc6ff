"""exercise: sigmoid
wrong: takes the argument for the value of the sigmoid
"""
import numpy as np


def sigmoid_grad(z):
    return z * (1.0 - z)
