"""exercise: residual
right: torch's functions; a list of tensors
"""
import torch


def residual_forward(params, X, activation):
    a = getattr(torch, activation)
    h = torch.as_tensor(X).double()
    outputs = []
    for W, b in params:
        h = h + a(torch.nn.functional.linear(h, torch.as_tensor(W).double().T, torch.as_tensor(b).double()))
        outputs.append(h)
    return outputs
