"""exercises: plot_histories
right: a Figure of its own, plots placed by hand from right to left, a logarithmic loss, accuracy in percent on a fixed scale
"""
from matplotlib.figure import Figure


def plot_histories(histories):
    figure = Figure(figsize=(12, 6))
    width = 1 / len(histories)
    for column, (name, history) in enumerate(reversed(histories.items())):
        left = 1 - (column + 0.9) * width
        lower = figure.add_axes([left, 0.1, 0.8 * width, 0.35])
        lower.plot(range(1, len(history["accuracy"]) + 1), [100 * a for a in history["accuracy"]], "o-")
        lower.set_ylim(0, 100)
        lower.set_ylabel("accuracy in %")
        upper = figure.add_axes([left, 0.55, 0.8 * width, 0.35])
        upper.semilogy(range(1, len(history["loss"]) + 1), history["loss"])
        upper.set_title(name.upper(), loc="left")
    return figure
