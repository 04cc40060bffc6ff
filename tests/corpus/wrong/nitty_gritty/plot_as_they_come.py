"""exercise: plot_grid
wrong: fills the table row by row as the keys come
"""
import matplotlib.pyplot as plt


def plot_grid(histories, metric="loss"):
    columns = list(dict.fromkeys(activation for activation, _ in histories))
    rows = list(dict.fromkeys(name for _, name in histories))
    figure, axes = plt.subplots(len(rows), len(columns), squeeze=False, sharex=True)
    for ax, ((activation, name), history) in zip(axes.flat, histories.items()):
        ax.plot(history[metric])
        ax.set_title(f"{activation}, {name}")
        ax.set_xlabel("epoch")
        ax.set_ylabel(metric)
    return figure
