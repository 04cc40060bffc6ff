"""exercise: plot_histories
wrong: always two columns
"""

import matplotlib.pyplot as plt


def plot_histories(histories):
    fig, axes = plt.subplots(2, 2, figsize=(12, 6))
    for column, (name, h) in zip(axes.T, histories.items()):
        column[0].plot(h["loss"])
        column[0].set_title(name)
        column[1].plot(h["accuracy"])
    return fig
