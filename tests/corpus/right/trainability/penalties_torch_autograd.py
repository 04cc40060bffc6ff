"""exercise: penalties
right: the gradients by torch autograd, results with a graph
"""
import torch


def _penalty(params, strength, size):
    weights = [torch.tensor(W, dtype=torch.float64, requires_grad=True) for W, _ in params]
    penalty = strength * sum(size(W).sum() for W in weights)
    slopes = torch.autograd.grad(penalty, weights, retain_graph=True)
    return penalty, [(dW, torch.zeros(len(b))) for dW, (_, b) in zip(slopes, params)]


def l2_penalty(params, strength):
    return _penalty(params, strength, torch.square)


def l1_penalty(params, strength):
    return _penalty(params, strength, torch.abs)
