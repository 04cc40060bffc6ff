"""exercise: torch_backward
wrong: the loss for logits is given probabilities
"""
import torch


def torch_loss_and_grads(params, X, y, activation):
    activate = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation]
    watched = [[torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in pair] for pair in params]
    *hidden, (W_head, b_head) = watched
    h = torch.tensor(X, dtype=torch.float64)
    for W, b in hidden:
        h = activate(h @ W + b)
    target = torch.tensor(y, dtype=torch.float64)
    probability = torch.sigmoid(h @ W_head + b_head)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(probability, target)
    loss.backward()
    return loss.item(), [(W.grad.numpy(), b.grad.numpy()) for W, b in watched]
