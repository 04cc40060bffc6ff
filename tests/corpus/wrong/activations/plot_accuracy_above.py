"""exercise: plot_histories
wrong: the accuracy stands above the loss
"""
import matplotlib.pyplot as plt


def plot_histories(histories):
    figure, axes = plt.subplots(2, len(histories), squeeze=False)
    for column, (name, history) in enumerate(histories.items()):
        axes[0, column].plot(history["accuracy"])
        axes[1, column].plot(history["loss"])
        axes[0, column].set_title(f"{name}: accuracy")
        axes[1, column].set_title(f"{name}: loss")
    return figure
