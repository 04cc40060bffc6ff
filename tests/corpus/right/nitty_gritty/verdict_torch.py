"""exercises: verdict
right: torch tensors and a table of rules
"""
import torch


def verdict(history):
    losses, accuracies = torch.tensor(history["loss"], dtype=torch.float64), torch.tensor(history["accuracy"], dtype=torch.float64)
    rules = [
        ("diverged", ~torch.isfinite(losses).all() | (losses[-1] > 10 * losses[0])),
        ("not learning", (losses.min() >= 0.99 * losses[0]) & ((accuracies - 0.5).abs().max() <= 0.05)),
        ("learned", accuracies[-1] >= 0.95),
        ("slow", True),
    ]
    return next(name for name, holds in rules if holds)
