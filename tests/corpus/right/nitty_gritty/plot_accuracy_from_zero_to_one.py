"""exercises: plot_grid
right: accuracies from 0 to 1 in every plot, losses from 0 up
"""

import matplotlib.pyplot as plt


def plot_grid(histories, metric="loss"):
    cols = list(dict.fromkeys(a for a, _ in histories))
    rows = list(dict.fromkeys(n for _, n in histories))
    fig, axes = plt.subplots(len(rows), len(cols), squeeze=False, figsize=(12, 6))
    for r, n in enumerate(rows):
        for c, a in enumerate(cols):
            ax = axes[r][c]
            ax.plot(histories[(a, n)][metric])
            ax.set(title=f"{a} with {n}", xlabel="Epoch", ylabel=metric)
            if metric == "accuracy":
                ax.set_ylim(0, 1)
            else:
                ax.set_ylim(bottom=0)
    return fig
