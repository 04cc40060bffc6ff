"""exercise: backward_pass
wrong: takes the layers off the caller's list on the way back
"""

import numpy as np


def mlp_loss_and_grads(params, X, y, activation):
    f, s = {
        "relu": (lambda z: np.maximum(z, 0.0), lambda a: 1.0 * (a > 0)),
        "tanh": (np.tanh, lambda a: 1 - a * a),
        "sigmoid": (lambda z: 0.5 + 0.5 * np.tanh(z / 2), lambda a: a * (1 - a)),
    }[activation]
    hs = [X]
    for W, b in params:
        z = dense_forward(hs[-1], W, b)
        hs.append(f(z))
    loss, d = bce_with_logits(z, y)
    grads = []
    while params:
        W, _ = params.pop()
        h = hs[len(params)]
        d, dW, db = dense_backward(d, h, W)
        grads.insert(0, (dW, db))
        d = d * s(h)
    return loss, grads
