"""exercise: plot_histories
wrong: all losses in one plot, all accuracies in another
"""
import matplotlib.pyplot as plt


def plot_histories(histories):
    figure, (upper, lower) = plt.subplots(2, 1)
    for name, history in histories.items():
        upper.plot(history["loss"], label=name)
        lower.plot(history["accuracy"], label=name)
    upper.set_title(", ".join(histories))
    upper.legend()
    return figure
