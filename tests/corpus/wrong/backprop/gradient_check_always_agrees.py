"""exercise: gradient_check
wrong: every gradient passes
"""


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    return True, relative_error(grad, numerical_gradient(f, x, h))
