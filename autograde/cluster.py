"""Grading on many machines: the same judges, in Dask workers, fed in batches. The controller alone writes records.

Workers need the package with its hidden suites; submissions come with the task. A worker that is lost costs a rerun of
its batch, never a record.
"""

from __future__ import annotations

import atexit
import functools
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec
from distributed import Client, LocalCluster, as_completed, get_worker

from autograde import manifest as manifests
from autograde.engine import GraderError, Pool, best_level, default_jobs
from autograde.records import Level, Record
from autograde.submission import Submission
from autograde.suites import environment_digest, suite_digest

BATCH = 16
BATCHES_IN_FLIGHT = 4  # per worker


class Failure(msgspec.Struct, frozen=True, tag="failure"):
    """The grader failed for a submission on a worker."""

    reason: str


class Graded(msgspec.Struct, frozen=True, tag="graded"):
    record: Record


class Batch(msgspec.Struct, frozen=True):
    """What a worker answers: with which suite and environment it graded, and one outcome per submission."""

    suite: str
    environment: str
    outcomes: list[Graded | Failure]


class Cluster:
    """A grader that is a Dask cluster. `address` is a scheduler's, or "local" for one worker process per core here."""

    def __init__(self, address: str, assignment: str, isolation: Level | None = None, jobs: int | None = None) -> None:
        self.manifest = manifests.load(assignment)
        self.level: Level = isolation or best_level()
        self._address = address
        self._jobs = jobs or default_jobs()

    def __enter__(self) -> Cluster:
        try:
            self._local = _local_cluster(self._jobs) if self._address == "local" else None
            self._client = Client(self._local or self._address, timeout=20, set_as_default=False)
        except (OSError, ValueError) as error:
            raise GraderError(f"no Dask scheduler at {self._address}: {error}") from error
        return self

    def __exit__(self, *exception: object) -> None:
        self._client.close()
        if self._local is not None:
            self._local.close()

    def grade_many(self, submissions: Iterable[tuple[int, Submission]]) -> Iterator[tuple[int, Record | GraderError]]:
        """(index, record) in the order of completion; a GraderError where the grader failed for one of them."""
        items = iter(submissions)
        batches = iter(lambda: list(islice(items, BATCH)), [])
        workers = max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))
        pending = {self._submit(batch): batch for batch in islice(batches, BATCHES_IN_FLIGHT * workers)}
        completed = as_completed(list(pending), with_results=False)
        for future in completed:
            batch = pending.pop(future)
            for following in islice(batches, 1):
                submitted = self._submit(following)
                pending[submitted] = following
                completed.add(submitted)
            yield from self._outcomes(future, batch)

    def _submit(self, batch: list[tuple[int, Submission]]) -> object:
        data = msgspec.msgpack.encode([submission for _, submission in batch])
        return self._client.submit(grade_batch, self.manifest.assignment, self.level, data, pure=False, retries=1)

    def _outcomes(
        self, future: object, batch: list[tuple[int, Submission]]
    ) -> Iterator[tuple[int, Record | GraderError]]:
        try:
            answer = msgspec.msgpack.decode(future.result(), type=Batch)  # type: ignore[attr-defined]
            self._require_same_code(answer)
        except Exception as error:  # whatever went wrong over there, these submissions have no record
            for index, submission in batch:
                yield index, GraderError(f"{submission.name}: {error}")
            return
        for (index, submission), outcome in zip(batch, answer.outcomes, strict=True):
            if isinstance(outcome, Graded):
                yield index, outcome.record
            else:
                yield index, GraderError(f"{submission.name}: {outcome.reason}")

    def _require_same_code(self, answer: Batch) -> None:
        if answer.suite != suite_digest(self.manifest.assignment):
            raise GraderError("a worker has another version of the hidden suite; install the same course there")
        if answer.environment != environment_digest():
            raise GraderError("a worker has other versions of the grader or its libraries; install the same ones there")


def grade_batch(assignment: str, level: Level, data: bytes) -> bytes:
    """Runs on a worker: grade a batch of submissions with this process's own judge."""
    outcomes: list[Graded | Failure] = []
    for submission in msgspec.msgpack.decode(data, type=list[Submission]):
        try:
            outcomes.append(Graded(_pool(assignment, level).grade_one(submission)))
        except GraderError as error:
            outcomes.append(Failure(str(error)))
    return msgspec.msgpack.encode(Batch(suite_digest(assignment), environment_digest(), outcomes))


@functools.cache
def _pool(assignment: str, level: Level) -> Pool:
    """The judge of this worker process, started with the first batch and kept."""
    pool = Pool(assignment, level, first_core=_worker_number()).__enter__()
    atexit.register(pool.__exit__)
    return pool


def _worker_number() -> int:
    """Local workers are numbered; each takes a core of its own. On a cluster, the queue has seen to that."""
    name = str(get_worker().name)
    return int(name) if name.isdecimal() else 0


def _local_cluster(workers: int) -> LocalCluster:
    return LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    )
