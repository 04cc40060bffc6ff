"""exercises: run
right: all parameters in one vector, updated in place; a slope of one half at ReLU's kink
"""

import numpy as np


def run(X, y, sizes, activation, initializer, rng, epochs=100, batch_size=32, learning_rate=1e-3):
    from scipy.special import expit

    shapes = [s for n, k in zip(sizes, sizes[1:]) for s in ((n, k), (k,))]
    ends = np.cumsum([0] + [int(np.prod(s)) for s in shapes])
    theta, grad = np.zeros(ends[-1]), np.zeros(ends[-1])
    view = lambda v: [v[a:b].reshape(s) for a, b, s in zip(ends, ends[1:], shapes)]
    P, G = view(theta), view(grad)
    for l in range(len(sizes) - 1):
        P[2 * l][...] = initializer(int(sizes[l]), int(sizes[l + 1]), rng)
    S = np.zeros_like(theta)
    act = {"relu": lambda z: z.clip(0), "sigmoid": expit, "tanh": np.tanh}[activation]
    dact = {
        "relu": lambda a, z: np.heaviside(z, 0.5),
        "sigmoid": lambda a, z: a - a * a,
        "tanh": lambda a, z: (1 - a) * (1 + a),
    }[activation]

    def fwd(H):
        cache = [(None, H)]
        for l in range(len(sizes) - 1):
            Z = cache[-1][1] @ P[2 * l] + P[2 * l + 1]
            cache.append((Z, act(Z) if l < len(sizes) - 2 else Z))
        return cache

    losses = np.empty(epochs)
    accs = np.empty(epochs)
    stds = np.empty((epochs, len(sizes) - 1))
    for e in range(epochs):
        for batch in np.array_split(p := rng.permutation(len(X)), np.arange(batch_size, len(X), batch_size)):
            cache = fwd(X[batch])
            D = (expit(cache[-1][1]) - y[batch]) / len(batch)
            for l in reversed(range(len(sizes) - 1)):
                np.matmul(cache[l][1].T, D, out=G[2 * l])
                G[2 * l + 1][:] = D.sum(0)
                if l > 0:
                    D = D @ P[2 * l].T * dact(cache[l][1], cache[l][0])
            S += 0.1 * (grad * grad - S)
            theta -= learning_rate * grad / (np.sqrt(S) + 1e-8)
        for l in range(len(sizes) - 1):
            stds[e, l] = G[2 * l].std()
        z = fwd(X)[-1][1]
        losses[e] = np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))
        accs[e] = np.mean((z > 0) == (y > 0.5))
    return dict(loss=list(losses), accuracy=list(accs), gradient_std=stds)
