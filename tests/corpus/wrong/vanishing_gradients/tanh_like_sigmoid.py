"""exercise: derivative_bound
wrong: takes the sigmoid's bound for tanh as well
"""


def derivative_bound(activation, depth):
    return 1.0 if activation == "relu" else 0.25**depth
