"""exercise: global_prune
wrong: rounds the count
"""

import numpy as np


def global_prune_masks(params, fraction):
    flat = np.concatenate([np.abs(W).ravel() for W, _ in params])
    kept = np.ones(flat.size, dtype=bool)
    kept[np.argsort(flat)[: round(fraction * flat.size)]] = False
    parts = np.split(kept, np.cumsum([W.size for W, _ in params])[:-1])
    return [part.reshape(W.shape) for part, (W, _) in zip(parts, params)]
