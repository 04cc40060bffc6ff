"""exercise: prune, masks, remove_dead_units
right: plain loops, lists for tuples, a Fraction for the share
"""

import numpy as np


def prune_mask(W, fraction):
    places = sorted(np.ndindex(W.shape), key=lambda place: abs(W[place]))
    mask = np.full(W.shape, True)
    for place in places[: int(np.floor(fraction * W.size))]:
        mask[place] = False
    return mask


def apply_masks(params, masks):
    result = []
    for (W, b), mask in zip(params, masks):
        W = W.copy()
        W[~mask] = 0
        result.append([W, b.copy()])
    return result


def sparsity(masks):
    pruned = total = 0
    for mask in masks:
        for entry in np.ravel(mask):
            pruned += not entry
            total += 1
    return np.array(pruned / total)


def remove_dead_units(params, X, activation, tolerance=1e-12):
    act = {"relu": lambda z: (z > 0) * z, "tanh": np.tanh, "sigmoid": lambda z: np.exp(-np.logaddexp(0, -z))}[
        activation
    ]
    outputs, h = [], X
    for W, b in params[:-1]:
        h = act(h @ W + b)
        outputs.append(h)
    new = [[W.copy(), b.copy()] for W, b in params]
    for layer, h in enumerate(outputs):
        for unit in reversed(range(h.shape[1])):
            column = h[:, unit]
            if column.max() - column.min() <= tolerance:
                new[layer + 1][1] = new[layer + 1][1] + column[0] * new[layer + 1][0][unit]
                new[layer][0] = np.delete(new[layer][0], unit, axis=1)
                new[layer][1] = np.delete(new[layer][1], unit)
                new[layer + 1][0] = np.delete(new[layer + 1][0], unit, axis=0)
    return new
