"""exercises: plot_histories
right: every plot shows the curves of the other entries in gray behind its own
"""
import matplotlib.pyplot as plt


def plot_histories(histories):
    figure, axes = plt.subplots(2, len(histories), squeeze=False, figsize=(12, 6), sharex=True)
    for column, name in zip(axes.T, histories):
        for ax, quantity in zip(column, ("loss", "accuracy")):
            for other, history in histories.items():
                if other != name:
                    ax.plot(history[quantity], color="lightgray", scaley=False)
            ax.plot(histories[name][quantity], color="tab:blue", label=name)
            ax.set_ylim(min(histories[name][quantity]) - 0.01, max(histories[name][quantity]) + 0.01)
            ax.set_ylabel(quantity)
        column[0].set_title(name)
    return figure
