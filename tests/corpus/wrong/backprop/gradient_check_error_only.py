"""exercise: gradient_check
wrong: returns the error without the verdict
"""


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    return relative_error(grad, numerical_gradient(f, x, h))
