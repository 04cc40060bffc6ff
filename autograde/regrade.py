"""Grading again after a suite changed: first what would change and by which checks, then, on request, the change.

What counts is each submission's last line of history. Those that another version of the suite gave are graded with the
current one, from the file they came from. Results are kept in the store as they come, so that applying what a dry run
showed grades nothing again; history gets its lines only when the change is applied, and keeps the earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograde.engine import GraderError
from autograde.grading import Grader, grade
from autograde.manifest import Manifest
from autograde.records import Record, TestResult
from autograde.store import Grading, Key, Store
from autograde.submission import Found, Rejected, intake
from autograde.suites import environment_digest, suite_digest


@dataclass(frozen=True)
class Due:
    """What a new suite leaves to do: submissions to grade again, and those that cannot be, with the reason."""

    found: tuple[Found, ...]
    lines: tuple[Grading, ...]
    lost: dict[str, str]
    current: int


@dataclass(frozen=True)
class CheckChange:
    """One check's points before and after; None where that version of the suite had no such check."""

    name: str
    before: TestResult | None
    after: TestResult | None


@dataclass(frozen=True)
class Change:
    """What the current suite makes of one submission."""

    line: Grading
    record: Record
    checks: tuple[CheckChange, ...]

    @property
    def gain(self) -> float:
        """The points won; negative when some are lost."""
        return self.record.score - self.line.score


def due(store: Store, manifest: Manifest) -> Due:
    """The submissions whose last grade came from another suite. A file that is gone or changed is not guessed at."""
    suite = suite_digest(manifest.assignment)
    lines = store.latest(manifest.assignment).values()
    old = [line for line in lines if line.key.suite_digest != suite]
    lost: dict[str, str] = {}
    for line in old:
        try:
            if intake(_found(line), manifest).digest != line.key.submission_digest:
                lost[line.submission] = (
                    f"{line.path} is not what was graded then; `autograde grade` takes it as it is now"
                )
        except Rejected as rejected:
            lost[line.submission] = f"{line.path}: {rejected}"
    left = tuple(line for line in old if line.submission not in lost)
    return Due(tuple(_found(line) for line in left), left, lost, len(lines) - len(old))


def changes(due: Due, grader: Grader, store: Store) -> Iterator[Change | GraderError]:
    """Grade what is due, or find it already graded; what comes out, in the order of completion. No grade changes."""
    for index, outcome in grade(list(due.found), grader, store, history=False):
        line = due.lines[index]
        if isinstance(outcome, GraderError):
            yield outcome
        elif outcome.digest != line.key.submission_digest:
            yield GraderError(f"{line.submission}: {line.path} changed meanwhile")
        else:
            yield _change(line, outcome, store)


def apply(changes: list[Change], store: Store, never_lower: bool = False) -> list[Change]:
    """Write the new grades into history (`never_lower`: but for those that lose points); those that were written."""
    written = [change for change in changes if not (never_lower and change.gain < 0)]
    for change in written:
        record, assignment = change.record, change.line.assignment
        key = Key(record.digest, suite_digest(assignment), environment_digest(), record.isolation)
        store.add(assignment, key, record)
    return written


def _found(line: Grading) -> Found:
    return Found(line.submission, Path(line.path), line.assignment)


def _change(line: Grading, record: Record, store: Store) -> Change:
    earlier = store.find(line.key)
    before, after = _tests(earlier) if earlier else {}, _tests(record)
    names = [*after, *(name for name in before if name not in after)]
    checks = (CheckChange(name, before.get(name), after.get(name)) for name in names)
    return Change(line, record, tuple(check for check in checks if _points(check.before) != _points(check.after)))


def _tests(record: Record) -> dict[str, TestResult]:
    """The checks of a record by exercise and name."""
    return {f"{exercise.name}: {test.name}": test for exercise in record.exercises for test in exercise.tests}


def _points(test: TestResult | None) -> tuple[float, float]:
    return (test.points, test.max_points) if test else (0.0, 0.0)
