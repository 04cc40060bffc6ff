"""Hidden checks of `activations`: the figure. It is read in the student's process, as plain numbers and texts.

Which plot shows what is told from the curves in it, not from the order in which the plots were made; so any layout that
puts them where they belong passes. Legends, reference lines, twin axes, insets and further plots do not matter.
"""

import msgspec
import numpy as np
import pytest

from autograde.expect import described

FIGURE_RULE = "plot_histories returns the matplotlib Figure"

# Reads a figure: for each of its plots (insets included) the box in pixels, the titles (a subfigure's included), the
# vertical limits, the numbers of the plots whose vertical axis is tied to its own, and the curves as (xs, ys).
PROBE = """
import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure


def read(figure, draw):
    if not isinstance(figure, Figure):
        return None
    if draw:
        figure.draw_without_rendering()
    plots = list(all_plots(figure.axes))
    return [plot(ax, plots, figure) for ax in plots]


def all_plots(axes):
    for ax in axes:
        if hasattr(ax, "get_lines"):
            yield ax
        yield from all_plots(getattr(ax, "child_axes", []))


def plot(ax, plots, figure):
    box = ax.get_window_extent()
    titles = [ax.get_title(loc) for loc in ("left", "center", "right")]
    if ax.figure is not figure:
        titles.append(ax.figure.get_suptitle())
    tied = [i for i, other in enumerate(plots) if other is not ax and ax.get_shared_y_axes().joined(ax, other)]
    numbers = [float(value) for value in (box.x0, box.y0, box.x1, box.y1)]
    limits = [float(value) for value in ax.get_ylim()]
    return {"box": numbers, "titles": titles, "limits": limits, "tied": tied, "curves": list(curves(ax))}


def curves(ax):
    for line in ax.get_lines():
        yield columns(np.column_stack([line.get_xdata(orig=False), line.get_ydata(orig=False)]))
    for collection in ax.collections:
        if isinstance(collection, PathCollection):
            yield columns(collection.get_offsets())
        elif isinstance(collection, LineCollection) and len(collection.get_segments()):
            segments = collection.get_segments()
            joined = segments[0] if len(segments) == 1 else [segment[0] for segment in segments] + [segments[-1][-1]]
            yield columns(joined)


def columns(points):
    return np.asarray(points, dtype=float).reshape(-1, 2).T.tolist()


def same(a, b):
    return a is b
"""


class Plot(msgspec.Struct, frozen=True):
    """What the probe reads off one plot."""

    box: tuple[float, float, float, float]
    titles: list[str]
    limits: tuple[float, float]
    tied: list[int]
    curves: list[tuple[list[float], list[float]]]

    @property
    def area(self):
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])

    @property
    def title(self):
        return " ".join(self.titles).casefold()


def history(losses, accuracies):
    return {"loss": list(losses), "accuracy": list(accuracies)}


def histories(rng, epochs=(6, 6)):
    """Two histories whose losses have different scales, under keys that cannot be guessed."""
    first, second = (f"{word} {rng.integers(100, 1000)}" for word in ("width", "seed"))
    steep = np.linspace(3.7, 0.03, epochs[0]) + rng.uniform(0.0, 0.01, epochs[0])
    creeping = np.linspace(0.72, 0.64, epochs[1]) + rng.uniform(0.0, 0.01, epochs[1])
    return {
        first: history(steep, np.linspace(0.45, 0.98, epochs[0]) + rng.uniform(0.0, 0.01, epochs[0])),
        second: history(creeping, np.linspace(0.5, 0.71, epochs[1]) + rng.uniform(0.0, 0.01, epochs[1])),
    }


def draw(submission, expect, given):
    """The student's figure, as a handle."""
    figure = submission.plot_histories(given)
    expect.that(probed(submission, "read", figure, False) is not None, FIGURE_RULE, described(figure))
    return figure


def probed(submission, name, *args):
    """What the probe says; the call that messages speak of stays the student's own."""
    call = submission.last
    answer = getattr(submission.define(PROBE), name)(*args)
    submission.last = call
    return answer


def read(submission, expect, figure, laid_out=False):
    """The plots of a figure; `laid_out` after the layout of a drawing, which takes a while."""
    try:
        return msgspec.convert(probed(submission, "read", figure, laid_out), list[Plot])
    except msgspec.ValidationError:
        expect.that(False, FIGURE_RULE, "a figure that cannot be read")


def shows(plot, values):
    """The plot has a curve with these heights."""
    return any(len(ys) == len(values) and np.allclose(ys, values, rtol=1e-6) for _, ys in plot.curves)


def find(expect, plots, given):
    """For each key its two plots, (loss, accuracy): where a curve is in several, the titled, aligned, largest one."""
    found = {}
    for key, entry in given.items():
        upper = [plot for plot in plots if shows(plot, entry["loss"])]
        percent = [100 * value for value in entry["accuracy"]]
        lower = [plot for plot in plots if shows(plot, entry["accuracy"]) or shows(plot, percent)]
        for name, candidates in (("loss", upper), ("accuracy", lower)):
            rule = f"for every entry, a plot with its {name} over the epochs"
            expect.that(candidates, rule, f"{len(plots)} plots, none with a curve of the {name} of {key!r}")
        loss = max(upper, key=lambda plot: (key.casefold() in plot.title, plot.area))
        found[key] = loss, max(lower, key=lambda plot: (overlap(loss, plot), plot.area))
    return found


def overlap(a, b):
    """The plots share at least half of the narrower one's horizontal extent."""
    narrower = min(a.box[2] - a.box[0], b.box[2] - b.box[0])
    return min(a.box[2], b.box[2]) - max(a.box[0], b.box[0]) >= narrower / 2


def stacked(pair):
    """The loss is above the accuracy, in the same column."""
    loss, accuracy = pair
    return loss.box[1] >= accuracy.box[3] - 1 and overlap(loss, accuracy)


def beside(one, other):
    """No plot of one column reaches into the other column."""
    left, right = sorted([one, other], key=lambda pair: pair[0].box[0])
    return max(plot.box[2] for plot in left) <= min(plot.box[0] for plot in right) + 1


# Kills: one history's epochs for all; accuracy over loss; a curve that is missing or cut.
@pytest.mark.exercise("plot_histories", points=5)
def test_plot_histories_curves(submission, expect, rng):
    given = histories(rng, epochs=(6, 9))
    found = find(expect, read(submission, expect, draw(submission, expect, given)), given)
    for key, pair in found.items():
        for plot, name in zip(pair, ("loss", "accuracy"), strict=True):
            count = len(given[key][name])
            xs = [xs for xs, ys in plot.curves if len(ys) == count]
            expect.that(
                any((np.diff(x) > 0).all() for x in xs),
                f"the {name} is drawn over the epochs, which run from left to right",
                f"a curve of the {name} of {key!r} that runs back and forth",
            )


# Kills: accuracy above loss; one row per entry; all in one column or one plot; twin axes.
@pytest.mark.exercise("plot_histories", points=4)
def test_plot_histories_layout(submission, expect, rng):
    given = histories(rng)
    figure = draw(submission, expect, given)
    rule = "one column per entry, its loss above its accuracy"

    def mistake(laid_out):
        first, second = find(expect, read(submission, expect, figure, laid_out), given).values()
        for pair in (first, second):
            if not stacked(pair):
                return (
                    f"{'accuracy above loss' if stacked(pair[::-1]) else 'loss and accuracy not one above the other'}"
                )
        return "" if beside(first, second) else "two entries in the same column"

    wrong = mistake(False) and mistake(True)
    expect.that(not wrong, rule, wrong)


# Kills: fixed titles; the last key everywhere; titles on the lower plots only.
@pytest.mark.exercise("plot_histories", points=2)
def test_plot_histories_titles(submission, expect, rng):
    given = histories(rng)
    found = find(expect, read(submission, expect, draw(submission, expect, given)), given)
    for key, (loss, _) in found.items():
        titles = [title for title in loss.titles if title]
        rule = "the title of the upper plot contains the key of its entry"
        expect.that(key.casefold() in loss.title, rule, f"the titles {titles} where {key!r} belongs")


# Kills: sharey, of rows, columns or all; the same limits for every loss.
@pytest.mark.exercise("plot_histories", points=2)
def test_plot_histories_scales(submission, expect, rng):
    given = histories(rng)
    plots = read(submission, expect, draw(submission, expect, given))
    first, second = find(expect, plots, given).values()
    chosen = [plots.index(plot) for plot in (*first, *second)]
    rule = "every plot has its own vertical scale, so that a small change can be seen beside a large one"
    tied = any(other in plots[number].tied for number in chosen for other in chosen)
    expect.that(not tied, rule, "plots whose vertical axes are shared")
    same = np.allclose(first[0].limits, second[0].limits, rtol=1e-9)
    expect.that(not same, rule, "the same vertical limits for losses of very different range")


# Kills: plt.subplots(2, 1) taken for a table.
@pytest.mark.exercise("plot_histories", points=1)
def test_plot_histories_of_one_entry(submission, expect, rng):
    given = dict(list(histories(rng).items())[:1])
    find(expect, read(submission, expect, draw(submission, expect, given)), given)


# Kills: a figure with a fixed name or number; plt.gcf().
@pytest.mark.exercise("plot_histories", points=1)
def test_plot_histories_makes_a_new_figure(submission, expect, rng):
    given = histories(rng)
    first, second = draw(submission, expect, given), draw(submission, expect, given)
    reused = probed(submission, "same", first, second) is not False
    expect.that(not reused, "every call makes a new figure", "the figure of the call before")
