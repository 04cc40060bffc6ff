"""exercise: numerical_gradient
wrong: a default step of 1e-3
"""

_right = numerical_gradient


def numerical_gradient(f, x, h=1e-3):
    return _right(f, x, h)
