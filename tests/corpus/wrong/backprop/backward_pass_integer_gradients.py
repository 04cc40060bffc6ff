"""exercise: backward_pass
wrong: gradients are written into arrays with the parameters' dtype, which cuts them to whole numbers for integers
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
    grads = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    for layer in reversed(range(len(params))):
        dinput, dW, db = dense_backward(delta, inputs[layer], params[layer][0])
        grads[layer][0][...] = dW
        grads[layer][1][...] = db
        if layer > 0:
            delta = dinput * slope(inputs[layer])
    return loss, [(1.0 * dW, 1.0 * db) for dW, db in grads]
