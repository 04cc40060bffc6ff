"""How a hidden check reads a figure: in the student's process, as plain numbers and texts.

Which plot shows what is told from the curves in it, not from the order in which the plots were made; so any layout that
puts them where they belong passes. Legends, reference lines, twin axes, insets and further plots do not matter.
"""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from autograde.expect import Expect, described
from autograde.proxy import Handle, StudentModule

# Reads a figure: for each of its plots (insets included) the box in pixels, the titles (a subfigure's included), the
# vertical limits, the numbers of the plots whose vertical axis is tied to its own, and the curves as (xs, ys).
PROBE = """
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import StepPatch


def read(figure, draw):
    if not isinstance(figure, Figure):
        return None
    if draw:
        figure.draw_without_rendering()
    plots = list(all_plots(figure.axes))
    return [plot(ax, plots, figure) for ax in plots]


def all_plots(axes):
    for ax in axes:
        if isinstance(ax, Axes):  # a secondary axis is a child, too, and no plot
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
        elif isinstance(collection, LineCollection):
            yield from segments(collection.get_segments())
    for bars in ax.containers:
        if isinstance(bars, BarContainer):
            yield columns([(bar.get_x(), bar.get_height()) for bar in bars])
    for patch in ax.patches:
        if isinstance(patch, StepPatch):
            values, edges, _ = patch.get_data()
            yield columns(np.column_stack([edges[:-1], values]))


def segments(parts):
    for part in parts:
        yield columns(part)
    if len(parts) > 1:
        yield columns([part[0] for part in parts] + [parts[-1][-1]])


def columns(points):
    return np.asarray(points, dtype=float).reshape(-1, 2).T.tolist()


def same(a, b):
    return a is b
"""


# What `drawn_once` has made, for as long as its submission is judged.
_drawn: WeakKeyDictionary[StudentModule, Any] = WeakKeyDictionary()


class Plot(msgspec.Struct, frozen=True):
    """What the probe reads off one plot; `box` is (left, bottom, right, top)."""

    box: tuple[float, float, float, float]
    titles: list[str]
    limits: tuple[float, float]
    tied: list[int]
    curves: list[tuple[list[float], list[float]]]

    @property
    def area(self) -> float:
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])

    @property
    def title(self) -> str:
        return " ".join(self.titles).casefold()

    def shows(self, values: ArrayLike) -> bool:
        """The plot has a curve with these heights."""
        return bool(self.abscissas(values))

    def abscissas(self, values: ArrayLike) -> list[list[float]]:
        """The horizontal positions of each curve with these heights."""
        heights = np.asarray(values)
        return [xs for xs, ys in self.curves if len(ys) == len(heights) and np.allclose(ys, heights, rtol=1e-6)]


def probed(submission: StudentModule, name: str, *args: Any) -> Any:
    """What the probe says; the call that messages speak of stays the student's own."""
    call = submission.last
    answer = getattr(submission.define(PROBE), name)(*args)
    submission.last = call
    return answer


def read(submission: StudentModule, expect: Expect, figure: Any, rule: str, laid_out: bool = False) -> list[Plot]:
    """The plots of a figure; `laid_out` after the layout of a drawing, which takes a while."""
    answer = probed(submission, "read", figure, laid_out) if isinstance(figure, Handle) else None
    expect.that(answer is not None, rule, described(figure))
    try:
        return with_twins(msgspec.convert(answer, list[Plot]))
    except msgspec.ValidationError:
        expect.that(False, rule, "a figure that cannot be read")
        raise


def drawn_once(submission: StudentModule, draw: Callable[[], Any]) -> Any:
    """What `draw` gives, the same for all checks of a submission that ask: a figure of four plots takes 40 ms to make.

    Messages name the call that made it. What a check raised while it drew is not kept: the next one draws again.
    """
    if submission not in _drawn:
        made = draw()
        _drawn[submission] = made, submission.last
    made, submission.last = _drawn[submission]
    return made


def with_twins(plots: list[Plot]) -> list[Plot]:
    """The plots, each with the titles and curves of those that lie exactly over it: twin axes make one plot."""
    merged = []
    for plot in plots:
        together = [other for other in plots if np.allclose(other.box, plot.box, atol=1e-3)]
        titles = [title for twin in together for title in twin.titles]
        curves = [curve for twin in together for curve in twin.curves]
        merged.append(msgspec.structs.replace(plot, titles=titles, curves=curves))
    return merged


def aligned(one: Plot, other: Plot, axis: int) -> bool:
    """The plots share at least half of the narrower one's extent; axis 0: horizontally, 1: vertically."""
    extents = [(plot.box[axis], plot.box[axis + 2]) for plot in (one, other)]
    shared = min(end for _, end in extents) - max(start for start, _ in extents)
    return shared >= min(end - start for start, end in extents) / 2


def before(one: Plot, other: Plot, axis: int) -> bool:
    """One plot ends where the other begins, or earlier; axis 0: from the left, 1: from the bottom."""
    return one.box[axis + 2] <= other.box[axis] + 1
