"""exercise: schedules
right: torch throughout: powers, a clamped share of the way, torch.where between line and cosine; tensors as results
"""
import torch


def _cosine(share):
    return (1 + torch.cos(torch.pi * share.clamp(0, 1))) / 2


def step_decay(epoch, initial, drop, every):
    periods = torch.div(torch.tensor(epoch), every, rounding_mode="floor")
    return initial * torch.tensor(drop, dtype=torch.float64) ** periods


def cosine_decay(step, total_steps, initial):
    return initial * _cosine(torch.tensor(step / total_steps, dtype=torch.float64))


def warmup_cosine(step, warmup_steps, total_steps, peak):
    step = torch.tensor(step, dtype=torch.float64)
    line = step / max(warmup_steps, 1)
    return peak * torch.where(step < warmup_steps, line, _cosine((step - warmup_steps) / (total_steps - warmup_steps)))
