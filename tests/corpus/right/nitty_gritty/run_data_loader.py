"""exercises: run
right: a DataLoader with a torch generator seeded from rng; the history holds tensors and arrays, layers are drawn from the head down
"""
import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset


def run(X, y, sizes, activation, initializer, rng, epochs=100, batch_size=32, learning_rate=1e-3):
    data = TensorDataset(torch.tensor(X, dtype=torch.float64), torch.tensor(y, dtype=torch.float64))
    pairs = list(zip(sizes[:-1], sizes[1:]))
    weights = [torch.tensor(initializer(fan_out=k, fan_in=n, rng=rng), dtype=torch.float64) for n, k in pairs[::-1]][::-1]
    params = [p.requires_grad_() for W in weights for p in (W, torch.zeros(W.shape[1], dtype=torch.float64))]
    squares = [torch.zeros_like(p) for p in params]
    loader = DataLoader(data, batch_size, shuffle=True, generator=torch.Generator().manual_seed(int(rng.integers(2**40))))

    def logits(h):
        for W, b in zip(params[:-2:2], params[1:-2:2]):
            h = getattr(torch, activation)(torch.addmm(b, h, W))
        return h @ params[-2] + params[-1]

    criterion = torch.nn.functional.binary_cross_entropy_with_logits
    losses, accuracies, stds = [], [], torch.empty(epochs, len(weights))
    for epoch in range(epochs):
        for inputs, targets in loader:
            grads = torch.autograd.grad(criterion(logits(inputs), targets), params)
            with torch.no_grad():
                for p, g, s in zip(params, grads, squares):
                    s.mul_(0.9).addcmul_(g, g, value=0.1)
                    p.addcdiv_(g, s.sqrt().add_(1e-8), value=-learning_rate)
        stds = stds.double()
        stds[epoch] = torch.stack([g.std(unbiased=False) for g in grads[::2]])
        z = logits(data.tensors[0])
        losses.append(criterion(z, data.tensors[1]))
        accuracies.append(((z > 0) == (data.tensors[1] > 0.5)).double().mean())
    return {"loss": losses, "accuracy": accuracies, "gradient_std": stds}
