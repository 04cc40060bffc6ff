"""exercises: plot_histories
right: the accuracy is appended below the loss by a divider, whose positions are only known when drawn
"""
import matplotlib.pyplot as plt
from mpl_toolkits.axes_grid1 import make_axes_locatable


def plot_histories(histories):
    figure, axes = plt.subplots(1, len(histories), squeeze=False, figsize=(12, 6))
    for upper, (name, history) in zip(axes[0], histories.items()):
        lower = make_axes_locatable(upper).append_axes("bottom", size="100%", pad=0.4)
        upper.plot(history["loss"])
        upper.set_title(name)
        lower.plot(history["accuracy"])
    return figure
