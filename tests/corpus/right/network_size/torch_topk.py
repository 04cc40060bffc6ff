"""exercise: prune, global_prune, masks
right: torch's topk and where; tensors come back
"""

import math

import torch


def prune_mask(W, fraction):
    t = torch.as_tensor(W)
    mask = torch.ones(t.numel(), dtype=torch.bool)
    mask[torch.topk(t.abs().flatten(), math.floor(fraction * t.numel()), largest=False).indices] = False
    return mask.view(t.shape)


def global_prune_masks(params, fraction):
    tensors = [torch.as_tensor(W) for W, _ in params]
    magnitudes = torch.cat([t.abs().flatten() for t in tensors])
    mask = torch.ones_like(magnitudes, dtype=torch.bool)
    mask[magnitudes.argsort()[: math.floor(fraction * len(magnitudes))]] = False
    return [part.view(t.shape) for part, t in zip(mask.split([t.numel() for t in tensors]), tensors)]


def apply_masks(params, masks):
    return [
        (torch.where(torch.as_tensor(mask), torch.as_tensor(W), torch.zeros(())), torch.as_tensor(b))
        for (W, b), mask in zip(params, masks)
    ]


def sparsity(masks):
    return 1 - torch.cat([torch.as_tensor(mask).flatten() for mask in masks]).double().mean()
