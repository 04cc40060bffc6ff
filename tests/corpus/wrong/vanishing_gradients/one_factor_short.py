"""exercise: derivative_bound
wrong: counts the steps between layers, one fewer than the layers
"""


def derivative_bound(activation, depth):
    return 0.25 ** max(depth - 1, 0) if activation == "sigmoid" else 1.0
