"""exercise: torch_backward
wrong: reads the activation's output of the last hidden layer, which a head alone has not
"""

import torch

_right = torch_loss_and_grads


def torch_loss_and_grads(params, X, y, activation):
    hidden = params[-2]
    return _right(params, X, y, activation)
