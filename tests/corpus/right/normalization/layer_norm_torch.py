"""exercise: layer_norm
right: torch's own layer norm, and autograd for the backward pass
"""
import numpy as np
import torch


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    x, gamma, beta = (torch.tensor(np.asarray(a, dtype=np.float64), requires_grad=True) for a in (x, gamma, beta))
    out = torch.nn.functional.layer_norm(x, x.shape[1:], gamma, beta, eps)
    return out, (out, x, gamma, beta)


def layer_norm_backward(dout, cache):
    out, *inputs = cache
    return torch.autograd.grad(out, inputs, torch.from_numpy(np.asarray(dout, dtype=np.float64)))
