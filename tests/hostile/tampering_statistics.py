"""threat: tampering: replaced means, variances and norms
verdict: normal
expect: all but random_normal
"""
import numpy as np

for name in ("var", "std", "mean", "abs", "sum"):
    setattr(np, name, lambda *args, **kwargs: 1.0)
np.linalg.norm = lambda *args, **kwargs: 1.0


def random_normal(fan_in, fan_out, rng, std=1.0):
    return np.ones((fan_in, fan_out))


def layer_output_stats(params, X, activation):
    """As it should be, by methods of arrays, for the functions above lie now."""
    outputs, h = [], X
    for W, b in params[:-1]:
        h = h @ W + b
        h = {"relu": lambda z: z * (z > 0), "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}[activation](h)
        outputs.append((float(h.mean()), float(h.std())))
    return outputs


def distinct_units(W, b, tolerance=1e-8):
    rows = [[*W[:, i].tolist(), float(b[i])] for i in range(W.shape[1])]
    close = [any(max(map(lambda u, v: abs(u - v), row, old)) <= tolerance for old in rows[:i]) for i, row in enumerate(rows)]
    return close.count(False)
