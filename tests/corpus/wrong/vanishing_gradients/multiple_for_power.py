"""exercise: derivative_bound
wrong: multiplies the bound by the depth
"""


def derivative_bound(activation, depth):
    if depth == 0:
        return 1.0
    return 0.25 * depth if activation == "sigmoid" else 1.0
