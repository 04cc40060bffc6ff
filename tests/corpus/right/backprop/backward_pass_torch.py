"""exercise: backward_pass, torch_backward
right: both by torch.func, which differentiates a function of the whole list of parameters; tensors come back
"""
import torch


def _loss(params, X, y, activation):
    h = X
    for W, b in params[:-1]:
        h = getattr(torch, activation)(torch.addmm(b, h, W))
    W, b = params[-1]
    return torch.nn.functional.binary_cross_entropy_with_logits(torch.addmm(b, h, W), y)


def mlp_loss_and_grads(params, X, y, activation):
    as_double = lambda array: torch.as_tensor(array).double()
    tensors = [(as_double(W), as_double(b)) for W, b in params]
    grads, loss = torch.func.grad_and_value(_loss)(tensors, as_double(X), as_double(y), activation)
    return loss, grads


torch_loss_and_grads = mlp_loss_and_grads
