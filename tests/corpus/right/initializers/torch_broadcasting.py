"""exercise: symmetry
right: all differences at once in torch; a 0-d tensor comes back
"""
import torch


def distinct_units(W, b, tolerance=1e-8):
    units = torch.vstack([torch.as_tensor(W), torch.as_tensor(b)[None]])
    gaps = (units[:, :, None] - units[:, None, :]).abs().amax(dim=0)
    earlier = torch.tril(torch.ones_like(gaps), -1) > 0
    repeats = ((gaps <= tolerance) & earlier).any(dim=1)
    return (~repeats).sum()
