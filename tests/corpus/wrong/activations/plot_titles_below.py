"""exercise: plot_histories
wrong: the keys stand above the lower plots only
"""
import matplotlib.pyplot as plt


def plot_histories(histories):
    figure, axes = plt.subplots(2, len(histories), squeeze=False)
    for column, (name, history) in enumerate(histories.items()):
        axes[0, column].plot(history["loss"])
        axes[0, column].set_title("loss")
        axes[1, column].plot(history["accuracy"])
        axes[1, column].set_title(f"accuracy of {name}")
    return figure
