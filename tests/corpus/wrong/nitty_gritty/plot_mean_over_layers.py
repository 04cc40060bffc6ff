"""exercise: plot_grid
wrong: one line, the mean over the layers
"""
import matplotlib.pyplot as plt


def plot_grid(histories, metric="loss"):
    columns = list(dict.fromkeys(activation for activation, _ in histories))
    rows = list(dict.fromkeys(name for _, name in histories))
    figure, axes = plt.subplots(len(rows), len(columns), squeeze=False, sharex=True)
    for (activation, name), history in histories.items():
        ax = axes[rows.index(name), columns.index(activation)]
        ax.plot(history[metric].mean(axis=1) if metric == "gradient_std" else history[metric])
        ax.set_title(f"{activation}, {name}")
        ax.set_xlabel("epoch")
        ax.set_ylabel(metric)
    return figure
