"""exercise: lottery_ticket
wrong: rewinds into the caller's list, where pruned weights are lost
"""

import numpy as np


def lottery_ticket(initial, train, rounds, fraction):
    masks = [np.ones(W.shape, bool) for W, _ in initial]
    for _ in range(rounds):
        params = train(initial, masks)
        kept = np.concatenate([m.ravel() for m in masks])
        mags = np.concatenate([np.abs(W).ravel() for W, _ in params])
        order = np.argsort(np.where(kept, mags, -1.0))
        kept[order[: np.sum(~kept) + int(np.floor(fraction * np.sum(kept)))]] = False
        masks = [p.reshape(m.shape) for p, m in zip(np.split(kept, np.cumsum([m.size for m in masks])[:-1]), masks)]
        for i, m in enumerate(masks):
            initial[i] = (initial[i][0] * m, initial[i][1])
    return masks, initial
