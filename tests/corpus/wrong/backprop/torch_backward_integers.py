"""exercise: torch_backward
wrong: tensors keep the arrays' dtype, and integer tensors cannot require gradients
"""
import torch


def torch_loss_and_grads(params, X, y, activation):
    activate = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation]
    watched = [[torch.tensor(array, requires_grad=True) for array in pair] for pair in params]
    *hidden, (W_head, b_head) = watched
    h = torch.tensor(X)
    for W, b in hidden:
        h = activate(h @ W + b)
    target = torch.tensor(y)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(h @ W_head + b_head, target)
    loss.backward()
    return loss.item(), [(W.grad.numpy(), b.grad.numpy()) for W, b in watched]
