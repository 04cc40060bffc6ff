"""exercises: plot_grid
right: a subfigure per activation; the head's line has a vertical axis of its own on the right
"""

import matplotlib.pyplot as plt
import numpy as np


def plot_grid(histories, metric="loss"):
    cols = list(dict.fromkeys(a for a, _ in histories))
    rows = list(dict.fromkeys(n for _, n in histories))
    fig = plt.figure(figsize=(10, 8), layout="constrained")
    subs = np.atleast_1d(fig.subfigures(1, len(cols)))
    for sub, a in zip(subs, cols):
        sub.suptitle(a)
        axes = np.atleast_1d(sub.subplots(len(rows), 1))
        for ax, n in zip(axes, rows):
            v = np.asarray(histories[a, n][metric])
            if v.ndim == 2:
                ax.plot(v[:, :-1])
                twin = ax.twinx()
                twin.plot(v[:, -1], "k--")
            else:
                ax.plot(v)
            ax.set_title(f"{n} ({a})")
    return fig
