"""exercise: gradient_check
wrong: a default tolerance of 1e-8
"""

_right = gradient_check


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-8):
    return _right(f, grad, x, h, tolerance)
