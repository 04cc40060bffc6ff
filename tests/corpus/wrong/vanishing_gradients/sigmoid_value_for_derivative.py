"""exercise: derivative_bound
wrong: takes the sigmoid's value at 0 for its derivative
"""


def derivative_bound(activation, depth):
    return 0.5**depth if activation == "sigmoid" else 1.0
