"""exercises: grid
right: does not call run but trains by itself, with torch
"""
import numpy as np
import torch


def grid(X, y, sizes, activations, initializers, seed, epochs=100, batch_size=32, learning_rate=1e-3):
    inputs, targets = torch.tensor(X).double(), torch.tensor(y).double()
    loss_of = torch.nn.functional.binary_cross_entropy_with_logits

    def cell(activation, initializer):
        rng = np.random.default_rng([seed, 1])
        weights = [torch.tensor(initializer(n, k, rng)).double() for n, k in zip(sizes, sizes[1:])]
        params = [p.requires_grad_() for W in weights for p in (W, torch.zeros(W.shape[1]).double())]
        optimizer = torch.optim.RMSprop(params, lr=learning_rate, alpha=0.9, eps=1e-8)

        def logits(x):
            for i in range(0, len(params) - 2, 2):
                x = getattr(torch, activation)(x @ params[i] + params[i + 1])
            return x @ params[-2] + params[-1]

        history = {"loss": [], "accuracy": [], "gradient_std": np.zeros((epochs, len(weights)))}
        for epoch in range(epochs):
            for batch in torch.from_numpy(rng.permutation(len(X))).split(batch_size):
                optimizer.zero_grad()
                loss_of(logits(inputs[batch]), targets[batch]).backward()
                optimizer.step()
            history["gradient_std"][epoch] = [float(W.grad.std(unbiased=False)) for W in weights]
            z = logits(inputs)
            history["loss"].append(float(loss_of(z, targets)))
            history["accuracy"].append(float(((z > 0) == (targets > 0.5)).double().mean()))
        return history

    return {(a, name): cell(a, initializer) for a in activations for name, initializer in initializers.items()}
