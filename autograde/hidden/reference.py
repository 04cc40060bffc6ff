"""Judge-side numerics that several hidden suites share: activations, a network with its gradients, data, training.

Plain NumPy in float64. `X` is `(m, n)` with examples in rows, `y` is `(m, 1)`, `params` is a list of `(W, b)` pairs
with `W` of shape `(fan_in, fan_out)` and `b` of shape `(fan_out,)`; every layer but the last applies the named
activation, and the last gives one logit per example.

Every function of a network also takes *stacked* params: `W` of shape `(S, fan_in, fan_out)` and `b` of shape
`(S, fan_out)`, one slice per seed. Then whatever it returns has a leading axis of length `S`, and one computation
trains all seeds. Below, `...` stands for that optional axis.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, ndtr

Array = NDArray[np.float64]
Params = list[tuple[Array, Array]]

# --- Activations and their derivatives with respect to the pre-activation; elementwise, any shape ---------------------


def relu(z: ArrayLike) -> Array:
    """max(z, 0)."""
    return np.maximum(np.asarray(z, float), 0.0)


def relu_grad(z: ArrayLike) -> Array:
    """1 where z > 0, else 0 (at 0 any value in [0, 1] is right)."""
    return np.asarray(np.asarray(z) > 0, float)


def leaky_relu(z: ArrayLike, slope: float = 0.05) -> Array:
    """z where z > 0, else slope * z."""
    z = np.asarray(z, float)
    return np.where(z > 0, z, slope * z)


def leaky_relu_grad(z: ArrayLike, slope: float = 0.05) -> Array:
    """1 where z > 0, else slope (at 0 any value in [slope, 1] is right)."""
    return np.where(np.asarray(z) > 0, 1.0, slope)


def sigmoid(z: ArrayLike) -> Array:
    """1 / (1 + exp(-z)), without overflow."""
    return np.asarray(expit(np.asarray(z, float)))


def sigmoid_grad(z: ArrayLike) -> Array:
    """sigmoid(z) * sigmoid(-z): exact in both tails, where 1 - sigmoid(z) would cancel."""
    return sigmoid(z) * sigmoid(np.negative(np.asarray(z, float)))


def tanh(z: ArrayLike) -> Array:
    """The hyperbolic tangent."""
    return np.tanh(np.asarray(z, float))


def tanh_grad(z: ArrayLike) -> Array:
    """1 - tanh(z)^2, as 4 sigmoid'(2z): exact in both tails."""
    return 4.0 * sigmoid_grad(2.0 * np.asarray(z, float))


def gelu(z: ArrayLike) -> Array:
    """z * Phi(z) with the normal distribution function Phi (Hendrycks and Gimpel 2016), not the tanh approximation."""
    z = np.asarray(z, float)
    return z * ndtr(z)


def gelu_grad(z: ArrayLike) -> Array:
    """Phi(z) + z * phi(z)."""
    z = np.asarray(z, float)
    return ndtr(z) + z * np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi)


ACTIVATIONS: dict[str, Callable[[ArrayLike], Array]] = {"relu": relu, "sigmoid": sigmoid, "tanh": tanh}
ACTIVATION_GRADS: dict[str, Callable[[ArrayLike], Array]] = {
    "relu": relu_grad,
    "sigmoid": sigmoid_grad,
    "tanh": tanh_grad,
}

# The same derivatives as functions of the activation's output: training would otherwise evaluate everything twice.
_GRADS_FROM_OUTPUT: dict[str, Callable[[Array], Array]] = {
    "relu": lambda a: np.asarray(a > 0, float),
    "sigmoid": lambda a: a * (1.0 - a),
    "tanh": lambda a: 1.0 - a * a,
}

# --- The network: forward, loss, gradients ----------------------------------------------------------------------------


def bce_with_logits(z: Array, y: Array) -> tuple[Array, Array]:
    """Mean binary cross-entropy of logits, and its gradient.

    z is (..., m, 1), y is (m, 1) with targets in [0, 1]. Returns the loss, shape (...), and dz = (sigmoid(z) - y) / m,
    of z's shape.
    """
    m = z.shape[-2]
    loss = (np.maximum(z, 0.0) - z * y + np.log1p(np.exp(-np.abs(z)))).mean(axis=(-2, -1))
    return loss, (expit(z) - y) / m


def layer_outputs(params: Sequence[tuple[Array, Array]], X: Array, activation: str) -> list[Array]:
    """Every layer's output, input side first: hidden layers after the activation, the head's logits last.

    Layer l's is (..., m, n_l). X itself is not included.
    """
    activate = ACTIVATIONS[activation]
    outputs = []
    h = X
    for layer, (W, b) in enumerate(params, start=1):
        z = h @ W + b[..., None, :]
        h = activate(z) if layer < len(params) else z
        outputs.append(h)
    return outputs


def logits(params: Sequence[tuple[Array, Array]], X: Array, activation: str) -> Array:
    """The head's output, shape (..., m, 1)."""
    return layer_outputs(params, X, activation)[-1]


def loss(params: Sequence[tuple[Array, Array]], X: Array, y: Array, activation: str) -> Array:
    """Mean binary cross-entropy, shape (...)."""
    return bce_with_logits(logits(params, X, activation), y)[0]


def accuracy(params: Sequence[tuple[Array, Array]], X: Array, y: Array, activation: str) -> Array:
    """Share of examples on the right side of logit 0 (the true class is y > 0.5), shape (...)."""
    return ((logits(params, X, activation) > 0) == (y > 0.5)).mean(axis=(-2, -1))


def _backward(
    params: Sequence[tuple[Array, Array]], X: Array, outputs: list[Array], dlogits: Array, activation: str
) -> tuple[Params, list[Array]]:
    """Gradients with respect to the parameters and to each layer's output, both input side first."""
    slope = _GRADS_FROM_OUTPUT[activation]
    inputs = [X, *outputs[:-1]]
    grads: Params = []
    output_grads = [dlogits]
    delta = dlogits
    for layer in range(len(params) - 1, -1, -1):
        grads.append((np.swapaxes(inputs[layer], -1, -2) @ delta, delta.sum(axis=-2)))
        if layer > 0:
            doutput = delta @ np.swapaxes(params[layer][0], -1, -2)
            output_grads.append(doutput)
            delta = doutput * slope(outputs[layer - 1])
    return grads[::-1], output_grads[::-1]


def loss_and_grads(params: Sequence[tuple[Array, Array]], X: Array, y: Array, activation: str) -> tuple[Array, Params]:
    """The loss, shape (...), and its gradients: a list of (dW, db) with the shapes of params."""
    outputs = layer_outputs(params, X, activation)
    value, dlogits = bce_with_logits(outputs[-1], y)
    return value, _backward(params, X, outputs, dlogits, activation)[0]


def output_grads(params: Sequence[tuple[Array, Array]], X: Array, y: Array, activation: str) -> list[Array]:
    """The gradient of the loss with respect to each layer's output, input side first; layer l's is (..., m, n_l).

    Hidden layers' outputs are those after the activation; the last entry is the gradient with respect to the logits.
    """
    outputs = layer_outputs(params, X, activation)
    _, dlogits = bce_with_logits(outputs[-1], y)
    return _backward(params, X, outputs, dlogits, activation)[1]


def numerical_gradient(f: Callable[[Array], float], x: ArrayLike, h: float = 1e-5) -> Array:
    """Central differences of the scalar function f at x (any shape); f gets arrays of x's shape; x stays as it is."""
    x = np.array(x, float)
    grad = np.empty_like(x)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += h
        down[index] -= h
        grad[index] = (f(up) - f(down)) / (2.0 * h)
    return grad


# --- Data and parameters ----------------------------------------------------------------------------------------------


def rings(m: int, rng: np.random.Generator, noise: float = 0.1, factor: float = 0.5) -> tuple[Array, Array]:
    """The running example: two concentric rings, m // 2 examples of each class, shuffled; X (m, 2), y (m, 1).

    Class 1 is the inner ring, of radius `factor`; the outer one has radius 1.
    """
    y = np.repeat([0.0, 1.0], m // 2)
    radius = np.where(y > 0.5, factor, 1.0)
    angle = rng.uniform(0.0, 2.0 * np.pi, m)
    X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]) + rng.normal(0.0, noise, (m, 2))
    order = rng.permutation(m)
    return X[order], y[order, None]


RUNNING_EXAMPLE_SIZES = (2, 5, 5, 5, 5, 1)


def random_params(sizes: Sequence[int], rng: np.random.Generator, std: float = 1.0, bias_std: float = 0.0) -> Params:
    """N(0, std^2) weights and N(0, bias_std^2) biases for a network of these layer sizes, the input's first."""
    return [(rng.normal(0.0, std, (n, k)), rng.normal(0.0, bias_std, k)) for n, k in pairwise(sizes)]


def scaled_params(sizes: Sequence[int], rng: np.random.Generator, scheme: str) -> Params:
    """Zero biases and normal weights of variance 2 / (fan_in + fan_out) ("glorot") or 2 / fan_in ("he")."""
    variances = {"glorot": lambda n, k: 2.0 / (n + k), "he": lambda n, k: 2.0 / n}
    variance = variances[scheme]
    return [(rng.normal(0.0, np.sqrt(variance(n, k)), (n, k)), np.zeros(k)) for n, k in pairwise(sizes)]


def zero_params(sizes: Sequence[int]) -> Params:
    """All weights and biases zero, the head's included."""
    return [(np.zeros((n, k)), np.zeros(k)) for n, k in pairwise(sizes)]


def stack(networks: Iterable[Sequence[tuple[Array, Array]]]) -> Params:
    """Stacked params of several networks with the same layer sizes, in the given order."""
    return [(np.stack([W for W, _ in layer]), np.stack([b for _, b in layer])) for layer in zip(*networks, strict=True)]


def unstack(params: Sequence[tuple[Array, Array]]) -> list[Params]:
    """The networks of stacked params, one per seed."""
    return [[(W[seed], b[seed]) for W, b in params] for seed in range(len(params[0][0]))]


# --- Training ---------------------------------------------------------------------------------------------------------


def descend(
    params: Sequence[tuple[Array, Array]],
    X: Array,
    y: Array,
    activation: str,
    learning_rate: float = 0.2,
    steps: int = 1000,
) -> Params:
    """Full-batch gradient descent on the mean loss, for all seeds of stacked params at once; pure.

    The defaults are the running example's small form (200 examples). X and y may have a leading seed axis, too.
    """
    params = list(params)
    for _ in range(steps):
        outputs = layer_outputs(params, X, activation)
        dlogits = (expit(outputs[-1]) - y) / y.shape[-2]
        grads, _ = _backward(params, X, outputs, dlogits, activation)
        params = [
            (W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads, strict=True)
        ]
    return params
