"""Delivering versions: collect, grade, gradebook, feedback, release. Each step can be done again without harm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from autograde import grading
from autograde.delivery.gradebook import Nbgrader, NotDelivered
from autograde.engine import GraderError
from autograde.grading import Grader
from autograde.records import Record
from autograde.service.collect import collect
from autograde.service.inbox import Version
from autograde.store import Store
from autograde.submission import in_folder


class Delivered(msgspec.Struct, frozen=True):
    """All is done. `score` is None for what was rejected; `released`: the student can fetch the feedback."""

    score: float | None
    reason: str | None
    released: bool


class Delivery:
    """Delivers versions of one assignment, one per student at a time."""

    def __init__(self, nbgrader: Nbgrader, grader: Grader, store: Store, exchange: Path, release: bool) -> None:
        self._nbgrader = nbgrader
        self._grader = grader
        self._store = store
        self._exchange = exchange
        self._release = release

    def deliver(self, versions: Sequence[Version], step: Callable[[], None]) -> dict[Version, Delivered | str]:
        """What became of each version: delivered, or the reason why not, which is not the student's fault.

        `step` is called between the steps. GraderError when the grader cannot start at all.
        """
        failed: dict[Version, str] = {}
        for version in versions:
            try:
                collect(version, self._nbgrader, version.path.parent == self._exchange)
            except (NotDelivered, OSError) as error:
                failed[version] = str(error)
            step()
        records = self._grade([version for version in versions if version not in failed], failed)
        step()
        self._convert(self._nbgrader.autograde, records, failed)
        step()
        self._convert(self._nbgrader.generate_feedback, records, failed)
        step()
        released = {version: self._released(version, failed) for version in records if version not in failed}
        done = {
            version: Delivered(None if record.status == "rejected" else record.score, record.reason, released[version])
            for version, record in records.items()
            if version not in failed
        }
        return {**done, **failed}

    def _grade(self, versions: list[Version], failed: dict[Version, str]) -> dict[Version, Record]:
        folder = self._nbgrader.folder
        found = [in_folder(folder("submitted", v.student, v.assignment), v.student, v.assignment) for v in versions]
        records: dict[Version, Record] = {}
        for index, outcome in grading.grade(found, self._grader, self._store):
            if isinstance(outcome, GraderError):
                failed[versions[index]] = str(outcome)
            else:
                records[versions[index]] = outcome
        return records

    def _convert(
        self,
        convert: Callable[[str, list[str]], dict[str, str]],
        records: dict[Version, Record],
        failed: dict[Version, str],
    ) -> None:
        """Let nbgrader convert what has not failed."""
        versions = {version.student: version for version in records if version not in failed}
        for student, reason in convert(self._grader.manifest.assignment, list(versions)).items():
            failed[versions[student]] = reason or "nbgrader failed and said nothing"

    def _released(self, version: Version, failed: dict[Version, str]) -> bool:
        if not self._release:
            return False
        try:
            return self._nbgrader.release_feedback(version.assignment, version.student)
        except NotDelivered as error:
            failed[version] = str(error)
            return False
