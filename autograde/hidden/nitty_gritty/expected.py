"""Training by RMSprop as the contract states it, and as it is often mistaken; the judge's side of the comparison."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from autograde.hidden import reference
from autograde.hidden.reference import Array, Params

Batches = Sequence[Sequence[int]]
Rule = Callable[[Array, Array], tuple[Array, Array]]


@dataclass(frozen=True)
class Trace:
    """What training went through: states of the parameters and gradients, each epoch by epoch and update by update.

    `epochs[e][u]` is the pair of the parameters after update u of epoch e and the gradient that made it.
    """

    start: Params
    epochs: list[list[tuple[Params, Params]]]

    @property
    def after(self) -> list[Params]:
        """The parameters after each epoch."""
        return [updates[-1][0] for updates in self.epochs]

    @property
    def gradients(self) -> list[Params]:
        """Every gradient, in the order of the updates."""
        return [gradient for updates in self.epochs for _, gradient in updates]

    def losses(self, X: Array, y: Array, activation: str) -> Array:
        """The mean loss over all examples after each epoch."""
        return np.array([reference.loss(params, X, y, activation) for params in self.after])

    def accuracies(self, X: Array, y: Array, activation: str) -> Array:
        """The share of right answers after each epoch."""
        return np.array([reference.accuracy(params, X, y, activation) for params in self.after])

    def gradient_std(self, update: int = -1, statistic: Callable[[Array], Any] = np.std) -> Array:
        """A statistic of each layer's dW in one update of each epoch, (epochs, L)."""
        return np.array([stds(updates[update][1], statistic) for updates in self.epochs])


def stds(gradient: Params, statistic: Callable[[Array], Any] = np.std) -> list[Any]:
    """A statistic of each layer's dW."""
    return [statistic(dW) for dW, _ in gradient]


# --- rules: (gradient, state) -> (direction, state) -------------------------------------------------------------------


def rmsprop(g: Array, s: Array) -> tuple[Array, Array]:
    """s = 0.9 s + 0.1 g^2; g / (sqrt(s) + 1e-8)."""
    s = 0.9 * s + 0.1 * g**2
    return g / (np.sqrt(s) + 1e-8), s


def swapped_decay(g: Array, s: Array) -> tuple[Array, Array]:
    """A mistake: 0.1 s + 0.9 g^2."""
    s = 0.1 * s + 0.9 * g**2
    return g / (np.sqrt(s) + 1e-8), s


def summed_squares(g: Array, s: Array) -> tuple[Array, Array]:
    """A mistake: 0.9 s + g^2."""
    s = 0.9 * s + g**2
    return g / (np.sqrt(s) + 1e-8), s


def slow_decay(g: Array, s: Array) -> tuple[Array, Array]:
    """A mistake: torch's default decay."""
    s = 0.99 * s + 0.01 * g**2
    return g / (np.sqrt(s) + 1e-8), s


def rootless(g: Array, s: Array) -> tuple[Array, Array]:
    """A mistake: no square root."""
    s = 0.9 * s + 0.1 * g**2
    return g / (s + 1e-8), s


def inside(g: Array, s: Array) -> tuple[Array, Array]:
    """A mistake: eps under the root."""
    s = 0.9 * s + 0.1 * g**2
    return g / np.sqrt(s + 1e-8), s


def larger_eps(g: Array, s: Array) -> tuple[Array, Array]:
    """A mistake: the eps of another library."""
    s = 0.9 * s + 0.1 * g**2
    return g / (np.sqrt(s) + 1e-7), s


def without_eps(g: Array, s: Array) -> tuple[Array, Array]:
    """A mistake: no eps."""
    s = 0.9 * s + 0.1 * g**2
    with np.errstate(invalid="ignore"):  # 0 / 0 where a ReLU is dead, as the student's code has it
        return g / np.sqrt(s), s


def plain(g: Array, s: Array) -> tuple[Array, Array]:
    """A mistake: gradient descent."""
    return g, s


MISTAKES: dict[str, Rule] = {
    "This is plain gradient descent: divide by the root of the running mean square.": plain,
    "The square root of s is missing.": rootless,
    "0.9 belongs to the old s, 0.1 to the new square.": swapped_decay,
    "The new square has the weight 0.1.": summed_squares,
    "The decay is 0.9; torch's default is 0.99.": slow_decay,
    "eps stands outside the root: sqrt(s) + eps.": inside,
    "eps is 1e-8.": larger_eps,
    "Is eps added to the root?": without_eps,
}


def trace(
    params: Params,
    X: Array,
    y: Array,
    activation: str,
    learning_rate: float,
    epochs: Sequence[Batches],
    rule: Rule = rmsprop,
    restart: Literal["never", "epoch", "batch"] = "never",
) -> Trace:
    """Train on the given batches of row numbers, epoch by epoch; `restart` says when the state is thrown away."""
    zeros = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    start, state, visited = params, zeros, []
    for batches in epochs:
        state = zeros if restart == "epoch" else state
        updates = []
        for batch in batches:
            state = zeros if restart == "batch" else state
            rows = list(batch)
            _, gradient = reference.loss_and_grads(params, X[rows], y[rows], activation)
            stepped = [
                tuple(rule(g, s) for g, s in zip(pair, states, strict=True))
                for pair, states in zip(gradient, state, strict=True)
            ]
            state = [(first[1], second[1]) for first, second in stepped]
            params = [
                (W - learning_rate * first[0], b - learning_rate * second[0])
                for (W, b), (first, second) in zip(params, stepped, strict=True)
            ]
            updates.append((params, gradient))
        visited.append(updates)
    return Trace(start, visited)


def cut(order: Sequence[int], size: int) -> list[Sequence[int]]:
    """Batches of `size` from an order; the last may be short."""
    return [order[start : start + size] for start in range(0, len(order), size)]


def run(
    X: Array,
    y: Array,
    sizes: Sequence[int],
    activation: str,
    initializer: Callable[..., Any],
    rng: np.random.Generator,
    epochs: int = 100,
    batch_size: int = 32,
    learning_rate: float = 1e-3,
) -> dict[str, Any]:
    """The exercise `run`, for students whose `grid` calls it."""
    params = [(np.array(initializer(n, k, rng), float), np.zeros(k)) for n, k in pairwise(sizes)]
    orders = [rng.permutation(len(X)).tolist() for _ in range(epochs)]
    trained = trace(params, X, y, activation, learning_rate, [cut(order, batch_size) for order in orders])
    return {
        "loss": trained.losses(X, y, activation).tolist(),
        "accuracy": trained.accuracies(X, y, activation).tolist(),
        "gradient_std": trained.gradient_std().reshape(epochs, len(params)),
    }
