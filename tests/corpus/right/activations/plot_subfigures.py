"""exercises: plot_histories
right: a subfigure per entry with the key as its heading, legends, reference lines, a heading for all
"""
import matplotlib.pyplot as plt
import numpy as np


def plot_histories(histories):
    figure = plt.figure(figsize=(5 * len(histories), 6), layout="constrained")
    figure.suptitle("loss and accuracy")
    parts = np.atleast_1d(figure.subfigures(1, len(histories)))
    for part, (name, history) in zip(parts, histories.items()):
        part.suptitle(f"Network: {name}")
        upper, lower = part.subplots(2, 1, sharex=True)
        upper.plot(history["loss"], label="loss")
        upper.axhline(np.log(2), linestyle="--", color="gray", label="coin flip")
        lower.plot(history["accuracy"], label="accuracy")
        lower.axhline(0.5, linestyle="--", color="gray", label="coin flip")
        for ax in (upper, lower):
            ax.legend()
            ax.set_xlabel("epoch")
    return figure
