"""exercise: loss_gradients
right: plain Python numbers and triple loops, exp by cases
"""
import math
import numpy as np


def _sig(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    e = math.exp(z)
    return e / (1 + e)


def loss_gradients(params, X, y, activation):
    m = len(X)
    f = {"relu": lambda z: z if z > 0 else 0.0, "sigmoid": _sig, "tanh": math.tanh}[activation]
    d = {
        "relu": lambda z: 1.0 if z > 0 else 0.0,
        "sigmoid": lambda z: _sig(z) * (1 - _sig(z)),
        "tanh": lambda z: 1 - math.tanh(z) ** 2,
    }[activation]
    hs, zs = [[[float(v) for v in row] for row in X]], []
    for l, (W, b) in enumerate(params):
        W, b = np.asarray(W).tolist(), np.asarray(b).tolist()
        z = []
        for i in range(m):
            row = []
            for k in range(len(b)):
                s = 0.0
                for j in range(len(W)):
                    s += hs[-1][i][j] * W[j][k]
                row.append(s + b[k])
            z.append(row)
        zs.append(z)
        hs.append(z if l == len(params) - 1 else [[f(v) for v in row] for row in z])
    g = [[(_sig(zs[-1][i][0]) - float(y[i][0])) / m] for i in range(m)]
    res = [g]
    dz = g
    for l in range(len(params) - 1, 0, -1):
        W = np.asarray(params[l][0]).tolist()
        dh = []
        for i in range(m):
            row = []
            for j in range(len(W)):
                s = 0.0
                for k in range(len(W[0])):
                    s += dz[i][k] * W[j][k]
                row.append(s)
            dh.append(row)
        res.append(dh)
        dz = [[dh[i][j] * d(zs[l - 1][i][j]) for j in range(len(W))] for i in range(m)]
    res.reverse()
    return [np.array(r).reshape(m, -1) for r in res]


def layer_gradient_norms(params, X, y, activation):
    out = []
    for g in loss_gradients(params, X, y, activation):
        s = 0.0
        for v in g.ravel():
            s += v * v
        out.append(math.sqrt(s))
    return np.array(out)
