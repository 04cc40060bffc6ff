"""exercises: run
right: backward by recursion, batches from a generator function, tuples in the history
"""

import numpy as np


def batches(m, size, rng):
    order = rng.permutation(m)
    yield from (order[i : i + size] for i in range(0, m, size))


def run(X, y, sizes, activation, initializer, rng, epochs=100, batch_size=32, learning_rate=1e-3):
    from scipy.special import expit, log_expit

    acts = {
        "relu": (lambda z: np.maximum(z, 0), lambda z: z > 0),
        "sigmoid": (expit, lambda z: expit(z) * expit(-z)),
        "tanh": (np.tanh, lambda z: np.cosh(np.clip(z, -300, 300)) ** -2.0),
    }
    f, df = acts[activation]
    weights = {i: [initializer(sizes[i], sizes[i + 1], rng), np.zeros(sizes[i + 1])] for i in range(len(sizes) - 1)}
    memory = {}
    last = max(weights)

    def through(i, h, t):
        """Loss gradient with respect to h; fills grads."""
        W, b = weights[i]
        z = h @ W + b
        if i == last:
            d = (expit(z) - t) / len(t)
        else:
            d = through(i + 1, f(z), t) * df(z)
        grads[i] = (h.T @ d, d.sum(0))
        return d @ W.T

    def logits(h):
        for i in range(last):
            h = f(h @ weights[i][0] + weights[i][1])
        return h @ weights[last][0] + weights[last][1]

    loss, accuracy, spread = [], [], []
    for _ in range(epochs):
        for batch in batches(len(X), batch_size, rng):
            grads = {}
            through(0, X[batch], y[batch])
            for i, pair in grads.items():
                for j, g in enumerate(pair):
                    memory[i, j] = 0.9 * memory.get((i, j), np.zeros_like(g)) + 0.1 * g**2
                    weights[i][j] = weights[i][j] - learning_rate * g / (np.sqrt(memory[i, j]) + 1e-8)
        z = logits(X)
        loss.append(np.mean(-y * log_expit(z) - (1 - y) * log_expit(-z)))
        accuracy.append(np.mean((z > 0) == (y > 0.5)))
        spread.append(tuple(np.std(grads[i][0]) for i in sorted(grads)))
    return {
        "loss": tuple(loss),
        "accuracy": tuple(accuracy),
        "gradient_std": np.asarray(spread, dtype=float).reshape(len(loss), last + 1),
    }
