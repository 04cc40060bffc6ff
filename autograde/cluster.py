"""Grading on many machines: the same judges, in Dask workers, fed in batches. The controller alone writes records.

Workers need the package with its hidden suites; submissions come with the task. A worker that is lost costs a rerun of
its batch, never a record.
"""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from threading import Lock
from typing import cast

import msgspec
from distributed import Client, Future, LocalCluster, Worker, as_completed, get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from autograde import manifest as manifests
from autograde.engine import GraderError, Pool, best_level, default_jobs
from autograde.records import Level, Record
from autograde.submission import Submission
from autograde.suites import environment_digest, suite_digest

CONNECT_SECONDS = 20.0
BATCH = 8
BATCHES_IN_FLIGHT = 4  # per thread of a worker


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


class Judges(WorkerPlugin):
    """The judges of one worker: started with its first batch, one per thread, ended with the run or with the worker."""

    def __init__(self, assignment: str, level: Level) -> None:
        self.name = f"autograde-{uuid.uuid4().hex}"  # two runs on one cluster do not share judges
        self.assignment = assignment
        self.level = level

    def setup(self, worker: Worker) -> None:
        """Dask calls this in each worker, and in those that come later; it must not block."""
        self._lock = Lock()
        self._pool: Pool | None = None
        threads = worker.state.nthreads
        self._place = {"jobs": threads, "first_core": threads * _number(str(worker.name))}

    def pool(self) -> Pool:
        """The judges, warm; `code` says with which suite and environment they were started."""
        with self._lock:
            if self._pool is None:
                self.code = (suite_digest(self.assignment), environment_digest())
                self._pool = Pool(self.assignment, self.level, **self._place).__enter__()
        return self._pool

    def teardown(self, worker: Worker) -> None:
        """Dask calls this when the controller takes the plugin back, and when the worker closes."""
        if self._pool is not None:
            self._pool.__exit__()


class Cluster:
    """A grader that is a Dask cluster. `address` is a scheduler's, or "local" for one worker process per core here."""

    def __init__(self, address: str, assignment: str, isolation: Level | None = None, jobs: int | None = None) -> None:
        self.manifest = manifests.load(assignment)
        self.level: Level = isolation or best_level()
        self._address = address
        self._jobs = jobs or default_jobs()
        self._judges = Judges(assignment, self.level)

    def __enter__(self) -> Cluster:
        try:
            self._local = _local_cluster(self._jobs) if self._address == "local" else None
            self._client = Client(self._local or self._address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise GraderError(f"no Dask scheduler at {self._address}: {error}") from error
        self._client.register_plugin(self._judges)
        return self

    def __exit__(self, *exception: object) -> None:
        try:
            self._client.unregister_worker_plugin(self._judges.name)
        finally:
            self._client.close()
            if self._local is not None:
                self._local.close()

    def grade_many(self, submissions: Iterable[tuple[int, Submission]]) -> Iterator[tuple[int, Record | GraderError]]:
        """(index, record) in the order of completion; a GraderError where the grader failed for one of them."""
        items = list(submissions)
        size = min(BATCH, 1 + len(items) // (2 * self._threads()))  # few submissions: enough batches for all
        batches = (items[start : start + size] for start in range(0, len(items), size))
        pending = {self._submit(batch): batch for batch in islice(batches, BATCHES_IN_FLIGHT * self._threads())}
        completed = as_completed(list(pending), loop=self._client.loop)
        for future in completed:
            batch = pending.pop(future)
            for following in islice(batches, max(0, BATCHES_IN_FLIGHT * self._threads() - len(pending))):
                submitted = self._submit(following)
                pending[submitted] = following
                completed.add(submitted)
            yield from self._outcomes(future, batch)

    def _threads(self) -> int:
        """How many submissions the workers grade at a time; they come and go."""
        return max(1, sum(self._client.nthreads().values()))

    def _submit(self, batch: list[tuple[int, Submission]]) -> Future:
        data = msgspec.msgpack.encode([submission for _, submission in batch])
        return self._client.submit(grade_batch, self._judges.name, data, pure=False, retries=1)

    def _outcomes(
        self, future: Future, batch: list[tuple[int, Submission]]
    ) -> Iterator[tuple[int, Record | GraderError]]:
        try:
            answer = msgspec.msgpack.decode(future.result(), type=Batch)
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


def grade_batch(plugin: str, data: bytes) -> bytes:
    """Runs on a worker: grade a batch of submissions with the worker's judges."""
    judges = cast(Judges, get_worker().plugins[plugin])
    pool = judges.pool()
    outcomes: list[Graded | Failure] = []
    for submission in msgspec.msgpack.decode(data, type=list[Submission]):
        try:
            outcomes.append(Graded(pool.grade_one(submission)))
        except GraderError as error:
            outcomes.append(Failure(str(error)))
    return msgspec.msgpack.encode(Batch(*judges.code, outcomes))


def _number(name: str) -> int:
    """Dask numbers the workers of a machine (`0`, `SLURMCluster-2-1`), so that each can take cores of its own."""
    digits = re.search(r"\d+$", name)
    return int(digits.group()) if digits else 0


def _local_cluster(workers: int) -> LocalCluster:
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.ERROR,
    )
