"""exercise: loss
wrong: torch's loss for logits is given probabilities
"""
import torch


def bce_with_logits(z, y):
    z, y = torch.as_tensor(z).double(), torch.as_tensor(y).double()
    p = torch.sigmoid(z)
    return torch.nn.functional.binary_cross_entropy_with_logits(p, y), (p - y) / len(z)
