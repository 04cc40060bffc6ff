"""exercise: plot_histories
wrong: draws the accuracy over the loss, not over the epochs
"""
import matplotlib.pyplot as plt


def plot_histories(histories):
    figure, axes = plt.subplots(2, len(histories), squeeze=False)
    for column, (name, history) in enumerate(histories.items()):
        axes[0, column].plot(history["loss"])
        axes[0, column].set_title(name)
        axes[1, column].plot(history["loss"], history["accuracy"])
    return figure
