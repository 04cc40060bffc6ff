"""Hidden checks of `nitty_gritty`: the figure, `plot_grid`."""

from itertools import combinations

import numpy as np
import pytest

from autograde.hidden import figures

FIGURE_RULE = "plot_grid returns the matplotlib Figure"
LAYERS, EPOCHS = 3, 6


def histories(rng, activations, starts):
    """A history per key, in an order that is neither row by row nor column by column; the first has larger losses."""
    keys = [(activation, name) for name in starts for activation in activations]
    keys = [*keys[:1], keys[-1], *keys[1:-1]] if len(keys) > 2 else keys
    return {
        key: {
            "loss": (np.linspace(3.7, 0.03, EPOCHS) / (1 + 4 * number) + rng.uniform(0.0, 0.01, EPOCHS)).tolist(),
            "accuracy": (np.linspace(0.45, 0.9, EPOCHS) + rng.uniform(0.0, 0.09, EPOCHS)).tolist(),
            "gradient_std": rng.uniform(0.05, 0.1, (EPOCHS, LAYERS)) / (1 + number),
        }
        for number, key in enumerate(keys)
    }


def names(rng, count):
    """Initializers' names that cannot be guessed, not in alphabetical order."""
    return [f"{word} {rng.integers(100, 1000)}" for word in ("wide", "narrow", "equal")[:count]]


def draw(submission, expect, given, **options):
    """The student's figure and its plots."""
    figure = submission.plot_grid(given, **options)
    return figure, figures.read(submission, expect, figure, FIGURE_RULE)


def four(submission, expect, rng):
    """The histories of two activations and two starts, and the plots of the student's figure of their losses."""

    def make():
        given = histories(rng, ["tanh", "relu"], names(rng, 2))
        return given, draw(submission, expect, given)[1]

    return figures.drawn_once(submission, make)


def lines(history, metric):
    """The curves that a plot of this metric has."""
    return list(history[metric].T) if metric == "gradient_std" else [history[metric]]


def find(expect, plots, given, metric="loss"):
    """For each key its plot: where the curves are in several plots, the titled, largest one."""
    found = {}
    for key, history in given.items():
        wanted = [np.asarray(values) for values in lines(history, metric)]
        fits = [plot for plot in plots if all(plot.shows(v) or plot.shows(100 * v) for v in wanted)]
        some = any(plot.shows(values) for plot in plots for values in wanted)
        rule = f"for every key a plot of its {metric} over the epochs"
        clues = {"For gradient_std, every layer is a line of the same plot: is it (epochs, L) that you plot?": some}
        got = f"{len(plots)} plots, none with {'all lines' if some else 'a curve'} of {' and '.join(map(repr, key))}"
        expect.that(fits, rule, got, clues if len(wanted) > 1 else None)
        found[key] = max(fits, key=lambda plot: (titled(plot, key), plot.area))
    return found


def titled(plot, key):
    """The plot's title holds both names."""
    return all(name.casefold() in plot.title for name in key)


# Kills: another metric; a curve that is missing, cut or in the wrong plot; epochs that run back and forth.
@pytest.mark.exercise("plot_grid", points=3.5)
def test_plot_grid_curves(submission, expect, rng):
    given, plots = four(submission, expect, rng)
    for key, plot in find(expect, plots, given).items():
        rising = any((np.diff(xs) > 0).all() for xs in plot.abscissas(given[key]["loss"]))
        rule = "the loss is drawn over the epochs, which run from left to right"
        expect.that(rising, rule, f"a curve of {key[0]!r} that runs back and forth")


def misplaced(found, activations, starts):
    """What is wrong with the places of the plots, in words; empty when nothing is."""
    cells = {(a, n): found[a, n] for a in activations for n in starts}
    if len({id(plot) for plot in cells.values()}) < len(cells):
        return "one plot with the curves of several keys"
    for (activation, name), plot in cells.items():
        for (other_activation, other_name), other in cells.items():
            if activation == other_activation and not figures.aligned(plot, other, 0):
                return "plots of one activation that are not in one column"
            if name == other_name and not figures.aligned(plot, other, 1):
                return "plots of one initializer that are not in one row"
            left = activations.index(activation) < activations.index(other_activation)
            if left and not figures.before(plot, other, 0):
                return f"{activation!r}, which appears first, not to the left of {other_activation!r}"
            above = starts.index(name) < starts.index(other_name)
            if above and not figures.before(other, plot, 1):
                return f"{name!r}, which appears first, not above {other_name!r}"
    return ""


# Kills: rows and columns exchanged; names sorted, or in the order of a set; the keys taken for a table, row by row or
# column by column; two rows and three columns whatever is given.
@pytest.mark.exercise("plot_grid", points=4)
def test_plot_grid_layout(submission, expect, rng):
    activations, starts = ["tanh", "relu"], names(rng, 3)
    given = histories(rng, activations, starts)
    activations, starts = (list(dict.fromkeys(part)) for part in zip(*given, strict=True))
    figure, plots = draw(submission, expect, given)
    wrong = misplaced(find(expect, plots, given), activations, starts)
    if wrong:  # some layouts are only known once the figure has been drawn
        plots = figures.read(submission, expect, figure, FIGURE_RULE, laid_out=True)
        wrong = misplaced(find(expect, plots, given), activations, starts)
    rule = "one row per initializer and one column per activation, in the order in which the keys first name them"
    expect.that(not wrong, rule, wrong)


# Kills: one of the names only; the names of another cell; titles of the first row only.
@pytest.mark.exercise("plot_grid", points=2)
def test_plot_grid_titles(submission, expect, rng):
    given, plots = four(submission, expect, rng)
    for key, plot in find(expect, plots, given).items():
        titles = [title for title in plot.titles if title]
        rule = "every plot's title holds both the activation and the initializer's name"
        expect.that(titled(plot, key), rule, f"the titles {titles} where {key[0]!r} and {key[1]!r} belong")


# Kills: one layer's line; the mean over the layers; rows for columns; a plot per layer.
@pytest.mark.exercise("plot_grid", points=2.5)
def test_plot_grid_gradient_std(submission, expect, rng):
    given = histories(rng, ["sigmoid"], names(rng, 1))
    _, plots = draw(submission, expect, given, metric="gradient_std")
    find(expect, plots, given, "gradient_std")


# Kills: a metric that is ignored.
@pytest.mark.exercise("plot_grid", points=1)
def test_plot_grid_accuracy(submission, expect, rng):
    given = histories(rng, ["relu"], names(rng, 1))
    _, plots = draw(submission, expect, given, metric="accuracy")
    find(expect, plots, given, "accuracy")


# Kills: sharey, by row or column, too; the same limits for every loss.
@pytest.mark.exercise("plot_grid", points=1)
def test_plot_grid_scales(submission, expect, rng):
    given, plots = four(submission, expect, rng)
    first, *others = found = list(find(expect, plots, given).values())
    rule = "every plot has its own vertical scale, so that a small change can be seen beside a large one"
    tied = any(plots.index(other) in one.tied for one, other in combinations(found, 2))
    expect.that(not tied, rule, "plots whose vertical axes are shared")
    same = any(np.allclose(first.limits, other.limits, rtol=1e-9) for other in others)
    expect.that(not same, rule, "the same vertical limits for losses of very different range")


# Kills: the plots of a single row or column taken for a table; a figure with a fixed name; plt.gcf().
@pytest.mark.exercise("plot_grid", points=1)
def test_plot_grid_of_one_cell_is_a_new_figure(submission, expect, rng):
    given = histories(rng, ["tanh"], names(rng, 1))
    first, plots = draw(submission, expect, given)
    find(expect, plots, given)
    second, _ = draw(submission, expect, given)
    reused = figures.probed(submission, "same", first, second) is not False
    expect.that(not reused, "every call makes a new figure", "the figure of the call before")
