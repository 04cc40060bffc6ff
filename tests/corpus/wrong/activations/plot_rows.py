"""exercise: plot_histories
wrong: one row per entry, the accuracy beside the loss
"""
import matplotlib.pyplot as plt


def plot_histories(histories):
    figure, axes = plt.subplots(len(histories), 2, squeeze=False)
    for (left, right), (name, history) in zip(axes, histories.items()):
        left.plot(history["loss"])
        left.set_title(name)
        right.plot(history["accuracy"])
    return figure
