"""exercise: global_prune
wrong: the sum of the layers' counts, each rounded down
"""

import numpy as np


def global_prune_masks(params, fraction):
    flat = np.concatenate([np.abs(W).ravel() for W, _ in params])
    kept = np.ones(flat.size, dtype=bool)
    kept[np.argsort(flat)[: sum(int(np.floor(fraction * W.size)) for W, _ in params)]] = False
    parts = np.split(kept, np.cumsum([W.size for W, _ in params])[:-1])
    return [part.reshape(W.shape) for part, (W, _) in zip(parts, params)]
