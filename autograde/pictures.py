"""Pictures that a hidden check attaches to its failure: the student's statistics beside the expected shape.

Small plain data, made by the judge from values that went through `expect`, stored in the record and drawn later. They
hold counts, means and curves to three digits; never a hidden input. What is not finite is left out.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

BINS = 32
POINTS = 80
LINES = 8
LARGEST = 1e100

Values = tuple[float | None, ...]


class Histogram(msgspec.Struct, frozen=True, tag="histogram"):
    """How values are distributed. `edges` are the n + 1 borders of n bins, `got` their densities; `expected` are
    points (x, density) of the curve they should follow. `alt` says the same in words."""

    title: str
    x: str
    alt: str
    edges: tuple[float, ...]
    got: tuple[float, ...]
    expected: tuple[tuple[float, float], ...]


class Line(msgspec.Struct, frozen=True):
    """A named sequence of values; None where a value was not finite."""

    name: str
    values: Values


class Curves(msgspec.Struct, frozen=True, tag="curves"):
    """Values over steps, as losses over epochs: the student's lines and the expected ones."""

    title: str
    x: str
    y: str
    alt: str
    got: tuple[Line, ...]
    expected: tuple[Line, ...]
    steps: int


class Profile(msgspec.Struct, frozen=True, tag="profile"):
    """One positive number per layer, input side first, on a logarithmic scale."""

    title: str
    y: str
    alt: str
    got: Values
    expected: Values


Picture = Histogram | Curves | Profile


def histogram(
    values: np.ndarray, density: Callable[[np.ndarray], np.ndarray], span: tuple[float, float], title: str, x: str
) -> Histogram:
    """The distribution of `values` beside a density that is expected on `span`."""
    found = np.asarray(values, dtype=np.float64).ravel()
    found = found[np.abs(found) < LARGEST]  # neither NaN nor infinite, and its square is finite too
    low, high = np.percentile(found, (0.2, 99.8)) if found.size else span
    low, high = min(low, span[0]), max(high, span[1])
    if not high > low:
        low, high = low - 0.5, high + 0.5
    edges = np.linspace(low, high, BINS + 1)
    counts = np.histogram(found, edges)[0] / (max(found.size, 1) * (edges[1] - edges[0]))
    grid = np.linspace(*span, POINTS)
    spread = f"mean {found.mean():.2g}, standard deviation {found.std():.2g}" if found.size else "none of them finite"
    alt = f"Histogram of your {np.size(values)} values ({spread}), beside the density that is expected."
    curve = tuple(zip(_short(grid), _short(density(grid)), strict=True))
    return Histogram(title, x, alt, _short(edges), _short(counts), curve)


def curves(got: dict[str, np.ndarray], expected: dict[str, np.ndarray], title: str, x: str, y: str) -> Curves:
    """The student's sequences, by name, beside those of the reference."""
    steps = max(map(len, (*got.values(), *expected.values())))
    ends = ", ".join(f"{name} from {_said(v[0])} to {_said(v[-1])}" for name, v in got.items() if len(v))
    alt = f"Curves over {steps} steps; yours: {ends or 'no values'}. The expected curves are dashed."
    return Curves(title, x, y, alt, _lines(got), _lines(expected), steps)


def profile(got: np.ndarray, expected: np.ndarray, title: str, y: str) -> Profile:
    """One number per layer beside the reference's."""
    numbers = ", ".join(_said(v) for v in got[:20])
    alt = f"{y} by layer, input side first, on a logarithmic scale; yours: {numbers}. The expected profile is dashed."
    return Profile(title, y, alt, _values(got), _values(expected))


def _lines(sequences: dict[str, np.ndarray]) -> tuple[Line, ...]:
    return tuple(Line(name[:40], _values(_thinned(values))) for name, values in list(sequences.items())[:LINES])


def _thinned(values: np.ndarray) -> np.ndarray:
    """At most POINTS of the values, evenly spaced, the first and the last among them."""
    if len(values) <= POINTS:
        return values
    return np.asarray(values)[np.linspace(0, len(values) - 1, POINTS).round().astype(int)]


def _values(values: np.ndarray) -> Values:
    return tuple(float(f"{v:.3g}") if np.isfinite(v) else None for v in np.asarray(values, dtype=np.float64)[:POINTS])


def _short(values: np.ndarray) -> tuple[float, ...]:
    """To four digits: enough for any screen."""
    return tuple(float(f"{v:.4g}") for v in np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0))


def _said(value: float) -> str:
    return f"{value:.2g}" if np.isfinite(value) else "no finite number"
