"""exercise: gradient_check
wrong: an error equal to the tolerance does not pass
"""


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    error = relative_error(grad, numerical_gradient(f, x, h))
    return bool(error < tolerance), error
