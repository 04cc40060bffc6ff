"""What the checks of this assignment share: how masks are judged, exact answers, and training with masks."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograde.expect import Expect
from autograde.hidden import reference
from autograde.hidden.reference import Array, Params

Mask = NDArray[np.bool_]

ONE_PER_LAYER = "one mask per layer, of its W's shape, holding truth values"


def scaled_layers(rng: np.random.Generator, scales: tuple[float, ...] = (1.0, 0.3, 3.0)) -> Params:
    """A 3-4-5-1 network, 12 + 20 + 5 = 37 weights. Its biases are larger than every weight.

    Layers of different scale make a difference between ranking all of them together and ranking each by itself.
    """
    params = reference.random_params((3, 4, 5, 1), rng, bias_std=1.0)
    return [(scale * W, 100.0 + b) for (W, b), scale in zip(params, scales, strict=True)]


def pruned_count(fraction: float, total: int) -> int:
    """How many of `total` weights are pruned."""
    return int(np.floor(fraction * total))


def prune_mask(W: Array, fraction: float) -> Mask:
    """False at the smallest magnitudes of an array of any shape."""
    W = np.asarray(W)
    kept = np.ones(W.size, dtype=bool)
    kept[np.argsort(np.abs(W), axis=None)[: pruned_count(fraction, W.size)]] = False
    return kept.reshape(W.shape)


def split(flat: NDArray[Any], like: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
    """A long vector as a list of arrays of the shapes of `like`."""
    ends = np.cumsum([array.size for array in like])
    return [part.reshape(array.shape) for part, array in zip(np.split(flat, ends[:-1]), like, strict=True)]


def flat(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """All entries as one long vector."""
    return np.concatenate([np.ravel(array) for array in arrays])


def global_prune_masks(params: Params, fraction: float) -> list[Mask]:
    """False at the smallest magnitudes of all weight matrices together."""
    weights = [np.asarray(W) for W, _ in params]
    return split(prune_mask(flat(weights), fraction), weights)


def apply_masks(params: Params, masks: Sequence[Mask]) -> Params:
    """Zero where a mask is False. Students' code may call it: a mask that would broadcast is refused."""
    if any(np.shape(mask) != np.shape(W) for (W, _), mask in zip(params, masks, strict=True)):
        raise ValueError("a mask has the shape of its W")
    return [(np.where(mask, W, 0.0), b) for (W, b), mask in zip(params, masks, strict=True)]


def sparsity(masks: Sequence[Mask]) -> float:
    """The share of False."""
    return float(np.mean(~flat([np.asarray(mask, dtype=bool) for mask in masks])))


# The other exercises' functions that a student's code may call (the mark `alone`).
OWN_TOOLS: dict[str, Callable[..., Any]] = {
    "prune_mask": prune_mask,
    "global_prune_masks": global_prune_masks,
    "apply_masks": apply_masks,
    "sparsity": sparsity,
}


def tools_without(*names: str) -> dict[str, Callable[..., Any]]:
    """OWN_TOOLS without the exercise's own functions."""
    return {name: function for name, function in OWN_TOOLS.items() if name not in names}


def mask_list(expect: Expect, got: Any, like: Params, rule: str) -> list[Mask]:
    """`got` as one boolean mask per layer, of the shape of its W."""
    items = expect.items(got, len(like), rule)
    return [expect.array(item, W.shape, rule, kind="b") for item, (W, _) in zip(items, like, strict=True)]


def smallest_are_pruned(magnitudes: Array, kept: Mask) -> bool:
    """Some entries are pruned, some are kept, and no pruned one exceeds a kept one."""
    return bool(0 < kept.sum() < kept.size and magnitudes[~kept].max() <= magnitudes[kept].min())


def train_with_masks(params: Params, masks: Sequence[Mask], X: Array, y: Array, steps: int = 60) -> Params:
    """A tanh network after full-batch Adam at 0.03; pruned weights do not move. Takes stacked params and masks, too."""
    flat_params = [np.array(part) for pair in params for part in pair]
    first = [np.zeros_like(part) for part in flat_params]
    second = [np.zeros_like(part) for part in flat_params]
    for step in range(1, steps + 1):
        pairs = list(zip(flat_params[::2], flat_params[1::2], strict=True))
        _, grads = reference.loss_and_grads(pairs, X, y, "tanh")
        masked = [part for (dW, db), mask in zip(grads, masks, strict=True) for part in (dW * mask, db)]
        for i, g in enumerate(masked):
            first[i] = 0.9 * first[i] + 0.1 * g
            second[i] = 0.999 * second[i] + 0.001 * g**2
            scale = np.sqrt(second[i] / (1 - 0.999**step)) + 1e-8
            flat_params[i] -= 0.03 * first[i] / (1 - 0.9**step) / scale
    return list(zip(flat_params[::2], flat_params[1::2], strict=True))


@cache
def learned(width: int, trials: int) -> tuple[bool, ...]:
    """Whether tanh networks 2-w-w-w-w-1 reach accuracy 0.95 on the running example, for as many fixed seeds.

    Trained once per judge: 60 steps of Adam on 100 examples. N(0, 1) weights.
    """
    X, y = reference.rings(100, np.random.default_rng(18))
    sizes = (2, width, width, width, width, 1)
    params = reference.stack(reference.random_params(sizes, np.random.default_rng(seed)) for seed in range(trials))
    everything = [np.ones(W.shape, dtype=bool) for W, _ in params]
    params = train_with_masks(params, everything, X, y)
    return tuple(bool(accuracy >= 0.95) for accuracy in reference.accuracy(params, X, y, "tanh"))
