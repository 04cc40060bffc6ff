"""exercise: lottery_ticket
wrong: prunes every layer by itself
"""

import numpy as np


def lottery_ticket(initial, train, rounds, fraction):
    masks = [np.ones(W.shape, dtype=bool) for W, _ in initial]
    for _ in range(rounds):
        trained = train([(W * m, b) for (W, b), m in zip(initial, masks)], masks)
        new = []
        for (W, _), m in zip(trained, masks):
            m = m.copy()
            order = np.argsort(np.where(m, np.abs(W), -1.0), axis=None)
            m.flat[order[: np.sum(~m) + int(np.floor(fraction * m.sum()))]] = False
            new.append(m)
        masks = new
    return masks, [(W * m, b) for (W, b), m in zip(initial, masks)]
