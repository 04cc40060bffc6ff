"""exercise: gradient_check
wrong: h is not handed on to the numerical gradient
"""


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    error = relative_error(grad, numerical_gradient(f, x))
    return bool(error <= tolerance), error
