"""exercise: plot_histories
wrong: clears and reuses one figure, so the one before is lost
"""
import matplotlib.pyplot as plt


def plot_histories(histories):
    figure = plt.figure("histories", clear=True)
    axes = figure.subplots(2, len(histories), squeeze=False)
    for column, (name, history) in enumerate(histories.items()):
        axes[0, column].plot(history["loss"])
        axes[0, column].set_title(name)
        axes[1, column].plot(history["accuracy"])
    return figure
