"""exercises: backward_pass
right: every example alone, its gradients added up over m, plain python loops
"""

import math
import numpy as np


def mlp_loss_and_grads(params, X, y, activation):
    m = len(X)
    total, out = 0.0, [(np.zeros(W.shape), np.zeros(b.shape)) for W, b in params]
    for x, (t,) in zip(X.tolist(), y.tolist()):
        hs, zs = [x], []
        for k, (W, b) in enumerate(params):
            z = [sum(h * W[i, j] for i, h in enumerate(hs[-1])) + b[j] for j in range(W.shape[1])]
            zs.append(z)
            if activation == "relu":
                hs.append([max(v, 0.0) for v in z])
            elif activation == "tanh":
                hs.append([math.tanh(v) for v in z])
            else:
                hs.append([1 / (1 + math.exp(-v)) if v > -700 else 0.0 for v in z])
        z = zs[-1][0]
        total += max(z, 0) - z * t + math.log1p(math.exp(-abs(z)))
        p = 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))
        d = [(p - t) / m]
        for k in reversed(range(len(params))):
            W, _ = params[k]
            dW, db = out[k]
            for j, dj in enumerate(d):
                db[j] += dj
                for i, h in enumerate(hs[k]):
                    dW[i, j] += h * dj
            if k:
                slope = {
                    "relu": lambda z: float(z > 0),
                    "tanh": lambda z: 1 - math.tanh(z) ** 2,
                    "sigmoid": lambda z: math.exp(-abs(z)) / (1 + math.exp(-abs(z))) ** 2,
                }[activation]
                d = [sum(W[i, j] * dj for j, dj in enumerate(d)) * slope(zs[k - 1][i]) for i in range(W.shape[0])]
    return total / m, out
