"""exercise: torch_backward
right: an nn.Sequential of double Linear layers whose weights are set, gradients transposed back
"""
import torch
from torch import nn


def torch_loss_and_grads(params, X, y, activation):
    layers = []
    for W, b in params:
        linear = nn.Linear(*W.shape).double()
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(W.T.copy()))
            linear.bias.copy_(torch.from_numpy(b))
        layers += [linear, {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh}[activation]()]
    model = nn.Sequential(*layers[:-1])
    criterion = nn.BCEWithLogitsLoss()
    loss = criterion(model(torch.from_numpy(X).double()), torch.from_numpy(y).double())
    loss.backward()
    linears = [layer for layer in model if isinstance(layer, nn.Linear)]
    return loss, [(linear.weight.grad.T, linear.bias.grad) for linear in linears]
