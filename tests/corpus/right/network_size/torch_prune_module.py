"""exercise: prune, global_prune
right: torch.nn.utils.prune does the work, by amounts as integers
"""

import numpy as np
import torch
from torch import nn
from torch.nn.utils import prune as torch_prune


def _layers(matrices):
    layers = []
    for W in matrices:
        layer = nn.Linear(*W.shape)
        layer.weight = nn.Parameter(torch.as_tensor(np.array(W, dtype=np.float64).T.copy()))
        layers.append(layer)
    return layers


def prune_mask(W, fraction):
    (layer,) = _layers([W])
    torch_prune.l1_unstructured(layer, "weight", amount=int(np.floor(fraction * W.size)))
    return layer.weight_mask.numpy().T > 0


def global_prune_masks(params, fraction):
    layers = _layers([W for W, _ in params])
    count = int(np.floor(fraction * sum(W.size for W, _ in params)))
    torch_prune.global_unstructured(
        [(layer, "weight") for layer in layers], pruning_method=torch_prune.L1Unstructured, amount=count
    )
    return [np.ascontiguousarray(layer.weight_mask.numpy().T).astype(bool) for layer in layers]
