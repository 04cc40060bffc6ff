"""exercise: loss_gradients, residual
right: computes in the dtype of the input, float32 for float32
"""
import numpy as np
from scipy.special import expit


def _act(z, activation):
    return {"relu": lambda: np.clip(z, 0, None), "sigmoid": lambda: expit(z), "tanh": lambda: np.tanh(z)}[activation]()


def loss_gradients(params, X, y, activation):
    dtype = X.dtype if X.dtype.kind == "f" else np.float64
    params = [(W.astype(dtype), b.astype(dtype)) for W, b in params]
    X, y = X.astype(dtype), y.astype(dtype)
    zs, h = [], X
    for W, b in params:
        zs.append(h @ W + b)
        h = _act(zs[-1], activation)
    out = [(expit(zs[-1]) - y) / len(X)]
    back = out[0]
    for l in range(len(params) - 1, 0, -1):
        out.insert(0, np.dot(back, params[l][0].transpose()))
        a = _act(zs[l - 1], activation)
        local = {"relu": (zs[l - 1] >= 0).astype(a.dtype), "sigmoid": a - a * a, "tanh": (1 - a) * (1 + a)}[activation]
        back = out[0] * local
    return out


def residual_forward(params, X, activation):
    dtype = X.dtype if X.dtype.kind == "f" else np.float64
    outputs = [X.astype(dtype)]
    for W, b in params:
        h = outputs[-1]
        outputs.append(np.add(h, _act(h @ W.astype(dtype) + b.astype(dtype), activation)))
    return outputs[1:]
