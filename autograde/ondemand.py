"""Judges that start with the first submission that needs them: what has a record costs no warm-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from autograde.engine import GraderError, Pool
from autograde.manifest import Manifest
from autograde.records import Level, Record
from autograde.submission import Submission


class OnDemand:
    """A grader whose pool of judges is started when there is work, and kept until `close`."""

    def __init__(self, assignment: str, isolation: Level | None = None, jobs: int = 1) -> None:
        self._pool = Pool(assignment, isolation, jobs)
        self._running = False
        self.manifest: Manifest = self._pool.manifest
        self.level: Level = self._pool.level

    def grade_many(self, submissions: Iterable[tuple[int, Submission]]) -> Iterator[tuple[int, Record | GraderError]]:
        """(index, record) in the order of completion; a GraderError where the grader failed for one of them."""
        to_do = list(submissions)
        if to_do and not self._running:
            self._pool.__enter__()
            self._running = True
        yield from self._pool.grade_many(to_do)

    def close(self) -> None:
        """End the judges, if any were started."""
        if self._running:
            self._pool.__exit__()
            self._running = False
