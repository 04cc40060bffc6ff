"""Records: what grading gives. One immutable result per submission and suite; plain data, ready for JSON."""

from __future__ import annotations

from typing import Literal

import msgspec

from autograde.pictures import Picture

Outcome = Literal["passed", "failed", "error", "timeout", "crashed"]
Level = Literal["sealed", "confined", "process"]


class TestResult(msgspec.Struct, frozen=True):
    """One hidden check. Points count only when it positively passed; `message` and `picture` are for the student."""

    __test__ = False

    name: str
    outcome: Outcome
    points: float
    max_points: float
    message: str = ""
    picture: Picture | None = None


class ExerciseResult(msgspec.Struct, frozen=True):
    """An exercise: the sum over its checks."""

    name: str
    score: float
    max_score: float
    tests: tuple[TestResult, ...]


class CellError(msgspec.Struct, frozen=True):
    """A cell of the student's that failed; `number` counts the notebook's cells from 1, `line` within the cell."""

    number: int
    line: int
    message: str


class Record(msgspec.Struct, frozen=True):
    """The result of grading one submission with one suite. `seconds` is wall time and not part of the result proper."""

    submission: str
    path: str
    digest: str
    status: Literal["graded", "rejected"]
    reason: str | None
    isolation: Level
    score: float
    max_score: float
    seconds: float
    exercises: tuple[ExerciseResult, ...]
    cells: tuple[CellError, ...] = ()
    notes: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """What `autograde grade --json` writes."""

    assignment: str
    suite: str
    records: tuple[Record, ...]


def points(value: float) -> float:
    """Points to a hundred-thousandth, so that sums of decimal fractions come out as people write them."""
    return round(float(value), 5)
