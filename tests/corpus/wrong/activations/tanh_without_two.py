"""exercise: tanh
wrong: 2 sigmoid(z) - 1 without the 2 inside the sigmoid
"""


def tanh(z):
    return 2.0 * sigmoid(z) - 1.0
