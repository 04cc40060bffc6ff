"""exercise: plot_grid
wrong: always two rows and three columns
"""

import matplotlib.pyplot as plt


def plot_grid(histories, metric="loss"):
    columns = list(dict.fromkeys(activation for activation, _ in histories))
    rows = list(dict.fromkeys(name for _, name in histories))
    figure, axes = plt.subplots(2, 3)
    for (activation, name), history in histories.items():
        ax = axes[rows.index(name), columns.index(activation)]
        ax.plot(history[metric])
        ax.set_title(f"{activation}, {name}")
        ax.set_xlabel("epoch")
        ax.set_ylabel(metric)
    return figure
