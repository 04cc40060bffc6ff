"""exercise: lottery_ticket
wrong: prunes a growing share of all trained weights: what is large in a pruned place comes back
"""

import numpy as np


def lottery_ticket(initial, train, rounds, fraction):
    masks = [np.ones(W.shape, dtype=bool) for W, _ in initial]
    left = sum(W.size for W, _ in initial)
    for _ in range(rounds):
        trained = train([(W * m, b) for (W, b), m in zip(initial, masks)], masks)
        left -= int(np.floor(fraction * left))
        size = np.concatenate([np.abs(W).ravel() for W, _ in trained])
        kept = np.zeros(size.size, dtype=bool)
        kept[np.argsort(-size)[:left]] = True
        parts = np.split(kept, np.cumsum([m.size for m in masks])[:-1])
        masks = [part.reshape(m.shape) for part, m in zip(parts, masks)]
    return masks, [(W * m, b) for (W, b), m in zip(initial, masks)]
