"""Hidden checks of `activations`: the figure, `plot_histories`."""

import numpy as np
import pytest

from autograde.hidden import figures

FIGURE_RULE = "plot_histories returns the matplotlib Figure"


def history(losses, accuracies):
    return {"loss": list(losses), "accuracy": list(accuracies)}


def histories(rng, epochs=(6, 6), words=("width", "seed")):
    """Two histories whose losses have different scales, under keys that cannot be guessed."""
    first, second = (f"{word} {rng.integers(100, 1000)}" for word in words)
    steep = np.linspace(3.7, 0.03, epochs[0]) + rng.uniform(0.0, 0.01, epochs[0])
    creeping = np.linspace(0.72, 0.64, epochs[1]) + rng.uniform(0.0, 0.01, epochs[1])
    return {
        first: history(steep, np.linspace(0.45, 0.98, epochs[0]) + rng.uniform(0.0, 0.01, epochs[0])),
        second: history(creeping, np.linspace(0.5, 0.71, epochs[1]) + rng.uniform(0.0, 0.01, epochs[1])),
    }


def draw(submission, expect, given):
    """The student's figure and its plots."""
    figure = submission.plot_histories(given)
    return figure, figures.read(submission, expect, figure, FIGURE_RULE)


def two(submission, expect, rng):
    """Two histories, one longer than the other, and the plots of the student's figure of them."""

    def make():
        given = histories(rng, epochs=(6, 9))
        return given, draw(submission, expect, given)[1]

    return figures.drawn_once(submission, make)


def percent(values):
    """Accuracies as some draw them."""
    return [100 * value for value in values]


def find(expect, plots, given):
    """For each key its two plots, (loss, accuracy): where a curve is in several, the titled, aligned, largest one."""
    found = {}
    for key, entry in given.items():
        upper = [plot for plot in plots if plot.shows(entry["loss"])]
        accuracy = entry["accuracy"]
        lower = [plot for plot in plots if plot.shows(accuracy) or plot.shows(percent(accuracy))]
        for name, candidates in (("loss", upper), ("accuracy", lower)):
            rule = f"for every entry, a plot with its {name} over the epochs"
            expect.that(candidates, rule, f"{len(plots)} plots, none with a curve of the {name} of {key!r}")
        loss = max(upper, key=lambda plot: (key.casefold() in plot.title, plot.area))
        found[key] = loss, max(lower, key=lambda plot: (figures.aligned(loss, plot, 0), plot.area))
    return found


def stacked(pair):
    """The loss is above the accuracy, in the same column."""
    loss, accuracy = pair
    return figures.before(accuracy, loss, 1) and figures.aligned(loss, accuracy, 0)


def beside(one, other):
    """No plot of one column reaches into the other column."""
    left, right = sorted([one, other], key=lambda pair: pair[0].box[0])
    return all(figures.before(first, second, 0) for first in left for second in right)


# Kills: one history's epochs for all; accuracy over loss; a curve that is missing or cut.
@pytest.mark.exercise("plot_histories", points=5)
def test_plot_histories_curves(submission, expect, rng):
    given, plots = two(submission, expect, rng)
    for key, pair in find(expect, plots, given).items():
        for plot, name in zip(pair, ("loss", "accuracy"), strict=True):
            values = given[key][name]
            drawn = plot.abscissas(values) + (plot.abscissas(percent(values)) if name == "accuracy" else [])
            expect.that(
                any((np.diff(xs) > 0).all() for xs in drawn),
                f"the {name} is drawn over the epochs, which run from left to right",
                f"a curve of the {name} of {key!r} that runs back and forth",
            )


def misplaced(found):
    """What is wrong with the places of the two entries' plots, in words; empty when nothing is."""
    first, second = found.values()
    for pair in (first, second):
        if not stacked(pair):
            return "accuracy above loss" if stacked(pair[::-1]) else "loss and accuracy not one above the other"
    return "" if beside(first, second) else "two entries in the same column"


# Kills: accuracy above loss; one row per entry; all in one column or one plot; twin axes.
@pytest.mark.exercise("plot_histories", points=4)
def test_plot_histories_layout(submission, expect, rng):
    given, plots = two(submission, expect, rng)
    wrong = misplaced(find(expect, plots, given))
    if wrong:  # some layouts are only known once the figure has been drawn
        figure, _ = draw(submission, expect, given)
        plots = figures.read(submission, expect, figure, FIGURE_RULE, laid_out=True)
        wrong = misplaced(find(expect, plots, given))
    expect.that(not wrong, "one column per entry, its loss above its accuracy", wrong)


# Kills: fixed titles; the last key everywhere; titles on the lower plots only.
@pytest.mark.exercise("plot_histories", points=2)
def test_plot_histories_titles(submission, expect, rng):
    given, plots = two(submission, expect, rng)
    for key, (loss, _) in find(expect, plots, given).items():
        titles = [title for title in loss.titles if title]
        rule = "the title of the upper plot contains the key of its entry"
        expect.that(key.casefold() in loss.title, rule, f"the titles {titles} where {key!r} belongs")


# Kills: sharey, of rows, columns or all; the same limits for every loss.
@pytest.mark.exercise("plot_histories", points=2)
def test_plot_histories_scales(submission, expect, rng):
    given, plots = two(submission, expect, rng)
    first, second = find(expect, plots, given).values()
    chosen = [plots.index(plot) for plot in (*first, *second)]
    rule = "every plot has its own vertical scale, so that a small change can be seen beside a large one"
    tied = any(other in plots[number].tied for number in chosen for other in chosen)
    expect.that(not tied, rule, "plots whose vertical axes are shared")
    same = np.allclose(first[0].limits, second[0].limits, rtol=1e-9)
    expect.that(not same, rule, "the same vertical limits for losses of very different range")


# Kills: a fixed number of columns.
@pytest.mark.exercise("plot_histories", points=1)
def test_plot_histories_of_four_entries(submission, expect, rng):
    given = histories(rng) | histories(rng, words=("depth", "rate"))
    _, plots = draw(submission, expect, given)
    find(expect, plots, given)


# Kills: plt.subplots(2, 1) taken for a table; a figure with a fixed name or number; plt.gcf().
@pytest.mark.exercise("plot_histories", points=1)
def test_plot_histories_of_one_entry_is_a_new_figure(submission, expect, rng):
    given = dict(list(histories(rng).items())[:1])
    first, plots = draw(submission, expect, given)
    find(expect, plots, given)
    second, _ = draw(submission, expect, given)
    reused = figures.probed(submission, "same", first, second) is not False
    expect.that(not reused, "every call makes a new figure", "the figure of the call before")
