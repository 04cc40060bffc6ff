"""Clues: what a wrong result looks like, found without being asked for.

Each detector compares what came back with what was wanted and says in one sentence what it recognises, or nothing. The
first that recognises something is told to the student.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

Array = np.ndarray
Detector = Callable[[Array, Array], str | None]


def shape_clue(got: Array, want: Array) -> str | None:
    """What a wrong shape tells."""
    if got.ndim == want.ndim == 2 and got.shape == want.shape[::-1]:
        return "This is the shape of the transpose."
    rows = max(want.shape, default=0)
    if rows > 1 and got.shape == (rows, rows):
        return f"A shape of ({rows}, {rows}) comes from combining ({rows},) with ({rows}, 1): NumPy broadcasts them."
    if got.size == want.size and got.size:
        return "The number of entries is right, only the shape is not: a reshape or keepdims=True may be missing."
    return None


def _not_finite(got: Array, want: Array) -> str | None:
    if not np.isfinite(want).all():
        return None
    if np.isnan(got).all() and got.size:
        return "Every entry is NaN."
    if np.isnan(got).any():
        return "Some entries are NaN: look for 0/0, inf - inf, or a logarithm or root of a negative number."
    if np.isinf(got).any():
        return "Some entries are infinite: look for an overflowing exp or a division by zero."
    return None


def _sign(got: Array, want: Array) -> str | None:
    return "The size is right but the sign is the opposite one." if _same(got, -want) else None


def _constant_factor(got: Array, want: Array) -> str | None:
    nonzero = np.abs(want) > 1e-12
    if nonzero.sum() < 2 or not _same(got[~nonzero], want[~nonzero]):
        return None
    if np.ptp(want[nonzero]) < 1e-6 * np.abs(want[nonzero]).max():
        return None  # any other constant is off by a factor, too
    ratios = got[nonzero] / want[nonzero]
    factor = float(np.median(ratios))
    if not np.isfinite(factor) or factor == 0 or not np.allclose(ratios, factor, rtol=1e-4):
        return None
    if abs(factor - 1) < 1e-3:
        return None
    return f"Everything is off by the same factor, about {factor:.3g}."


def _transposed(got: Array, want: Array) -> str | None:
    square = want.ndim == 2 and want.shape[0] == want.shape[1]
    return "This is the transpose of what is asked for." if square and _same(got, want.T) else None


def _zeros(got: Array, want: Array) -> str | None:
    return "Every entry is zero." if got.size > 1 and not got.any() and want.any() else None


def _single_precision(got: Array, want: Array) -> str | None:
    scale = float(np.abs(want).max(initial=0.0))
    if np.allclose(got, want, rtol=2e-6, atol=2e-6 * scale):
        return "Right to about seven digits only: something is computed in float32, rounded, or cut off."
    return None


_DETECTORS: tuple[Detector, ...] = (_not_finite, _single_precision, _zeros, _sign, _transposed, _constant_factor)


def value_clue(got: Array, want: Array) -> str | None:
    """What wrong values of the right shape tell; None when nothing is recognised."""
    with np.errstate(all="ignore"):
        for detector in _DETECTORS:
            clue = detector(got, want)
            if clue:
                return clue
    return None


def named_clue(got: Array, clues: dict[str, Any], want: Array) -> str | None:
    """The sentence of the known mistake whose value came back; one whose value here is the right one tells nothing."""
    for sentence, value in clues.items():
        value = np.asarray(value() if callable(value) else value)
        telling = value.shape != want.shape or not _same(value, want)
        if telling and value.shape == got.shape and _same(got, value):
            return sentence
    return None


def input_clue(got: Array, inputs: Iterable[Array]) -> str | None:
    """An argument that came back as it was."""
    for array in inputs:
        if array.shape == got.shape and got.size > 1 and np.array_equal(array, got):
            return "This is one of the arguments, unchanged."
    return None


def _same(a: Array, b: Array) -> bool:
    return bool(np.allclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True))
