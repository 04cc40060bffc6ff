"""What the functions of this assignment should give, in plain NumPy and float64; and the probe for opaque caches.

`axis` is the axis along which the statistics are taken: 0 for batch norm, 1 for layer norm. `x`, `out` and `dout` are
(m, n); `gamma` and `beta` are (n,).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from autograde.hidden import reference

Array = NDArray[np.float64]
Gradients = tuple[Array, Array, Array]
Normalize = Callable[[Array, Array, Array, Array, Array, bool], tuple[Array, Array, Array]]

TINY = 1e-30  # an eps that makes no difference to a variance of about 1

CANCELLATION = {
    "Around 1e8 digits are lost: is it mean(x^2) - mean(x)^2, a difference of two huge numbers, or float32?": True
}

# Forward and backward meet over there, so that a cache never travels: it may hold tensors with their graph.
PROBE = """
import __main__

caches = {}


def batch_norm_forward(x, gamma, beta, running_mean, running_var, cache="cache"):
    out, caches[cache], *_ = __main__.batch_norm_forward(x, gamma, beta, running_mean, running_var, training=True)
    return out


def batch_norm_backward(dout, cache="cache"):
    return __main__.batch_norm_backward(dout, caches[cache])


def layer_norm_forward(x, gamma, beta, cache="cache"):
    out, caches[cache] = __main__.layer_norm_forward(x, gamma, beta)
    return out


def layer_norm_backward(dout, cache="cache"):
    return __main__.layer_norm_backward(dout, caches[cache])
"""


def normalized(x: Array, axis: int, eps: float = 1e-5) -> tuple[Array, Array]:
    """x with mean 0 and (nearly) variance 1 along the axis, and the factor that did it, kept broadcastable."""
    factor = 1.0 / np.sqrt(x.var(axis=axis, keepdims=True) + eps)
    return (x - x.mean(axis=axis, keepdims=True)) * factor, factor


def outputs_for_any_eps(x: Array, gamma: Array, beta: Array, axis: int) -> list[Array]:
    """The right output with eps = TINY, and what it would be with an eps of 1e-5, under the root or outside of it.

    What becomes of eps is another check's question.
    """
    deviation, std = x - x.mean(axis=axis, keepdims=True), x.std(axis=axis, keepdims=True)
    factors = [1.0 / std, 1.0 / np.sqrt(std**2 + 1e-5), 1.0 / (std + 1e-5)]
    return [gamma * (deviation * factor) + beta for factor in factors]


def eps_clues(ratio: Array, var: Array, eps: float) -> dict[str, bool]:
    """What is told when outputs are `ratio` times as large as with sqrt(var + eps); by mistakes that differ by 30%.

    `eps` was passed in. With the default of 1e-5 the place of eps can hardly be told from a missing one.
    """
    mistakes = {
        "The eps that was passed in was not used; this is what 1e-5 gives.": np.sqrt(var + 1e-5),
        "eps belongs under the square root, added to the variance.": np.sqrt(var) + eps,
        "eps is added to the variance, also where the variance is larger.": np.sqrt(np.maximum(var, eps)),
        "eps seems to be missing.": np.sqrt(var),
    }
    return {clue: np.allclose(ratio, np.sqrt(var + eps) / divisor, rtol=0.05) for clue, divisor in mistakes.items()}


def gradients(dout: Array, x_hat: Array, factor: Array, gamma: Array, axis: int) -> Gradients:
    """(dx, dgamma, dbeta) of `gamma * x_hat + beta`, where `x_hat` and `factor` are what `normalized` gives."""
    d = gamma * dout
    dx = factor * (d - d.mean(axis=axis, keepdims=True) - x_hat * (d * x_hat).mean(axis=axis, keepdims=True))
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def gradients_through(out: Array, dout: Array, x: Array, gamma: Array, beta: Array, axis: int) -> Gradients:
    """The same, with the normalized values and their factor read off an output.

    For the right output these are the right gradients. For a wrong one they are what the right backward pass makes of
    it: a mistake of the forward pass should not be counted twice.
    """
    x_hat = (out - beta) / gamma
    deviation = x - x.mean(axis=axis, keepdims=True)
    factor = (x_hat * deviation).sum(axis=axis, keepdims=True) / (deviation**2).sum(axis=axis, keepdims=True)
    return gradients(dout, x_hat, factor, gamma, axis)


def dx_near_eps(dout: Array, x: Array, gamma: Array, axis: int) -> list[Array]:
    """What dx may be where variances are near eps, beside what the student's own output implies.

    The right one; that of a forward pass which divides by std + 1e-5; the right one without its path through the
    variance: that it is there, is another check's question.
    """
    x_hat, factor = normalized(x, axis)
    d = gamma * dout
    centred = d - d.mean(axis=axis, keepdims=True)
    std = x.std(axis=axis, keepdims=True)
    outside = x_hat / factor * (d * x_hat / factor).mean(axis=axis, keepdims=True) / (std * (std + 1e-5))
    return [gradients(dout, x_hat, factor, gamma, axis)[0], (centred - outside) / (std + 1e-5), factor * centred]


def eps_missing(dout: Array, x: Array, gamma: Array, axis: int) -> dict[str, Array]:
    """Clues for the same place: dx without eps, everywhere or in one of its paths."""
    exact, factor = normalized(x, axis, 0.0)
    with_eps = normalized(x, axis)[1]
    return {
        "eps seems to be missing.": gradients(dout, exact, factor, gamma, axis)[0],
        "eps seems to be missing in the path through the variance.": gradients(dout, exact, with_eps, gamma, axis)[0],
    }


def nearest(got: Array, candidates: list[Array]) -> Array:
    """The candidate that differs least from `got`; all have its shape."""
    return min(candidates, key=lambda candidate: np.nan_to_num(np.abs(got - candidate), nan=np.inf).max())


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    """Stands in for a student's in training, with the cache that the exercise's last hint suggests."""
    x_hat, factor = normalized(x, 0, eps)
    return gamma * x_hat + beta, (x_hat, factor[0], gamma), running_mean, running_var


def batch_norm_backward(dout, cache):
    """Stands in for a student's, with the cache of the function above."""
    return gradients(dout, *cache, axis=0)


def upstream_along(x: Array, rng: np.random.Generator) -> Array:
    """A random upstream gradient for `x`, both (n,), with mean 0 and most of it along `x`.

    There is nothing for the path through the mean, and much for the one through the variance.
    """
    basis, _ = np.linalg.qr(np.column_stack([np.ones_like(x), x]))
    rest = rng.normal(size=x.shape)
    rest -= basis @ (basis.T @ rest)
    return (x - x.mean()) / x.std() + 0.3 * rest


# --- The running example with batch norm after every hidden layer -----------------------------------------------------


def train_sigmoid_network(normalize: Normalize, seed: int, steps: int = 25) -> tuple[float, float]:
    """Train 2-5-5-5-5-1 with sigmoids on 200 examples; the last training loss, and the accuracy in inference mode.

    `normalize(x, gamma, beta, running_mean, running_var, training)` gives (out, running_mean, running_var). RMSprop at
    0.03 on the whole batch needs 25 steps where gradient descent needs hundreds; 8 more forward passes let the running
    statistics settle.
    """
    rng = np.random.default_rng(seed)
    X, y = reference.rings(200, rng)
    params = [array for pair in reference.random_params(reference.RUNNING_EXAMPLE_SIZES, rng) for array in pair]
    params += [np.ones(5)] * 4 + [np.zeros(5)] * 4
    squares = [np.zeros_like(param) for param in params]
    running = [(np.zeros(5), np.ones(5))] * 4
    for _ in range(steps):
        running, inputs, activations, logits = _forward(normalize, params, running, X, training=True)
        loss, dlogits = reference.bce_with_logits(logits, y)
        grads = _backward(params, inputs, activations, dlogits)
        squares = [0.9 * square + 0.1 * grad**2 for square, grad in zip(squares, grads, strict=True)]
        updates = [0.03 * grad / (np.sqrt(square) + 1e-8) for grad, square in zip(grads, squares, strict=True)]
        params = [param - update for param, update in zip(params, updates, strict=True)]
    for _ in range(8):
        running, *_ = _forward(normalize, params, running, X, training=True)
    *_, logits = _forward(normalize, params, running, X, training=False)
    return float(loss), float(((logits > 0) == (y > 0.5)).mean())


def _forward(normalize, params, running, X, training):
    """The new running statistics, every layer's input, the hidden layers' sigmoids before batch norm, the logits."""
    inputs, activations, updated = [X], [], []
    for layer, (mean, var) in enumerate(running):
        activations.append(expit(inputs[-1] @ params[2 * layer] + params[2 * layer + 1]))
        out, mean, var = normalize(activations[-1], params[10 + layer], params[14 + layer], mean, var, training)
        inputs.append(out)
        updated.append((mean, var))
    return updated, inputs, activations, inputs[-1] @ params[8] + params[9]


def _backward(params, inputs, activations, dlogits):
    """Gradients in the order of the parameters: four times (W, b), the head's, four gammas, four betas."""
    grads = [np.zeros(0)] * len(params)
    grads[8], grads[9] = inputs[-1].T @ dlogits, dlogits.sum(axis=0)
    d = dlogits @ params[8].T
    for layer in reversed(range(4)):
        a = activations[layer]
        d, grads[10 + layer], grads[14 + layer] = gradients(d, *normalized(a, 0), params[10 + layer], 0)
        d = d * a * (1.0 - a)
        grads[2 * layer], grads[2 * layer + 1] = inputs[layer].T @ d, d.sum(axis=0)
        d = d @ params[2 * layer].T
    return grads
