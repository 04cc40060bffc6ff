"""exercise: clipping
right: torch's own functions on copies; tensors come back
"""
import torch


def _parameters(grads):
    parameters = []
    for pair in grads:
        for g in pair:
            p = torch.nn.Parameter(torch.zeros(g.shape, dtype=torch.as_tensor(g).dtype))
            p.grad = torch.as_tensor(g).clone()
            parameters.append(p)
    return parameters


def _pairs(parameters):
    g = [p.grad for p in parameters]
    return list(zip(g[::2], g[1::2]))


def clip_by_value(grads, limit):
    parameters = _parameters(grads)
    torch.nn.utils.clip_grad_value_(parameters, limit)
    return _pairs(parameters)


def clip_by_global_norm(grads, max_norm):
    parameters = _parameters(grads)
    norm = torch.nn.utils.clip_grad_norm_(parameters, max_norm)
    return _pairs(parameters), norm
