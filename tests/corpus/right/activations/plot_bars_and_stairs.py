"""exercises: plot_histories
right: the loss as stairs, the accuracy as bars, a second scale at the top
"""

import matplotlib.pyplot as plt


def plot_histories(histories):
    figure, axes = plt.subplots(2, len(histories), squeeze=False)
    for (upper, lower), (name, history) in zip(axes.T, histories.items()):
        upper.stairs(history["loss"], baseline=None)
        upper.set_title(name)
        upper.secondary_xaxis("top", functions=(lambda epoch: 5 * epoch, lambda step: step / 5))
        lower.bar(range(1, len(history["accuracy"]) + 1), history["accuracy"], color="0.7")
        lower.set_xlabel("epoch")
    return figure
