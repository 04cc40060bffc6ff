"""Small networks whose gradients can be compared: away from kinks, with gradients of a telling size in every layer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from autograde.expect import Expect
from autograde.hidden import reference
from autograde.hidden.reference import Array, Params

SIZES = (3, 5, 4, 1)
EXAMPLES = 7


@dataclass(frozen=True)
class Case:
    """A network on a batch with its loss and gradients: X (m, n), y (m, 1), grads shaped like params."""

    params: Params
    X: Array
    y: Array
    activation: str
    loss: float
    grads: Params

    def astype(self, dtype: type) -> "Case":
        """The same network and batch in another dtype; loss and gradients stay as they are."""
        params = [(W.astype(dtype), b.astype(dtype)) for W, b in self.params]
        return replace(self, params=params, X=self.X.astype(dtype), y=self.y.astype(dtype))


def judged(params: Params, X: Array, y: Array, activation: str) -> Case:
    """The case with the judge's loss and gradients."""
    loss, grads = reference.loss_and_grads(params, X, y, activation)
    return Case(params, X, y, activation, float(loss), grads)


def grads_with_slope(case: Case, slope: Callable[[Array], Array]) -> Params:
    """The gradients that follow when `slope`, a function of a hidden layer's output, is taken for the derivative."""
    outputs = reference.layer_outputs(case.params, case.X, case.activation)
    inputs = [case.X, *outputs[:-1]]
    delta = bce_with_logits(outputs[-1], case.y)[1]
    grads: Params = []
    for layer in range(len(case.params) - 1, -1, -1):
        dinput, dW, db = dense_backward(delta, inputs[layer], case.params[layer][0])
        grads.insert(0, (dW, db))
        delta = dinput * slope(inputs[layer])
    return grads


def grads_of_others(case: Case) -> dict[str, Params]:
    """What networks with the other activations give, by a sentence for the student."""
    others = [name for name in reference.ACTIVATIONS if name != case.activation]
    return {
        f"This is what {name} layers give: is the name of the activation looked at?": judged(
            case.params, case.X, case.y, name
        ).grads
        for name in others
    }


def random_case(
    rng: np.random.Generator,
    activation: str,
    sizes: tuple[int, ...] = SIZES,
    m: int = EXAMPLES,
    soft: bool = False,
) -> Case:
    """A random network, redrawn until it is informative (see `_informative`)."""
    for _ in range(1000):
        params = reference.random_params(sizes, rng, std=0.8, bias_std=0.5)
        X = rng.normal(size=(m, sizes[0]))
        y = rng.uniform(0.1, 0.9, (m, 1)) if soft else rng.permutation(np.arange(m)[:, None] % 2) * 1.0
        case = judged(params, X, y, activation)
        if _informative(case):
            return case
    raise RuntimeError(f"no informative {activation} network in 1000 draws: the check's input needs another look")


def _informative(case: Case) -> bool:
    """No pre-activation near ReLU's kink, ReLU units on and off in every hidden layer, no gradient near zero."""
    hidden = reference.layer_outputs(case.params, case.X, case.activation)[:-1]
    inputs = [case.X, *hidden]
    pre = [h @ W + b for h, (W, b) in zip(inputs, case.params, strict=True)]
    if case.activation == "relu" and not all(0.2 < (a > 0).mean() < 0.8 for a in hidden):
        return False
    far_from_kinks = all(np.abs(z).min() > 1e-3 for z in pre)
    return far_from_kinks and all(np.abs(array).max() > 0.02 for pair in case.grads for array in pair)


def integer_case(rng: np.random.Generator) -> Case:
    """Integer parameters, inputs and targets for a tanh network."""
    for _ in range(1000):
        params = [(rng.integers(-1, 2, (n, k)), rng.integers(-1, 2, k)) for n, k in pairwise(SIZES)]
        X, y = rng.integers(-2, 3, (EXAMPLES, SIZES[0])), rng.permutation(np.arange(EXAMPLES)[:, None] % 2)
        case = judged(params, X, y, "tanh")
        if all(np.abs(array).max() > 0.02 for pair in case.grads for array in pair):
            return case
    raise RuntimeError("no informative integer network in 1000 draws: the check's input needs another look")


# For checks of exercises that build on `dense` and `loss`: the judge's own, when the student's do not work.


def dense_forward(x: Array, W: Array, b: Array) -> Array:
    """x @ W + b in floating point."""
    return 1.0 * x @ W + b


def dense_backward(dy: Array, x: Array, W: Array) -> tuple[Array, Array, Array]:
    """(dx, dW, db) in floating point."""
    dy = 1.0 * dy
    return dy @ W.T, x.T @ dy, dy.sum(axis=0)


def bce_with_logits(z: Array, y: Array) -> tuple[float, Array]:
    """The loss as a float, and dz."""
    loss, dz = reference.bce_with_logits(z, y)
    return float(loss), dz


# What several checks ask.


def telling(expect: Expect, array: Array) -> None:
    """The array is not the same number everywhere: a check of dtypes or purity alone gives nothing for constants."""
    expect.that(np.ptp(array) > 0, "the entries of this result differ", got="the same number everywhere")
