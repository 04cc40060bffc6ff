"""exercise: gelu
wrong: the approximation with the sigmoid
"""


def gelu(z):
    return z * sigmoid(1.702 * z)
