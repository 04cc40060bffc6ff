"""exercise: early_stopping
right: both epochs in one tensor
"""

import torch


def early_stopping(losses, patience, min_delta=0.0):
    best = 0
    for e in range(1, len(losses)):
        if losses[best] - losses[e] > min_delta:
            best = e
        elif e - best >= patience:
            return torch.tensor([e, best])
    return torch.tensor([len(losses) - 1, best])
