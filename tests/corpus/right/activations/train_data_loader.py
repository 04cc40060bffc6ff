"""exercises: train
right: an nn.Module, a shuffling DataLoader with a torch generator seeded from rng
"""
import torch
from torch.utils.data import DataLoader, TensorDataset


class Network(torch.nn.Module):
    def __init__(self, params, activation):
        super().__init__()
        self.layers = torch.nn.ModuleList()
        for W, b in params:
            layer = torch.nn.Linear(*W.shape, dtype=torch.float64)
            layer.weight.data = torch.tensor(W.T, dtype=torch.float64)
            layer.bias.data = torch.tensor(b, dtype=torch.float64)
            self.layers.append(layer)
        self.activation = {"relu": torch.nn.ReLU(), "sigmoid": torch.nn.Sigmoid(), "tanh": torch.nn.Tanh()}[activation]

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.activation(layer(x))
        return self.layers[-1](x)


def train(params, X, y, activation, learning_rate, epochs, batch_size, rng):
    network = Network(params, activation)
    data = TensorDataset(torch.tensor(X, dtype=torch.float64), torch.tensor(y, dtype=torch.float64))
    shuffler = torch.Generator().manual_seed(int(rng.integers(2**40)))
    loader = DataLoader(data, batch_size=batch_size, shuffle=True, generator=shuffler)
    history = {"loss": [], "accuracy": []}
    for _ in range(epochs):
        for inputs, targets in loader:
            network.zero_grad()
            torch.nn.functional.binary_cross_entropy_with_logits(network(inputs), targets).backward()
            with torch.no_grad():
                for parameter in network.parameters():
                    parameter -= learning_rate * parameter.grad
        with torch.no_grad():
            z, targets = network(data.tensors[0]), data.tensors[1]
            history["loss"].append(torch.nn.functional.binary_cross_entropy_with_logits(z, targets).item())
            history["accuracy"].append(((z > 0) == (targets > 0.5)).double().mean().item())
    return [(layer.weight.detach().T.numpy(), layer.bias.detach().numpy()) for layer in network.layers], history
