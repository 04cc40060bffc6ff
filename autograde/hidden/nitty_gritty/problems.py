"""Problems for `run` whose history is determined, whatever the order of the examples, and how a history is read.

The order is free and the trained parameters do not come back; so the checks use one batch of everything, examples that
are alike but for the feature they use, or a learning rate of zero, which leaves the last batch to be recognised by its
gradient.
"""

import numpy as np

from autograde.hidden import reference
from autograde.hidden.nitty_gritty import expected

RULE = 'the history is a dict with "loss", "accuracy" and "gradient_std", one entry per epoch in each'
ARRAY_RULE = "gradient_std is an array with one row per epoch and one column per layer, the head included"
SIZES = (3, 5, 4, 1)
CLOSE = 1e-5  # looser than float64 allows: a wrong eps shows below this, and costs the points of its own check only
SEVEN = 7  # examples: with batches of three, the last one is short


class Given:
    """An initializer that returns given weights, chosen by their shape, and remembers how it was called."""

    def __init__(self, params, expect):
        self.weights = {W.shape: W for W, _ in params}
        self.expect = expect
        self.calls = []
        self.generators = []

    def __call__(self, fan_in, fan_out, rng=None):
        rule = "the initializer is called once per layer, as initializer(fan_in, fan_out, rng)"
        shape = tuple(int(self.expect.array(n, (), rule, kind="any")) for n in (fan_in, fan_out))
        clues = {
            "This is (fan_out, fan_in).": shape[::-1] in self.weights,
            "Consecutive sizes make the pairs; the head is a layer, too.": True,
        }
        self.expect.that(shape in self.weights, rule, f"a call with fan_in={shape[0]}, fan_out={shape[1]}", clues)
        self.calls.append(shape)
        self.generators.append(isinstance(rng, np.random.Generator))
        return self.weights[shape].copy()


def trained(submission, expect, params, X, y, activation="tanh", rng=None, **options):
    """The history of a run from these weights; params have zero biases."""
    sizes = [len(params[0][0])] + [len(b) for _, b in params]
    rng = np.random.default_rng(0) if rng is None else rng
    history = submission.run(X, y, sizes, activation, Given(params, expect), rng, **options)
    return expect.mapping(history, ("loss", "accuracy", "gradient_std"), RULE)


def series(expect, history, key, epochs):
    """One of the history's lists, as an array of floats."""
    values = history[key]
    values = list(values) if isinstance(values, np.ndarray) and values.ndim == 1 else values
    return np.array([expect.scalar(value, RULE) for value in expect.items(values, epochs, RULE)])


def tame(params, X, y, activation, learning_rate, epochs):
    """Full batches leave no choice, and tell much: in every update each layer has a gradient, no entry is so small that
    RMSprop would magnify its rounding, no pre-activation is at ReLU's kink (as it is where a whole layer is dead), and
    the accuracy changes."""
    trained = expected.trace(params, X, y, activation, learning_rate, [[range(len(X))]] * epochs)
    for gradient in trained.gradients:
        entries = np.abs(np.concatenate([g.ravel() for pair in gradient for g in pair]))
        if (entries[entries > 0] < 1e-5).any() or any(np.abs(dW).max() < 1e-3 for dW, _ in gradient):
            return False
    for state in [params, *trained.after]:
        inputs = [X, *reference.layer_outputs(state, X, activation)[:-1]]
        if any(np.abs(h @ W + b).min() < 1e-6 for h, (W, b) in zip(inputs, state, strict=True)):
            return False
    first = reference.accuracy(params, X, y, activation)
    return bool((trained.accuracies(X, y, activation) != first).any())


def network(rng, activation, learning_rate, epochs, m=SEVEN):
    """Params with zero biases, X and y for which full-batch training is determined to the last digits."""
    for _ in range(300):
        params = reference.random_params(SIZES, rng, std=0.8)
        X, y = rng.normal(size=(m, SIZES[0])), rng.permutation(np.arange(m) % 2.0)[:, None]
        if tame(params, X, y, activation, learning_rate, epochs):
            return params, X, y
    raise RuntimeError("no network that is tame and tells enough")


def one_layer(rng, m=SEVEN):
    """A head alone, on examples that share no feature: entry i of dW comes from example i and from no other."""
    weights = rng.normal(size=(m, 1)) + 3.0 * np.eye(m)[:, :1]
    return [(weights, np.zeros(1))], np.diag(rng.uniform(1.0, 2.0, m)), rng.permutation(np.arange(m) % 2.0)[:, None]


def interchangeable(rng, m=SEVEN):
    """Examples that are alike but for the feature they use, so that no result depends on which come together."""
    first = np.tile(rng.uniform(0.3, 0.9, 3) * [1, -1, 1], (m, 1))
    head = rng.uniform(0.5, 1.0, (3, 1)) * np.array([[-1.0], [1.0], [-1.0]])
    params = [(first, np.zeros(3)), (head, np.zeros(1))]
    return params, rng.uniform(1.0, 2.0) * np.eye(m), np.ones((m, 1))
