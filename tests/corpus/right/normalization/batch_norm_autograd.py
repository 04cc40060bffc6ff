"""exercises: batch_norm, batch_norm_backward
right: torch computes the forward pass, the cache holds tensors with their graph, and autograd does the backward pass
"""
import torch


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    dtype = torch.float32 if x.dtype == "float32" else torch.float64
    x, gamma, beta = (torch.tensor(array, dtype=dtype, requires_grad=True) for array in (x, gamma, beta))
    running_mean, running_var = torch.tensor(running_mean, dtype=dtype), torch.tensor(running_var, dtype=dtype)
    if training:
        var, mean = torch.var_mean(x, dim=0, correction=0)
        running_mean = running_mean.lerp(mean.detach(), 1 - momentum)
        running_var = running_var.lerp(var.detach(), 1 - momentum)
    else:
        mean, var = running_mean, running_var
    out = (x - mean) * torch.rsqrt(var + eps) * gamma + beta
    return out, {"inputs": (x, gamma, beta), "out": out}, running_mean, running_var


def batch_norm_backward(dout, cache):
    dout = torch.as_tensor(dout, dtype=cache["out"].dtype)
    return torch.autograd.grad(cache["out"], cache["inputs"], dout)
