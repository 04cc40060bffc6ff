"""exercises: train
right: draws the orders of all epochs at once; biases folded into the weights; einsum; history as arrays
"""
import numpy as np


def train(params, X, y, activation, learning_rate, epochs, batch_size, rng):
    act = {"relu": relu, "sigmoid": sigmoid, "tanh": tanh}[activation]
    act_grad = {"relu": relu_grad, "sigmoid": sigmoid_grad, "tanh": tanh_grad}[activation]
    weights = [np.vstack([W, b]) for W, b in params]
    orders = rng.permuted(np.tile(np.arange(len(X)), (epochs, 1)), axis=1)
    losses, accuracies = np.zeros(epochs), np.zeros(epochs)

    def forward(x):
        inputs, zs = [], []
        for V in weights:
            inputs.append(np.hstack([x, np.ones((len(x), 1))]))
            zs.append(np.einsum("mi,io->mo", inputs[-1], V))
            x = act(zs[-1])
        return inputs, zs

    for epoch, order in enumerate(orders):
        for rows in np.split(order, np.arange(batch_size, len(X), batch_size)):
            inputs, zs = forward(X[rows])
            deltas = [(sigmoid(zs[-1]) - y[rows]) / rows.size]
            for V, z in zip(weights[:0:-1], zs[-2::-1]):
                deltas.insert(0, np.einsum("mo,io->mi", deltas[0], V[:-1]) * act_grad(z))
            steps = [np.einsum("mi,mo->io", h, delta) for h, delta in zip(inputs, deltas)]
            weights = [V - learning_rate * step for V, step in zip(weights, steps)]
        z = forward(X)[1][-1]
        losses[epoch] = np.mean(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z))
        accuracies[epoch] = 1 - np.mean(np.abs((z > 0).astype(int) - (y > 0.5)))
    return tuple((V[:-1], V[-1]) for V in weights), {"loss": losses, "accuracy": accuracies}
