"""exercise: gelu
wrong: a numerical derivative
"""


def gelu_grad(z):
    return (gelu(z + 1e-5) - gelu(z - 1e-5)) / 2e-5
