"""exercise: backward_pass
right: a forward pass of its own with a cache of dicts, derivatives from the pre-activations, ReLU's slope 1 at 0, lists
for pairs
"""
import numpy as np
from scipy.special import expit


def mlp_loss_and_grads(params, X, y, activation):
    forward, slope = {
        "relu": (lambda z: z * (z >= 0), lambda z: (z >= 0).astype(float)),
        "sigmoid": (expit, lambda z: expit(z) * expit(-z)),
        "tanh": (np.tanh, lambda z: 1 / np.cosh(np.clip(z, -300, 300)) ** 2),
    }[activation]
    caches, a = [], np.asarray(X, dtype=float)
    for number, (W, b) in enumerate(params, start=1):
        z = a.dot(W) + b
        caches.append({"input": a, "z": z, "W": W})
        a = forward(z) if number < len(params) else z
    loss = np.mean(np.logaddexp(0, a) - y * a)
    upstream = (expit(a) - y) / X.shape[0]
    grads = []
    while caches:
        cache = caches.pop()
        if grads:
            upstream = upstream * slope(cache["z"])
        grads.insert(0, [cache["input"].T.dot(upstream), upstream.sum(0)])
        upstream = upstream.dot(cache["W"].T)
    return loss, grads
