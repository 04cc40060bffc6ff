"""exercise: dense, loss, backward_pass
right: results keep the input's float32, integers become float64
"""
import numpy as np


def _floating(array):
    array = np.asarray(array)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def dense_forward(x, W, b):
    return _floating(x) @ _floating(W) + _floating(b)


def dense_backward(dy, x, W):
    dy, x, W = map(_floating, (dy, x, W))
    return dy @ W.T, x.T @ dy, dy.sum(0)


def bce_with_logits(z, y):
    z, y = _floating(z), _floating(y)
    loss = np.where(y == 0, 0, y * np.logaddexp(0, -z)) + np.where(y == 1, 0, (1 - y) * np.logaddexp(0, z))
    half = np.tanh(z / 2) / 2
    return loss.mean(dtype=z.dtype), (half + (0.5 - y)) / z.dtype.type(len(z))


def mlp_loss_and_grads(params, X, y, activation):
    outputs = [_floating(X)]
    for W, b in params:
        z = dense_forward(outputs[-1], W, b)
        if activation == "relu":
            outputs.append(z.clip(0))
        elif activation == "tanh":
            outputs.append(np.tanh(z))
        else:
            outputs.append((1 + np.tanh(z / 2)) / 2)
    outputs[-1] = z
    loss, delta = bce_with_logits(z, y)
    grads = [None] * len(params)
    for k in range(len(params) - 1, -1, -1):
        dx, dW, db = dense_backward(delta, outputs[k], params[k][0])
        grads[k] = (dW, db)
        a = outputs[k]
        delta = dx * {"relu": a > 0, "tanh": 1 - a**2, "sigmoid": a - a**2}[activation]
    return loss, grads
