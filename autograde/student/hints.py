"""Hints, one step at a time; how many were given is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograde.manifest import Manifest
from autograde.student import memory


@dataclass(frozen=True)
class Hint:
    """A hint of an exercise: the `number`th (from 1) of `total`."""

    exercise: str
    number: int
    total: int
    text: str


def given(path: Path, assignment: Manifest, exercise: str) -> list[Hint]:
    """The hints that were given so far."""
    hints = assignment.exercise(exercise).hints
    count = memory.recall(path).hints.get(exercise, 0)
    return [Hint(exercise, number, len(hints), text) for number, text in enumerate(hints[:count], 1)]


def give(path: Path, assignment: Manifest, exercise: str) -> Hint | None:
    """The next hint, which from now on counts as given; None when all were given before."""
    hints = assignment.exercise(exercise).hints
    known = memory.recall(path)
    count = known.hints.get(exercise, 0)
    if count >= len(hints):
        return None
    known.hints[exercise] = count + 1
    memory.remember(path, known)
    return Hint(exercise, count + 1, len(hints), hints[count])
