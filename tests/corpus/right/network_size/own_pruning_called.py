"""exercise: global_prune, lottery_ticket
right: one function calls the next: global_prune through prune_mask, the ticket through both
"""

import numpy as np


def global_prune_masks(params, fraction):
    flat = np.concatenate([W.ravel() for W, _ in params])
    mask = prune_mask(flat[None, :], fraction)[0]
    return [
        m.reshape(W.shape) for m, (W, _) in zip(np.split(mask, np.cumsum([W.size for W, _ in params])[:-1]), params)
    ]


def lottery_ticket(initial, train, rounds, fraction):
    masks = global_prune_masks(initial, 0.0)
    for _ in range(rounds):
        trained = train(apply_masks(initial, masks), masks)
        survivors = np.concatenate([np.asarray(W)[mask] for (W, _), mask in zip(trained, masks)])
        kept = prune_mask(survivors, fraction)
        new, at = [], 0
        for mask in masks:
            mask = mask.copy()
            count = mask.sum()
            mask[mask] = kept[at : at + count]
            at += count
            new.append(mask)
        masks = new
    return masks, apply_masks(initial, masks)
