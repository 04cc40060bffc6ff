"""exercise: dropout
wrong: the gradient passes unchanged, as if nothing had been dropped
"""


def dropout_backward(dout, mask):
    return dout
