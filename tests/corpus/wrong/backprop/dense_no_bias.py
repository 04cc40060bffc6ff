"""exercise: dense
wrong: the bias is forgotten going forward
"""


def dense_forward(x, W, b):
    return 1.0 * x @ W
