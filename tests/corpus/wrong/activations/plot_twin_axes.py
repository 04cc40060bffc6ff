"""exercise: plot_histories
wrong: loss and accuracy share one plot, with two vertical axes
"""
import matplotlib.pyplot as plt


def plot_histories(histories):
    figure, axes = plt.subplots(1, len(histories), squeeze=False)
    for ax, (name, history) in zip(axes[0], histories.items()):
        ax.plot(history["loss"], color="tab:blue")
        ax.twinx().plot(history["accuracy"], color="tab:orange")
        ax.set_title(name)
    return figure
