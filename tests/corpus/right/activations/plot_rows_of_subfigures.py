"""exercises: plot_histories
right: two subfigures, one above the other, headings of their own, twin axes with the learning rate
"""

import matplotlib.pyplot as plt


def plot_histories(histories):
    fig = plt.figure(layout="constrained", figsize=(12, 7))
    top, bottom = fig.subfigures(2, 1)
    top.suptitle("Loss")
    bottom.suptitle("Accuracy")
    uppers = top.subplots(1, len(histories), squeeze=False)[0]
    lowers = bottom.subplots(1, len(histories), squeeze=False)[0]
    for u, l, (name, history) in zip(uppers, lowers, histories.items()):
        u.plot(history["loss"], "C3")
        u.set_title(f'"{name}"')
        l.plot(history["accuracy"], "C0", label="accuracy")
        l.legend(loc="best")
        u.secondary_xaxis("top", functions=(lambda e: 2 * e, lambda s: s / 2))
        second = l.twinx()
        second.set_yticks([])
    return fig
