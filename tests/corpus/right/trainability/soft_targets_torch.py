"""exercise: soft_targets
right: torch's lerp and randperm, with a torch generator seeded from rng
"""
import torch


def smooth_labels(y, epsilon):
    y = torch.as_tensor(y).to(torch.float64)
    return torch.lerp(torch.full_like(y, epsilon), torch.full_like(y, 1 - epsilon), y)


def mixup(X, y, lam, rng):
    perm = torch.randperm(len(X), generator=torch.Generator().manual_seed(int(rng.integers(2**63))))
    X, y = torch.tensor(X, dtype=torch.float64, requires_grad=True), torch.as_tensor(y).to(torch.float64)
    return [torch.lerp(X[perm], X, lam), torch.lerp(y[perm], y, lam)]
