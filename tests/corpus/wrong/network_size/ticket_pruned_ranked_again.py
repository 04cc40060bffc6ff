"""exercise: lottery_ticket
wrong: pruned places, zero after training, are ranked again: nothing goes after the first round
"""

import numpy as np


def lottery_ticket(initial, train, rounds, fraction):
    masks = [np.ones(W.shape, dtype=bool) for W, _ in initial]
    for _ in range(rounds):
        trained = train([(W * m, b) for (W, b), m in zip(initial, masks)], masks)
        size = np.concatenate([(np.abs(W) * m).ravel() for (W, _), m in zip(trained, masks)])
        kept = np.concatenate([m.ravel() for m in masks])
        kept[np.argsort(size)[: int(np.floor(fraction * size.size))]] = False
        parts = np.split(kept, np.cumsum([m.size for m in masks])[:-1])
        masks = [part.reshape(m.shape) for part, m in zip(parts, masks)]
    return masks, [(W * m, b) for (W, b), m in zip(initial, masks)]
