"""exercise: lottery_ticket
wrong: returns the trained biases
"""

import numpy as np


def lottery_ticket(initial, train, rounds, fraction):
    masks = [np.ones(W.shape, dtype=bool) for W, _ in initial]
    for _ in range(rounds):
        trained = train([(W * m, b) for (W, b), m in zip(initial, masks)], masks)
        kept = np.concatenate([m.ravel() for m in masks])
        size = np.concatenate([(np.abs(W)).ravel() for (W, _), (S, _) in zip(trained, initial)])
        order = np.argsort(np.where(kept, size, -1.0))
        kept[order[: np.sum(~kept) + int(np.floor(fraction * np.sum(kept)))]] = False
        parts = np.split(kept, np.cumsum([m.size for m in masks])[:-1])
        masks = [part.reshape(m.shape) for part, m in zip(parts, masks)]
    return masks, [(W * m, c) for (W, _), m, (_, c) in zip(initial, masks, trained if rounds else initial)]
