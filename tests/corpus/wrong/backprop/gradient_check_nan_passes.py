"""exercise: gradient_check
wrong: passes unless the error is above the tolerance, and NaN is not above anything
"""


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    error = relative_error(grad, numerical_gradient(f, x, h))
    return not error > tolerance, error
