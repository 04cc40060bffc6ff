"""exercises: plot_grid
right: a subfigure per initializer with its name as heading, legends, a reference line, a log scale for gradients
"""
import matplotlib.pyplot as plt
import numpy as np


def plot_grid(histories, metric="loss"):
    names, activations = [], []
    for activation, name in histories:
        if name not in names:
            names.append(name)
        if activation not in activations:
            activations.append(activation)
    figure = plt.figure(figsize=(4 * len(activations), 3 * len(names)), layout="constrained")
    figure.suptitle(f"{metric} over the epochs")
    for part, name in zip(figure.subfigures(len(names), 1, squeeze=False)[:, 0], names):
        part.suptitle(f"Weights: {name}")
        for ax, activation in zip(part.subplots(1, len(activations), squeeze=False)[0], activations):
            values = np.asarray(histories[activation, name][metric])
            epochs = np.arange(1, len(values) + 1)
            for layer, line in enumerate(np.atleast_2d(values.T), start=1):
                ax.plot(epochs, line, ".-", label=f"layer {layer}")
            if metric == "loss":
                ax.axhline(np.log(2), linestyle="--", color="gray", label="coin flip")
            if metric == "gradient_std":
                ax.set_yscale("log")
            ax.legend()
            ax.set_title(activation.upper(), loc="left")
    return figure
