"""exercise: prune, global_prune
right: ranks from a double argsort, einsum-free; a tuple of masks
"""

import numpy as np


def prune_mask(W, fraction):
    ranks = np.argsort(np.argsort(np.abs(W).ravel(), kind="stable"), kind="stable")
    return (ranks >= int(np.floor(fraction * W.size))).reshape(W.shape)


def global_prune_masks(params, fraction):
    flat = np.abs(np.hstack([W.reshape(-1) for W, b in params]))
    ranks = flat.argsort().argsort()
    kept = ranks >= int(fraction * len(flat))
    masks, at = [], 0
    for W, _ in params:
        masks.append(kept[at : at + W.size].reshape(W.shape))
        at += W.size
    return tuple(masks)
