"""exercise: gradient_check
wrong: a default step of 1e-3
"""

_right = gradient_check


def gradient_check(f, grad, x, h=1e-3, tolerance=1e-6):
    return _right(f, grad, x, h, tolerance)
