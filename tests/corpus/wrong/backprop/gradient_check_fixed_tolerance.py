"""exercise: gradient_check
wrong: the tolerance is 1e-6, whatever was asked for
"""


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    error = relative_error(grad, numerical_gradient(f, x, h))
    return bool(error <= 1e-6), error
