"""exercise: lottery_ticket
wrong: the number is cut off once for all rounds so far, not in every round
"""

import numpy as np


def lottery_ticket(initial, train, rounds, fraction):
    masks = [np.ones(W.shape, bool) for W, _ in initial]
    total = sum(m.size for m in masks)
    for r in range(rounds):
        params = train(apply_masks(initial, masks), masks)
        kept = np.concatenate([m.ravel() for m in masks])
        mags = np.concatenate([np.abs(W).ravel() for W, _ in params])
        order = np.argsort(np.where(kept, mags, -1.0))
        kept[order[: int(np.floor(total * (1 - (1 - fraction) ** (r + 1))))]] = False
        masks = [p.reshape(m.shape) for p, m in zip(np.split(kept, np.cumsum([m.size for m in masks])[:-1]), masks)]
    return masks, apply_masks(initial, masks)
