"""exercise: lottery_ticket
right: tensors for train and as the result, masks as a tuple, keywords in the call
"""

import math

import torch


def lottery_ticket(initial, train, rounds, fraction):
    start = [(torch.as_tensor(W), torch.as_tensor(b)) for W, b in initial]
    masks = tuple(torch.ones(W.shape, dtype=torch.bool) for W, _ in start)
    for _ in range(rounds):
        trained = train(params=[(W * m, b) for (W, b), m in zip(start, masks)], masks=masks)
        remaining = torch.cat([torch.as_tensor(W)[m].abs() for (W, _), m in zip(trained, masks)])
        count = math.floor(fraction * len(remaining))
        flat = torch.cat([m.flatten() for m in masks])
        places = torch.nonzero(flat).flatten()
        flat[places[remaining.argsort()[:count]]] = False
        masks = tuple(part.view(m.shape) for part, m in zip(flat.split([m.numel() for m in masks]), masks))
    return masks, tuple((W * m, b) for (W, b), m in zip(start, masks))
