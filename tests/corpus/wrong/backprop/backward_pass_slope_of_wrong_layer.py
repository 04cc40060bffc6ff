"""exercise: backward_pass
wrong: the slope of the layer above is used, averaged to one number to make the shapes fit
"""
import numpy as np


def mlp_loss_and_grads(params, X, y, activation):
    activate, slope = {
        "relu": (lambda z: np.maximum(z, 0.0), lambda a: 1.0 * (a > 0)),
        "sigmoid": (lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)), lambda a: a * (1.0 - a)),
        "tanh": (np.tanh, lambda a: 1.0 - a**2),
    }[activation]
    inputs = []
    h = X
    for W, b in params:
        inputs.append(h)
        z = dense_forward(h, W, b)
        h = activate(z)
    loss, delta = bce_with_logits(z, y)
    grads = []
    for layer in reversed(range(len(params))):
        W, _ = params[layer]
        dinput, dW, db = dense_backward(delta, inputs[layer], W)
        grads.append((dW, db))
        if layer > 0:
            delta = dinput * slope(activate(dense_forward(inputs[layer], *params[layer]))).mean(axis=1, keepdims=True)
    return loss, grads[::-1]
