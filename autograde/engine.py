"""The engine: a pool of judges, one per core, to which submissions are handed out as they become free."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from functools import cache
from itertools import count, islice
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, cast

import msgspec

from autograde import manifest as manifests
from autograde.judge import Broken, Done, Job, Ready, Settings, answer_decoder
from autograde.manifest import Manifest
from autograde.records import ExerciseResult, Level, Record, points
from autograde.submission import Found, Rejected, Submission, intake, stored_path
from autograde.suites import Check

START_SECONDS = 330.0
SPARE_SECONDS = 60.0


class GraderError(Exception):
    """The grader itself failed: nobody's grade may depend on it. The text says what to do."""


class JudgeProcess:
    """A judge and its warm runner, in processes of their own."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._ended = False
        self.checks: tuple[Check, ...] = ()

    def start(self) -> None:
        """Start, and wait until the suite is collected; GraderError when it cannot be."""
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "autograde.judge", str(theirs.fileno())]
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        with theirs:
            self._process = subprocess.Popen(
                [*command, msgspec.json.encode(self.settings).decode()],
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self._connection = Connection(ours.detach())
        answer = self._receive(START_SECONDS)
        if not isinstance(answer, Ready):
            raise GraderError(f"{self.settings.assignment}: the judge did not start: {_reason(answer)}")
        self.checks = answer.checks

    def grade(self, job: Job) -> Record:
        """Grade one submission; a judge that broke is started again and tries once more."""
        reason = ""
        for _ in range(2):
            if self._ended:
                raise GraderError(f"{job.submission.name}: grading was ended")
            if self._connection is None:
                self.start()
            assert self._connection is not None
            try:
                self._connection.send_bytes(msgspec.msgpack.encode(job))
                answer = self._receive(self.settings.total_seconds + SPARE_SECONDS)
            except OSError as error:
                answer = Broken(f"the judge is gone ({error})", fatal=True)
            if isinstance(answer, Done):
                return answer.record
            reason = _reason(answer)
            self.stop()
        raise GraderError(f"{job.submission.name}: the grader failed twice: {reason}")

    def end(self) -> None:
        """Stop for good, also when another thread waits for a record."""
        self._ended = True
        self.stop()

    def stop(self) -> None:
        """End the judge and its runner."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._connection = self._process = None

    def _receive(self, seconds: float) -> Ready | Done | Broken:
        assert self._connection is not None
        try:
            if not self._connection.poll(seconds):
                return Broken(f"no answer within {seconds:.0f} s", fatal=True)
            return answer_decoder.decode(self._connection.recv_bytes())
        except (EOFError, OSError):
            return Broken("the judge ended without an answer", fatal=True)


class Pool:
    """Judges for one assignment at one level. A context manager; usable from several threads.

    `jobs` judges, each pinned to a core of its own with its runner, from the `first_core` on. Where that is not said,
    pools take turns: two with one judge each, in one process or in two, should not share a core while another is idle.
    """

    _turns = count(os.getpid())

    def __init__(
        self,
        assignment: str,
        isolation: Level | None = None,
        jobs: int = 1,
        first_core: int | None = None,
        **settings: Any,
    ) -> None:
        self.assignment = assignment
        self.manifest = manifests.load(assignment)
        self.level: Level = isolation or best_level()
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        turns = count(first_core) if first_core is not None else self._turns
        pinned = [cores[next(turns) % len(cores)] if cores else None for _ in range(jobs)]
        self._judges = [JudgeProcess(Settings(assignment, self.level, core, **settings)) for core in pinned]
        self._free: SimpleQueue[JudgeProcess] = SimpleQueue()

    def __enter__(self) -> Pool:
        with ThreadPoolExecutor(len(self._judges) + 1) as executor:
            failures = executor.submit(failed_canaries, self.level)
            list(executor.map(JudgeProcess.start, self._judges))
        if failures.result():
            self.__exit__()
            raise GraderError(
                f"isolation level {self.level!r} does not hold on this host: {'; '.join(failures.result()[:3])}. "
                "`autograde doctor` shows everything"
            )
        for judge in self._judges:
            self._free.put(judge)
        return self

    def __exit__(self, *exception: object) -> None:
        with ThreadPoolExecutor(len(self._judges)) as executor:
            list(executor.map(JudgeProcess.end, self._judges))

    @property
    def jobs(self) -> int:
        """How many submissions are graded at a time."""
        return len(self._judges)

    @property
    def checks(self) -> tuple[Check, ...]:
        """The hidden checks, as their marks describe them."""
        return self._judges[0].checks

    def grade_one(
        self, submission: Submission, seed: int = 0, shuffle: bool = False, exercise: str | None = None
    ) -> Record:
        """Grade a submission (see `Job`), waiting for a free judge; GraderError when the grader itself fails."""
        judge = self._free.get()
        try:
            return judge.grade(Job(submission, seed, shuffle, exercise))
        finally:
            self._free.put(judge)

    def grade_path(self, found: Found) -> Record:
        """Read and grade what lies at a path; what intake refuses gets a record with the reason."""
        try:
            submission = intake(found, self.manifest)
        except Rejected as rejected:
            return rejection(found, str(rejected), self.manifest, self.level)
        return self.grade_one(submission)

    def grade_many(self, submissions: Iterable[tuple[int, Submission]]) -> Iterator[tuple[int, Record | GraderError]]:
        """(index, record) in the order of completion; a GraderError where the grader failed for one of them.

        Submissions are taken from the iterable as judges become free.
        """
        items = iter(submissions)
        with ThreadPoolExecutor(len(self._judges)) as executor:
            running = {executor.submit(self.grade_one, s): index for index, s in islice(items, 2 * len(self._judges))}
            while running:
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    index = running.pop(future)
                    error = future.exception()
                    if error is not None and not isinstance(error, GraderError):
                        raise error
                    for following, submission in islice(items, 1):
                        running[executor.submit(self.grade_one, submission)] = following
                    yield index, error or future.result()


def rejection(found: Found, reason: str, manifest: Manifest, level: Level) -> Record:
    """The record of a submission that intake refused: zero points, and why."""
    exercises = tuple(ExerciseResult(e.name, 0.0, points(e.points), ()) for e in manifest.exercises)
    return Record(
        submission=found.name,
        path=stored_path(found.path),
        digest="",
        status="rejected",
        reason=reason,
        isolation=level,
        score=0.0,
        max_score=points(manifest.max_score),
        seconds=0.0,
        exercises=exercises,
        notes=found.notes,
    )


def best_level() -> Level:
    """The strongest isolation level that this host offers; GraderError when there is none to grade under."""
    from autograde import jail

    level = cast(Level, jail.best())
    if level == "process":
        missing = "; ".join(f"{name}: {why}" for name, why in jail.available().items() if why)
        raise GraderError(
            f"this host cannot lock student code in ({missing}). `autograde doctor` says what to do. To grade without "
            "a sandbox all the same, say --isolation process: every record will carry it"
        )
    return level


@cache
def failed_canaries(level: Level) -> tuple[str, ...]:
    """What the jail at this level fails to deny or to permit on this host, tried once in each process that grades."""
    from autograde import doctor

    return tuple(doctor.verify(level))


def default_jobs() -> int:
    """One judge per core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _reason(answer: Ready | Done | Broken) -> str:
    return answer.reason if isinstance(answer, Broken) else "an answer out of turn"
