"""exercise: relu
wrong: returns the comparison itself, an array of booleans
"""
import numpy as np


def relu_grad(z):
    return z > 0
