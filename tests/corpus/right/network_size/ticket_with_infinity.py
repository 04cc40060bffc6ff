"""exercise: lottery_ticket
right: pruned places count as infinite; copies everywhere
"""

import numpy as np


def lottery_ticket(initial, train, rounds, fraction):
    masks = [np.full_like(W, True, dtype=bool) for W, _ in initial]

    def rewound():
        return [[np.where(m, W, 0), np.copy(b)] for (W, b), m in zip(initial, masks)]

    for _ in range(rounds):
        trained = train(rewound(), [m.copy() for m in masks])
        left = sum(int(m.sum()) for m in masks)
        entries = sorted(
            (abs(W[i, j]), layer, i, j)
            for layer, ((W, _), m) in enumerate(zip(trained, masks))
            for i, j in zip(*np.nonzero(m))
        )
        for _, layer, i, j in entries[: int(np.floor(fraction * left))]:
            masks[layer][i, j] = False
    return [masks, rewound()]
