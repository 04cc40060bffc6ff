"""exercise: lottery_ticket
right: one list of masks, its own, updated in place from round to round; tuples for train
"""

import numpy as np


def lottery_ticket(initial, train, rounds, fraction):
    masks = [np.ones_like(W, dtype=bool) for W, _ in initial]
    for _ in range(rounds):
        trained = train(tuple((W * m, b.copy()) for (W, b), m in zip(initial, masks)), tuple(masks))
        pool = np.concatenate([np.abs(W)[m] for (W, _), m in zip(trained, masks)])
        k = int(np.floor(fraction * pool.size))
        keep = np.ones(pool.size, bool)
        if k:
            keep[np.argpartition(pool, k - 1)[:k]] = False
        at = 0
        for m in masks:
            n = int(m.sum())
            m[m] = keep[at : at + n]
            at += n
    return masks, [(W * m, b) for (W, b), m in zip(initial, masks)]
