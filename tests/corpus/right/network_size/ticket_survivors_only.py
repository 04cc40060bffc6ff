"""exercises: lottery_ticket, masks, global_prune
right: global pruning of the survivors alone, as layers of one row
"""

import numpy as np


def global_prune_masks(params, fraction):
    allw = np.concatenate([np.abs(np.asarray(W)).ravel() for W, _ in params])
    order = allw.argsort()
    flat = np.ones(allw.shape, bool)
    flat[order[: int(np.floor(fraction * allw.size))]] = False
    cut = np.cumsum([np.size(W) for W, _ in params])[:-1]
    return [f.reshape(np.shape(W)) for f, (W, _) in zip(np.split(flat, cut), params)]


def lottery_ticket(initial, train, rounds, fraction):
    masks = global_prune_masks(initial, 0)
    for _ in range(rounds):
        trained = train(apply_masks(initial, masks), masks)
        survivors = [(np.asarray(W)[m].reshape(1, -1), None) for (W, _), m in zip(trained, masks)]
        kept = global_prune_masks(survivors, fraction)
        new = []
        for m, k in zip(masks, kept):
            n = np.zeros(m.shape, bool)
            n[m] = k[0]
            new.append(n)
        masks = new
    return masks, apply_masks(initial, masks)
