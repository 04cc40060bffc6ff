"""exercise: plot_histories
wrong: draws the loss in both plots
"""
import matplotlib.pyplot as plt


def plot_histories(histories):
    figure, axes = plt.subplots(2, len(histories), squeeze=False)
    for column, (name, history) in enumerate(histories.items()):
        for row, label in enumerate(["loss", "accuracy"]):
            axes[row, column].plot(history["loss"])
            axes[row, column].set_ylabel(label)
        axes[0, column].set_title(name)
    return figure
