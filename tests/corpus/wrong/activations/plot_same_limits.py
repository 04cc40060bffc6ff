"""exercise: plot_histories
wrong: sets the same limits for every loss by hand
"""
import matplotlib.pyplot as plt


def plot_histories(histories):
    figure, axes = plt.subplots(2, len(histories), squeeze=False)
    highest = max(max(history["loss"]) for history in histories.values())
    for column, (name, history) in enumerate(histories.items()):
        axes[0, column].plot(history["loss"])
        axes[0, column].set_ylim(0, highest)
        axes[0, column].set_title(name)
        axes[1, column].plot(history["accuracy"])
    return figure
