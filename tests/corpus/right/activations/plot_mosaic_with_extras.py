"""exercises: plot_histories
right: a mosaic, twin axes, an inset that repeats the end of the curve, tight layout
"""
import matplotlib.pyplot as plt
import numpy as np


def plot_histories(histories):
    names = list(histories)
    mosaic = [[(name, "loss") for name in names], [(name, "accuracy") for name in names]]
    numbered = [[row * len(names) + column for column in range(len(names))] for row in range(2)]
    figure, axes = plt.subplot_mosaic(numbered, figsize=(12, 6))
    for row in range(2):
        for column, (name, quantity) in enumerate(mosaic[row]):
            ax, values = axes[numbered[row][column]], histories[name][quantity]
            ax.plot(np.arange(len(values)), values, drawstyle="steps-post")
            inset = ax.inset_axes([0.6, 0.6, 0.35, 0.35])
            inset.plot(np.arange(len(values)), values)
            inset.set_title(f"the end of {name}")
            other = ax.twinx()
            other.plot(np.arange(1, len(values)), np.diff(values), color="lightgray")
            other.set_ylabel("change")
            ax.set_title(f"{quantity} of {name}")
    figure.tight_layout()
    return figure
