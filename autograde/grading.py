"""Grading many: what has a record is not graded again, everything else is, and each record is stored as it comes.

The controller reads the submissions and is the only one that writes. Where the work is done (a pool of judges here, or
workers on other machines) is the business of a `Grader`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from autograde.engine import GraderError, rejection
from autograde.manifest import Manifest
from autograde.records import Level, Record
from autograde.store import Key, Store, personal
from autograde.submission import Found, Rejected, Submission, intake
from autograde.suites import environment_digest, suite_digest


class Grader(Protocol):
    """Something that turns submissions into records, several at a time."""

    manifest: Manifest
    level: Level

    def grade_many(self, submissions: Iterable[tuple[int, Submission]]) -> Iterator[tuple[int, Record | GraderError]]:
        """(index, record) in the order of completion; a GraderError where the grader failed for one of them."""
        ...


def grade(
    found: list[Found], grader: Grader, store: Store, again: bool = False, history: bool = True
) -> Iterator[tuple[int, Record | GraderError]]:
    """Grade what has no record yet (`again`: everything); (index, outcome) as each is known and stored.

    Without `history` the results are stored, but no line of history: nobody's grade changes.
    """
    assignment = grader.manifest.assignment

    def write(key: Key, record: Record) -> None:
        if not history:
            store.keep(key, record)
        elif again:
            store.replace(assignment, key, record)
        else:
            store.add(assignment, key, record)

    suite, environment = suite_digest(assignment), environment_digest()
    keys: dict[int, Key] = {}
    to_do: list[tuple[int, Submission]] = []
    for index, item in enumerate(found):
        try:
            submission = intake(item, grader.manifest)
        except Rejected as rejected:
            yield index, rejection(item, str(rejected), grader.manifest, grader.level)
            continue
        keys[index] = Key(submission.digest, suite, environment, grader.level)
        record = None if again else store.find(keys[index])
        if record is None:
            to_do.append((index, submission))
        else:
            record = personal(record, submission.name, submission.path, submission.notes)
            write(keys[index], record)
            yield index, record
    for index, outcome in grader.grade_many(to_do):
        if isinstance(outcome, Record):
            write(keys[index], outcome)
        yield index, outcome
