"""What a wrong result is recognised by, and what tells nothing."""

from __future__ import annotations

import numpy as np
import pytest

from autograde import clues

WANT = np.array([[1.0, -2.0], [0.5, 4.0]])


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (-WANT, "sign"),
        (WANT.T, "transpose"),
        (3.0 * WANT, "same factor, about 3"),
        (np.zeros((2, 2)), "zero"),
        (np.where(WANT > 3.0, np.nan, WANT), "NaN"),
        (np.where(WANT > 3.0, np.inf, WANT), "infinite"),
        (WANT.astype(np.float32) * (1.0 + 1e-7), "seven digits"),
    ],
)
def test_a_wrong_value_is_recognised(got, words):
    clue = clues.value_clue(got, WANT)
    assert clue is not None
    assert words in clue


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (WANT + 1.0, WANT),
        (np.full(5, 0.7), np.full(5, 0.69)),  # any constant is off by a factor
        (np.full(5, 0.7), np.array([0.69] * 4 + [0.0])),  # and not where nothing is wanted
    ],
)
def test_nothing_is_read_into_any_other_value(got, want):
    assert clues.value_clue(got, want) is None


def test_a_wrong_shape_is_recognised():
    assert "transpose" in clues.shape_clue(np.zeros((3, 2)), np.zeros((2, 3)))
    assert "broadcasts" in clues.shape_clue(np.zeros((4, 4)), np.zeros((4, 1)))
    assert "reshape" in clues.shape_clue(np.zeros(4), np.zeros((4, 1)))
    assert clues.shape_clue(np.zeros(5), np.zeros((4, 1))) is None


def test_a_known_mistake_is_named_unless_it_gives_the_right_value_here():
    known = {"doubled": lambda: 2.0 * WANT, "as it is": WANT}
    assert clues.named_clue(2.0 * WANT, known, WANT) == "doubled"
    assert clues.named_clue(WANT, known, WANT) is None
