"""exercises: train
right: torch's autograd; the trained parameters come back as leaves that require a gradient
"""
import torch


def train(params, X, y, activation, learning_rate, epochs, batch_size, rng):
    act = getattr(torch, activation)
    X, y = torch.tensor(X, dtype=torch.float64), torch.tensor(y, dtype=torch.float64)
    weights = [[torch.tensor(a, dtype=torch.float64, requires_grad=True) for a in pair] for pair in params]
    tensors = [tensor for pair in weights for tensor in pair]
    loss_of = torch.nn.BCEWithLogitsLoss()

    def logits(x):
        for W, b in weights[:-1]:
            x = act(x @ W + b)
        return x @ weights[-1][0] + weights[-1][1]

    history = {"loss": [], "accuracy": []}
    for _ in range(epochs):
        for batch in torch.from_numpy(rng.permutation(len(X))).split(batch_size):
            grads = torch.autograd.grad(loss_of(logits(X[batch]), y[batch]), tensors)
            with torch.no_grad():
                for tensor, grad in zip(tensors, grads):
                    tensor -= learning_rate * grad
        with torch.no_grad():
            z = logits(X)
        history["loss"].append(loss_of(z, y))
        history["accuracy"].append(((z > 0) == (y > 0.5)).double().mean())
    return weights, history
