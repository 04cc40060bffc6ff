"""The optimizers as the contract states them, and as they are often mistaken; the judge's side of the comparison.

A step is `step(w, g, state, learning_rate, **constants) -> (w, state)`, as in the assignment.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Array = np.ndarray
Step = Callable[..., tuple[Array, dict[str, Any]]]


def momentum_step(
    w: Array, g: Array, state: dict[str, Any], learning_rate: float, momentum: float = 0.9
) -> tuple[Array, dict[str, Any]]:
    """v = momentum * v + g; w - learning_rate * v (torch.optim.SGD)."""
    v = momentum * state.get("v", 0.0) + g
    return w - learning_rate * v, {"v": v}


def rmsprop_step(
    w: Array, g: Array, state: dict[str, Any], learning_rate: float, decay: float = 0.9, eps: float = 1e-8
) -> tuple[Array, dict[str, Any]]:
    """s = decay * s + (1 - decay) * g**2; w - learning_rate * g / (sqrt(s) + eps) (torch.optim.RMSprop)."""
    s = decay * state.get("s", 0.0) + (1 - decay) * g**2
    return w - learning_rate * g / (np.sqrt(s) + eps), {"s": s}


def adam_step(
    w: Array,
    g: Array,
    state: dict[str, Any],
    learning_rate: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    corrected: bool = True,
) -> tuple[Array, dict[str, Any]]:
    """w - learning_rate * m_hat / (sqrt(v_hat) + eps) (torch.optim.Adam); not `corrected`: m and v as they are."""
    t = state.get("t", 0) + 1
    m = beta1 * state.get("m", 0.0) + (1 - beta1) * g
    v = beta2 * state.get("v", 0.0) + (1 - beta2) * g**2
    weight_m, weight_v = (1 - beta1**t, 1 - beta2**t) if corrected else (1.0, 1.0)
    return w - learning_rate * (m / weight_m) / (np.sqrt(v / weight_v) + eps), {"t": t, "m": m, "v": v}


def averaged_momentum_step(
    w: Array, g: Array, state: dict[str, Any], learning_rate: float, momentum: float = 0.9
) -> tuple[Array, dict[str, Any]]:
    """A mistake here: the velocity as a running mean, momentum * v + (1 - momentum) * g."""
    return momentum_step(w, (1 - momentum) * g, state, learning_rate, momentum)


def nesterov_step(
    w: Array, g: Array, state: dict[str, Any], learning_rate: float, momentum: float = 0.9
) -> tuple[Array, dict[str, Any]]:
    """A mistake here: one step ahead of the velocity, w - learning_rate * (g + momentum * v)."""
    _, state = momentum_step(w, g, state, learning_rate, momentum)
    return w - learning_rate * (g + momentum * state["v"]), state


def rate_in_velocity_step(
    w: Array, g: Array, state: dict[str, Any], learning_rate: float, momentum: float = 0.9
) -> tuple[Array, dict[str, Any]]:
    """A mistake when the rate changes: v = momentum * v + learning_rate * g; w - v."""
    return momentum_step(w, learning_rate * g, state, 1.0, momentum)


def rootless_step(
    w: Array, g: Array, state: dict[str, Any], learning_rate: float, decay: float = 0.9, eps: float = 1e-8
) -> tuple[Array, dict[str, Any]]:
    """A mistake: RMSprop without the root, w - learning_rate * g / (s + eps)."""
    _, state = rmsprop_step(w, g, state, learning_rate, decay, eps)
    return w - learning_rate * g / (state["s"] + eps), state


def summed_squares_step(
    w: Array, g: Array, state: dict[str, Any], learning_rate: float, decay: float = 0.9, eps: float = 1e-8
) -> tuple[Array, dict[str, Any]]:
    """A mistake: RMSprop with s = decay * s + g**2."""
    s = decay * state.get("s", 0.0) + g**2
    return w - learning_rate * g / (np.sqrt(s) + eps), {"s": s}


def follow(step: Step, w: Array, gradients: Sequence[Array], rates: Sequence[float], **constants: Any) -> Array:
    """Where w is after one step per gradient and learning rate, from the state {}."""
    state: dict[str, Any] = {}
    for g, rate in zip(gradients, rates, strict=True):
        w, state = step(w, g, state, rate, **constants)
    return w
