"""exercise: dropout
right: torch with a generator of its own, seeded from rng; tensors as out and as mask
"""
import torch


def dropout_forward(x, rate, rng, training):
    x = torch.as_tensor(x).to(torch.float64)
    if not training:
        return x, torch.ones_like(x)
    generator = torch.Generator().manual_seed(int(rng.integers(2**63)))
    mask = torch.bernoulli(torch.full_like(x, 1 - rate), generator=generator) / (1 - rate)
    return x * mask, mask


def dropout_backward(dout, mask):
    return torch.mul(torch.as_tensor(dout), mask)
