"""exercise: loss_gradients, derivative_bound, residual
right: recursion over the layers
"""
import numpy as np

ACT = {
    "relu": (lambda z: z * (z > 0), lambda z: np.heaviside(z, 0.5)),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-np.clip(z, -500, 500))), None),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(np.clip(z, -300, 300)) ** 2),
}


def _d(z, activation):
    if activation == "sigmoid":
        s = ACT["sigmoid"][0](z)
        return s * (1 - s)
    return ACT[activation][1](z)


def loss_gradients(params, X, y, activation):
    m = len(X)

    def go(h, layers):
        """(gradients of these layers' outputs, gradient of the first pre-activation)"""
        (W, b), rest = layers[0], layers[1:]
        z = h @ W + b
        if not rest:
            dz = (ACT["sigmoid"][0](z) - y) / m
            return [dz], dz
        grads, upper = go(ACT[activation][0](z), rest)
        dh = upper @ rest[0][0].T
        return [dh, *grads], dh * _d(z, activation)

    return go(X, list(params))[0]


def derivative_bound(activation, depth):
    if depth == 0:
        return 1
    return {"sigmoid": 1 / 4, "tanh": 1, "relu": 1}[activation] * derivative_bound(activation, depth - 1)


def residual_forward(params, X, activation):
    if not len(params):
        return ()
    W, b = params[0]
    h = X + ACT[activation][0](np.matmul(X, W) + b[None, :])
    return (h, *residual_forward(params[1:], h, activation))
