"""exercise: global_prune
wrong: marks what goes
"""

import numpy as np


def global_prune_masks(params, fraction):
    flat = np.concatenate([np.abs(W).ravel() for W, _ in params])
    gone = np.zeros(flat.size, dtype=bool)
    gone[np.argsort(flat)[: int(np.floor(fraction * flat.size))]] = True
    parts = np.split(gone, np.cumsum([W.size for W, _ in params])[:-1])
    return [part.reshape(W.shape) for part, (W, _) in zip(parts, params)]
