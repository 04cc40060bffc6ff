"""exercise: torch_init
right: recursion over children, weights drawn aside and copied into .data
"""
import math

import torch


def init_module_(model, scheme, generator):
    if scheme not in ("zeros", "normal", "glorot_normal", "he_normal"):
        raise ValueError(f"unknown scheme {scheme!r}")
    if isinstance(model, torch.nn.Linear):
        n, k = model.in_features, model.out_features
        std = {"zeros": 0, "normal": 1, "glorot_normal": math.sqrt(2 / (n + k)), "he_normal": math.sqrt(2 / n)}[scheme]
        model.weight.data.copy_(std * torch.randn(n, k, generator=generator).T)
        if model.bias is not None:
            model.bias.data = torch.zeros(k)
    for child in model.children():
        init_module_(child, scheme, generator)
    return model
