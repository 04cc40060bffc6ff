"""Pictures as inline SVG: no script, no fonts, colours that follow the page (`--got`, `--want`) or stand alone.

What is the student's is solid (bars, solid lines with dots), what is expected is dashed, so that nothing hangs on
colour alone. Every picture has a title and says in words what it shows. Coordinates have one decimal.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape

from autograde.disclosure import clean
from autograde.pictures import Curves, Histogram, Line, Picture, Profile, Values

WIDTH, HEIGHT = 400, 236
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 12, 42
GOT = "var(--got, #b4540a)"
WANT = "var(--want, #1d5fa8)"
INK = "var(--ink-soft, #4c5763)"
RULE = "var(--rule, #d3dae0)"
SOLID, DASHED = "none", "7 4"

Scale = Callable[[float], float]
Ticks = list[tuple[float, str]]


def svg(picture: Picture, key: str) -> str:
    """The picture as an SVG element; `key` makes its ids unique on the page."""
    draw = {Histogram: _histogram, Curves: _curves, Profile: _profile}[type(picture)]
    key = _text(key)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{key}-title {key}-alt" '
        'style="display:block;width:100%;max-width:540px;height:auto" font-family="inherit" font-size="12">'
        f'<title id="{key}-title">{_text(picture.title)}</title><desc id="{key}-alt">{_text(picture.alt)}</desc>'
        f"{draw(picture)}</svg>"  # type: ignore[operator]
    )


def _histogram(picture: Histogram) -> str:
    xs = [*picture.edges, *(x for x, _ in picture.expected)]
    low, high = min(xs), max(xs)
    highest = max(picture.got, default=0.0)
    # Where the two differ by decades, the taller one runs out of the frame rather than flatten the other.
    tallest = min(max([highest, *(d for _, d in picture.expected)]), 3.0 * highest) or 1.0
    x, y = _linear(low, high, LEFT, WIDTH - RIGHT), _linear(0.0, 1.08 * tallest, HEIGHT - BOTTOM, TOP)
    bars = "".join(
        f'<rect x="{x(a):.1f}" y="{y(d):.1f}" width="{max(x(b) - x(a) - 0.6, 0.5):.1f}" height="{y(0) - y(d):.1f}"/>'
        for a, b, d in zip(picture.edges, picture.edges[1:], picture.got, strict=False)
        if d > 0
    )
    curve = [(x(at), max(y(density), TOP)) for at, density in picture.expected]
    return (
        _axes(x, y, _ticks(low, high), [], picture.x, "density")
        + (f'<g style="fill:{GOT};opacity:.75">{bars}</g>' if bars else _nothing(GOT))
        + _path(curve, WANT, DASHED)
        + _legend([("yours", GOT, SOLID), ("expected", WANT, DASHED)])
    )


def _curves(picture: Curves) -> str:
    values = [v for line in (*picture.got, *picture.expected) for v in line.values if v is not None]
    low, high = min([0.0, *values]), max(values, default=1.0)
    expected = [v for line in picture.expected for v in line.values if v is not None]
    if expected and high > 4 * max(expected) > 0:
        high = 4 * max(expected)  # a run that blows up leaves the frame
    high = high if high > low else low + 1.0
    x, y = _linear(1, max(picture.steps, 2), LEFT, WIDTH - RIGHT), _linear(low, 1.05 * high, HEIGHT - BOTTOM, TOP)

    def points(values: Values) -> list[tuple[float, float] | None]:
        step = (picture.steps - 1) / max(len(values) - 1, 1)
        return [None if v is None else (x(1 + i * step), max(y(v), TOP)) for i, v in enumerate(values)]

    names = [line.name for line in picture.got]
    parts = [_axes(x, y, _ticks(1, picture.steps), _ticks(low, high), picture.x, picture.y)]
    parts += [_path(points(line.values), WANT, DASHED) for line in picture.expected]
    parts += [_path(points(line.values), GOT, SOLID) for line in picture.got]
    parts += [_end_labels(picture.got, points)] if len(names) > 1 else []
    return "".join(parts) + _legend([("yours", GOT, SOLID), ("expected", WANT, DASHED)])


def _end_labels(lines: Sequence[Line], points: Callable[[Values], list[tuple[float, float] | None]]) -> str:
    """The name of each of the student's lines above its last point, kept apart from the others, the lowest first."""
    ends = sorted(
        ((known[-1], line.name) for line in lines if (known := [p for p in points(line.values) if p])),
        key=lambda end: -end[0][1],
    )
    labels, above = [], math.inf
    for (x, y), name in ends:
        above = min(y - 5, above - 13)
        labels.append(
            f'<text x="{x - 2:.1f}" y="{above:.1f}" text-anchor="end" style="fill:{GOT}">{_text(name)}</text>'
        )
    return "".join(labels)


def _profile(picture: Profile) -> str:
    logs = [math.log10(v) for v in (*picture.got, *picture.expected) if v is not None and v > 0]
    low, high = math.floor(min(logs, default=-1.0)), math.ceil(max(logs, default=0.0))
    high = high if high > low else low + 1
    layers = max(len(picture.got), len(picture.expected))
    x, y = _linear(1, max(layers, 2), LEFT + 8, WIDTH - RIGHT - 8), _linear(low, high, HEIGHT - BOTTOM, TOP)

    def points(values: Values) -> list[tuple[float, float] | None]:
        return [(x(i), y(math.log10(v))) if v is not None and v > 0 else None for i, v in enumerate(values, 1)]

    step = max(1, math.ceil((high - low) / 6))
    decades = [(float(d), f"1e{d}" if d else "1") for d in range(low, high + 1, step)]
    every = max(1, math.ceil(layers / 12))
    marks = [(float(i), str(i)) for i in range(1, layers + 1, every)]
    return (
        _axes(x, y, marks, decades, "layer, input side first", picture.y)
        + _path(points(picture.expected), WANT, DASHED)
        + _path(points(picture.got), GOT, SOLID, dots=True)
        + _legend([("yours", GOT, SOLID), ("expected", WANT, DASHED)])
    )


def _text(text: str) -> str:
    return escape(clean(text, 400))


# --- parts ------------------------------------------------------------------------------------------------------------


def _axes(x: Scale, y: Scale, x_ticks: Ticks, y_ticks: Ticks, x_label: str, y_label: str) -> str:
    floor = HEIGHT - BOTTOM
    lines = [f'<path d="M{LEFT} {floor}H{WIDTH - RIGHT}" style="stroke:{INK};fill:none"/>']
    lines += [
        f'<path d="M{LEFT} {y(at):.1f}H{WIDTH - RIGHT}" style="stroke:{RULE}"/>'
        f'<text x="{LEFT - 6}" y="{y(at) + 4:.1f}" text-anchor="end" style="fill:{INK}">{label}</text>'
        for at, label in y_ticks
    ]
    lines += [
        f'<path d="M{x(at):.1f} {floor}v4" style="stroke:{INK}"/>'
        f'<text x="{x(at):.1f}" y="{floor + 17}" text-anchor="middle" style="fill:{INK}">{label}</text>'
        for at, label in x_ticks
    ]
    middle = (TOP + floor) / 2
    lines += [
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 7}" text-anchor="end" style="fill:{INK}">{_text(x_label)}</text>',
        f'<text transform="translate(13 {middle}) rotate(-90)" text-anchor="middle" style="fill:{INK}">'
        f"{_text(y_label)}</text>",
    ]
    return "".join(lines)


def _legend(entries: Iterable[tuple[str, str, str]]) -> str:
    """Names with a sample of their line, below the axis at the left."""
    parts, at = [], LEFT
    for name, color, dash in entries:
        parts.append(
            f'<path d="M{at} {HEIGHT - 11}h22" style="stroke:{color};stroke-width:3;stroke-dasharray:{dash}"/>'
            f'<text x="{at + 27}" y="{HEIGHT - 7}" style="fill:{color}">{_text(name)}</text>'
        )
        at += 48 + 9 * len(name)
    return "".join(parts)


def _path(points: Sequence[tuple[float, float] | None], color: str, dash: str, dots: bool = False) -> str:
    """A line through the points, broken where one is missing."""
    steps, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        steps.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
        pen = "L"
    if not steps:
        return _nothing(color)
    circles = "".join(f'<circle cx="{p[0]:.1f}" cy="{p[1]:.1f}" r="3.2"/>' for p in points if p) if dots else ""
    return f'<path d="{"".join(steps)}" style="fill:none;stroke:{color};stroke-width:2;stroke-dasharray:{dash}"/>' + (
        f'<g style="fill:{color}">{circles}</g>' if circles else ""
    )


def _nothing(color: str) -> str:
    """What stands where there is nothing to draw."""
    return f'<text x="{LEFT + 10}" y="{TOP + 20}" style="fill:{color}">no finite number</text>'


def _linear(low: float, high: float, start: float, end: float) -> Scale:
    return lambda value: start + (value - low) / (high - low) * (end - start)


def _ticks(low: float, high: float) -> Ticks:
    """Four to six round numbers between low and high."""
    if not high > low:
        return [(low, f"{low:g}")]
    size = 10.0 ** math.floor(math.log10((high - low) / 4))
    step = next(factor * size for factor in (1, 2, 2.5, 5, 10) if (high - low) / (factor * size) <= 5)
    first = math.ceil(low / step)
    return [(i * step, f"{i * step:.4g}") for i in range(first, math.floor(high / step) + 1)]
