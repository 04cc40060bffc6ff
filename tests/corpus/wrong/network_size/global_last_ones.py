"""exercise: global_prune
wrong: keeps the last entries of the order: order[-0:] is all of them
"""

import numpy as np


def global_prune_masks(params, fraction):
    flat = np.concatenate([np.abs(W).ravel() for W, _ in params])
    kept = np.zeros(flat.size, dtype=bool)
    kept[np.argsort(flat)[-(flat.size - int(np.floor(fraction * flat.size))) :]] = True
    parts = np.split(kept, np.cumsum([W.size for W, _ in params])[:-1])
    return [part.reshape(W.shape) for part, (W, _) in zip(parts, params)]
