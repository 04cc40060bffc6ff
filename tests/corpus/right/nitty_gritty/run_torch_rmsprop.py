"""exercises: run
right: torch.nn layers, torch's RMSprop and autograd, in float64
"""
import numpy as np
import torch


def run(X, y, sizes, activation, initializer, rng, epochs=100, batch_size=32, learning_rate=1e-3):
    layers = []
    for n, k in zip(sizes, sizes[1:]):
        layer = torch.nn.Linear(n, k).double()
        layer.weight.data = torch.from_numpy(np.asarray(initializer(n, k, rng), dtype=float).T.copy())
        torch.nn.init.zeros_(layer.bias)
        layers.append(layer)
    act = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation]
    parameters = [p for layer in layers for p in layer.parameters()]
    optimizer = torch.optim.RMSprop(parameters, lr=learning_rate, alpha=0.9)
    loss_of = torch.nn.BCEWithLogitsLoss()
    X, y = torch.tensor(X, dtype=torch.float64), torch.tensor(y, dtype=torch.float64)

    def logits(x):
        for layer in layers[:-1]:
            x = act(layer(x))
        return layers[-1](x)

    history = {"loss": [], "accuracy": [], "gradient_std": np.zeros((epochs, len(layers)))}
    for epoch in range(epochs):
        for rows in torch.from_numpy(rng.permutation(len(X))).split(batch_size):
            optimizer.zero_grad()
            loss_of(logits(X[rows]), y[rows]).backward()
            optimizer.step()
        history["gradient_std"][epoch] = [layer.weight.grad.std(correction=0).item() for layer in layers]
        with torch.no_grad():
            z = logits(X)
            history["loss"].append(loss_of(z, y).item())
            history["accuracy"].append(((z > 0) == (y > 0.5)).double().mean().item())
    return history
