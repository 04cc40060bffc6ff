"""exercises: plot_histories
right: plt.subplot and plt.title, dots joined by a line collection, the figure closed at the end
"""
import matplotlib.pyplot as plt
from matplotlib.collections import LineCollection


def plot_histories(histories):
    figure = plt.figure()
    for column, (name, history) in enumerate(histories.items(), start=1):
        plt.subplot(2, len(histories), column)
        plt.scatter(range(len(history["loss"])), history["loss"], s=4)
        plt.title(f"{name}\n(loss)")
        ax = plt.subplot(2, len(histories), len(histories) + column)
        points = list(enumerate(history["accuracy"]))
        ax.add_collection(LineCollection(list(zip(points, points[1:]))))
        ax.autoscale()
        plt.xlabel("epoch")
    plt.close(figure)
    return figure
