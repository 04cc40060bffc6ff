"""exercise: backward_pass
wrong: every name but relu means tanh
"""

_right = mlp_loss_and_grads


def mlp_loss_and_grads(params, X, y, activation):
    return _right(params, X, y, "relu" if activation == "relu" else "tanh")
