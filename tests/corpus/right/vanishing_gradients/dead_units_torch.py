"""exercise: dead_units
right: torch's amax and amin; a tensor of bool comes back
"""
import torch


def dead_units(outputs, tolerance=0.0):
    t = torch.as_tensor(outputs)
    return (t.amax(dim=0) - t.amin(dim=0)) <= tolerance
