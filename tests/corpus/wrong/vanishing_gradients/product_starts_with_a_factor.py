"""exercise: derivative_bound
wrong: the loop starts from the first factor, so depth 0 gives 0.25
"""


def derivative_bound(activation, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}[activation]
    bound = largest
    for _ in range(depth - 1):
        bound *= largest
    return bound
