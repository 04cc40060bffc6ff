"""exercise: plot_histories
wrong: plt.title writes into the plot that was made last, whichever is meant
"""
import matplotlib.pyplot as plt


def plot_histories(histories):
    figure, axes = plt.subplots(2, len(histories), squeeze=False)
    for column, (name, history) in enumerate(histories.items()):
        axes[0, column].plot(history["loss"])
        axes[1, column].plot(history["accuracy"])
        plt.title(name)
    return figure
