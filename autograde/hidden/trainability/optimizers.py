"""The optimizers as the contract states them, and as they are often mistaken; the judge's side of the comparison.

A step is `step(w, g, state, learning_rate, **constants) -> (w, state)`, as in the assignment.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import numpy as np

Array = np.ndarray
State = dict[str, Any]
Step = Callable[..., tuple[Array, State]]


def momentum_step(w: Array, g: Array, state: State, learning_rate: float, momentum: float = 0.9) -> tuple[Array, State]:
    """v = momentum * v + g; w - learning_rate * v (torch.optim.SGD)."""
    v = momentum * state.get("v", 0.0) + g
    return w - learning_rate * v, {"v": v}


def rmsprop_step(
    w: Array, g: Array, state: State, learning_rate: float, decay: float = 0.9, eps: float = 1e-8
) -> tuple[Array, State]:
    """s = decay * s + (1 - decay) * g**2; w - learning_rate * g / (sqrt(s) + eps) (torch.optim.RMSprop)."""
    s = decay * state.get("s", 0.0) + (1 - decay) * g**2
    return w - learning_rate * g / (np.sqrt(s) + eps), {"s": s}


def total_weight(beta: float, t: int) -> float:
    """What a running mean that started at 0 has to be divided by after t steps."""
    return 1 - beta**t


def adam_step(
    w: Array,
    g: Array,
    state: State,
    learning_rate: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight: Callable[[float, int], float] = total_weight,
) -> tuple[Array, State]:
    """w - learning_rate * m_hat / (sqrt(v_hat) + eps) (torch.optim.Adam), with m and v divided by `weight`."""
    t = state.get("t", 0) + 1
    m = beta1 * state.get("m", 0.0) + (1 - beta1) * g
    v = beta2 * state.get("v", 0.0) + (1 - beta2) * g**2
    m_hat, v_hat = m / weight(beta1, t), v / weight(beta2, t)
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + eps), {"t": t, "m": m, "v": v}


# --- mistakes ---------------------------------------------------------------------------------------------------------


def averaged_momentum_step(
    w: Array, g: Array, state: State, learning_rate: float, momentum: float = 0.9
) -> tuple[Array, State]:
    """The velocity as a running mean, momentum * v + (1 - momentum) * g."""
    return momentum_step(w, (1 - momentum) * g, state, learning_rate, momentum)


def nesterov_step(w: Array, g: Array, state: State, learning_rate: float, momentum: float = 0.9) -> tuple[Array, State]:
    """One step ahead of the velocity, w - learning_rate * (g + momentum * v)."""
    _, state = momentum_step(w, g, state, learning_rate, momentum)
    return w - learning_rate * (g + momentum * state["v"]), state


def old_velocity_step(
    w: Array, g: Array, state: State, learning_rate: float, momentum: float = 0.9
) -> tuple[Array, State]:
    """w moves by the velocity from before this gradient."""
    _, new = momentum_step(w, g, state, learning_rate, momentum)
    return w - learning_rate * state.get("v", 0.0), new


def rate_in_velocity_step(
    w: Array, g: Array, state: State, learning_rate: float, momentum: float = 0.9
) -> tuple[Array, State]:
    """A mistake when the rate changes: v = momentum * v + learning_rate * g; w - v."""
    return momentum_step(w, learning_rate * g, state, 1.0, momentum)


def rootless_step(
    w: Array, g: Array, state: State, learning_rate: float, decay: float = 0.9, eps: float = 1e-8
) -> tuple[Array, State]:
    """RMSprop without the root, w - learning_rate * g / (s + eps)."""
    _, state = rmsprop_step(w, g, state, learning_rate, decay, eps)
    return w - learning_rate * g / (state["s"] + eps), state


def summed_squares_step(
    w: Array, g: Array, state: State, learning_rate: float, decay: float = 0.9, eps: float = 1e-8
) -> tuple[Array, State]:
    """RMSprop with s = decay * s + g**2."""
    s = decay * state.get("s", 0.0) + g**2
    return w - learning_rate * g / (np.sqrt(s) + eps), {"s": s}


def old_square_step(
    w: Array, g: Array, state: State, learning_rate: float, decay: float = 0.9, eps: float = 1e-8
) -> tuple[Array, State]:
    """RMSprop that divides by the root of the mean from before this gradient."""
    _, new = rmsprop_step(w, g, state, learning_rate, decay, eps)
    return w - learning_rate * g / (np.sqrt(state.get("s", 0.0)) + eps), new


def shared_square_step(
    w: Array, g: Array, state: State, learning_rate: float, decay: float = 0.9, eps: float = 1e-8
) -> tuple[Array, State]:
    """RMSprop with one mean square for all parameters."""
    s = decay * state.get("s", 0.0) + (1 - decay) * np.mean(g**2)
    return w - learning_rate * g / (np.sqrt(s) + eps), {"s": s}


def rootless_adam_step(
    w: Array, g: Array, state: State, learning_rate: float, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
) -> tuple[Array, State]:
    """Adam without the root, w - learning_rate * m_hat / (v_hat + eps)."""
    _, new = adam_step(w, g, state, learning_rate, beta1, beta2, eps)
    m_hat, v_hat = new["m"] / total_weight(beta1, new["t"]), new["v"] / total_weight(beta2, new["t"])
    return w - learning_rate * m_hat / (v_hat + eps), new


def recorrected_adam_step(
    w: Array, g: Array, state: State, learning_rate: float, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
) -> tuple[Array, State]:
    """Adam that stores the corrected moments, so that they are corrected again and again."""
    w, new = adam_step(w, g, state, learning_rate, beta1, beta2, eps)
    t = new["t"]
    return w, {"t": t, "m": new["m"] / total_weight(beta1, t), "v": new["v"] / total_weight(beta2, t)}


# --- paths ------------------------------------------------------------------------------------------------------------


def newest(old: State, new: State) -> State:
    """The state that a step returned is the next one's."""
    return new


def follow(
    step: Step,
    w: Array,
    gradients: Sequence[Array],
    rates: Sequence[float],
    start: State | None = None,
    keep: Callable[[State, State], State] = newest,
    **constants: Any,
) -> Array:
    """Where w is after one step per gradient and rate; `keep` picks the next state from the old and the new one."""
    state: State = start or {}
    for g, rate in zip(gradients, rates, strict=True):
        w, new = step(w, g, state, rate, **constants)
        state = keep(state, new)
    return w


def for_students(step: Step) -> Step:
    """The step as a student's code may call it: nothing grows by broadcasting."""

    @wraps(step)
    def checked(w: Array, g: Array, state: State, *settings: Any, **constants: Any) -> tuple[Array, State]:
        if any(np.shape(value) not in ((), np.shape(w)) for value in (g, *state.values(), *settings)):
            raise ValueError("w, g and what is in the state have one shape")
        if any(np.shape(value) for value in constants.values()):
            raise ValueError("the settings of a step are numbers")
        return step(w, g, state, *settings, **constants)

    return checked
