"""The judge: the trusted half. A pytest session that collects a hidden suite once and runs it for each submission.

It is a process of its own (`python -m autograde.judge`), which takes jobs and gives records. Student code runs in the
runner (`autograde.warm`); here there is only the proxy. A check counts when it positively passed, and only then.
"""

from __future__ import annotations

import os
import random
import select
import sys
import threading
import time
import traceback
import zlib
from collections.abc import Callable
from itertools import pairwise
from multiprocessing.connection import Connection
from typing import Any

import msgspec
import numpy as np
import pytest

from autograde import manifest as manifests
from autograde import suites
from autograde.disclosure import clean
from autograde.expect import CheckFailed, Expect
from autograde.failures import StudentFailure
from autograde.loading import TimeLimits
from autograde.manifest import Exercise, Manifest
from autograde.proxy import LastCall, StudentModule
from autograde.records import ExerciseResult, Level, Outcome, Record, TestResult, points
from autograde.submission import Submission
from autograde.suites import Check, SuiteError
from autograde.warm import PACKAGES, Warm, WarmError

MARKS = ("exercise", "behaviour", "limit", "alone", "smoke", "strict_floats")
DEFECT = "This check could not judge what came back. The defect is the check's, not yours alone: tell your instructor."


class Settings(msgspec.Struct, frozen=True):
    """How a judge works: the assignment, the isolation of its runner, its core (None: any), its time limits, and the
    folder of its suite (None: the one that belongs to the assignment)."""

    assignment: str
    level: Level
    core: int | None = None
    packages: tuple[str, ...] = PACKAGES
    call_seconds: float = 5.0
    total_seconds: float = 60.0
    suite: str | None = None


class Job(msgspec.Struct, frozen=True):
    """Grade this submission. `seed` varies the suite's random inputs, `shuffle` the order of the checks.

    `exercise`: by the checks of that one alone, and the record speaks of no other.
    """

    submission: Submission
    seed: int = 0
    shuffle: bool = False
    exercise: str | None = None


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The suite is collected and the runner is warm."""

    checks: tuple[Check, ...]


class Done(msgspec.Struct, frozen=True, tag="done"):
    record: Record


class Broken(msgspec.Struct, frozen=True, tag="broken"):
    """The grader itself failed; no record. `fatal`: this judge can do nothing more."""

    reason: str
    fatal: bool


job_decoder = msgspec.msgpack.Decoder(Job)
answer_decoder = msgspec.msgpack.Decoder(Ready | Done | Broken)


class Judge:
    """The pytest plugin: fixtures for the checks, and a run loop over submissions instead of over items."""

    def __init__(self, settings: Settings, connection: Connection) -> None:
        self.settings = settings
        self.connection = connection
        self.manifest: Manifest = manifests.load(settings.assignment)
        self.warm = Warm(settings.level, settings.packages)
        self.module: StudentModule
        self.checks: dict[pytest.Item, Check] = {}
        self.seed = 0
        self.problem: BaseException | None = None

    # --- fixtures ---

    @pytest.fixture
    def submission(self) -> StudentModule:
        """The student's module, seen through the proxy."""
        return self.module

    @pytest.fixture
    def expect(self) -> Expect:
        """What judges values and speaks to the student."""
        return Expect(self.module)

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """A generator of this check's own."""
        return np.random.default_rng([self.seed, zlib.crc32(request.node.name.encode())])

    # --- pytest's hooks ---

    def pytest_configure(self, config: pytest.Config) -> None:
        for mark in MARKS:
            config.addinivalue_line("markers", f"{mark}: see docs/contributors/writing-an-assignment.md")

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        self.problem = excinfo.value
        return isinstance(excinfo.value, SuiteError)  # it speaks for itself

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            raise SuiteError(f"{report.nodeid}: {report.longreprtext}")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take jobs until the other side hangs up."""
        self.checks = {item: check_of(item) for item in session.items}
        suites.verify(list(self.checks.values()), self.manifest)
        self.warm.start()
        self._say(Ready(tuple(self.checks.values())))
        while True:
            try:
                job = job_decoder.decode(self.connection.recv_bytes())
            except EOFError:
                return True
            try:
                answer: Done | Broken = Done(self.grade(job, session.items))
            except WarmError as error:
                answer = Broken(str(error), fatal=False)
            try:
                self._say(answer)
            except OSError:  # nobody waits for it any more
                return True

    # --- grading ---

    def grade(self, job: Job, items: list[pytest.Item]) -> Record:
        """Run every check on one submission."""
        start = time.monotonic()
        limits = TimeLimits(call=self.settings.call_seconds, total=self.settings.total_seconds)
        self.seed = job.seed
        self.module = StudentModule(self.warm, job.submission, self.manifest.setup, limits)
        wanted = [e for e in self.manifest.exercises if job.exercise in (None, e.name)]
        names = {exercise.name for exercise in wanted}
        order = [i for i, item in enumerate(items) if self.checks[item].exercise in names]
        if job.shuffle:
            random.Random(job.seed).shuffle(order)
        try:
            following = dict(pairwise(order))
            results = {i: self._run(items[i], items[following[i]] if i in following else None) for i in order}
        finally:
            self.module.close()
        exercises = tuple(self._exercise(exercise, items, results) for exercise in wanted)
        return Record(
            submission=job.submission.name,
            path=job.submission.path,
            digest=job.submission.digest,
            status="graded",
            reason=None,
            isolation=self.settings.level,
            score=points(sum(exercise.score for exercise in exercises)),
            max_score=points(sum(exercise.max_score for exercise in exercises)),
            seconds=round(time.monotonic() - start, 4),
            exercises=exercises,
            cells=self.module.cell_errors,
            notes=job.submission.notes,
        )

    def _exercise(self, exercise: Exercise, items: list[pytest.Item], results: dict[int, TestResult]) -> ExerciseResult:
        tests = tuple(results[i] for i, item in enumerate(items) if self.checks[item].exercise == exercise.name)
        return ExerciseResult(exercise.name, points(sum(test.points for test in tests)), points(exercise.points), tests)

    def _run(self, item: pytest.Item, nextitem: pytest.Item | None) -> TestResult:
        """One check; a second time, with other exercises' functions replaced, when its mark `alone` allows that.

        `nextitem` is the item that runs next, None for the last: pytest keeps what is set up for both.
        """
        alone = item.get_closest_marker("alone")
        raised = self._once(item, nextitem, {})
        if raised is not None and alone is not None and isinstance(raised, StudentFailure):
            again = self._once(item, nextitem, dict(alone.kwargs))
            raised = raised if again is not None else None
        check = self.checks[item]
        outcome, message = self._verdict(raised, item)
        earned = check.points if outcome == "passed" else 0.0
        picture = raised.picture if isinstance(raised, CheckFailed) else None
        return TestResult(check.name, outcome, points(earned), points(check.points), message, picture)

    def _once(
        self, item: pytest.Item, nextitem: pytest.Item | None, replacements: dict[str, Callable[..., Any]]
    ) -> BaseException | None:
        """Run an item; what it raised. A check that did not come to its end is a failure too."""
        limit = item.get_closest_marker("limit")
        self.module.call_seconds = limit.args[0] if limit else self.settings.call_seconds
        self.module.strict_floats = item.get_closest_marker("strict_floats") is not None
        self.module.replacements = replacements
        self.module.last = LastCall()
        return self._execute(item, nextitem)

    def _execute(self, item: pytest.Item, nextitem: pytest.Item | None) -> BaseException | None:
        """Set up, run and tear down, as pytest's runner does; without its hooks and reports, which nobody here reads.

        (They would be most of what a check costs. What is used here of pytest is what its runner uses.)
        """
        raised: BaseException | None = None
        if isinstance(item, pytest.Function):
            item._initrequest()
        try:
            item.session._setupstate.setup(item)
            item.runtest()
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raised = error
        try:
            item.session._setupstate.teardown_exact(nextitem)
        except BaseException as error:
            raised = raised or error
        return raised

    def _verdict(self, raised: BaseException | None, item: pytest.Item) -> tuple[Outcome, str]:
        if raised is None:
            return "passed", ""
        if isinstance(raised, WarmError):
            raise raised
        if isinstance(raised, StudentFailure):
            return raised.outcome, str(raised)
        print(f"{self.module.submission_name}: {item.name}:", file=sys.stderr)
        traceback.print_exception(raised, limit=-4)
        return "error", f"{self.module.last.text}\n{DEFECT}"

    def _say(self, answer: Ready | Done | Broken) -> None:
        self.connection.send_bytes(msgspec.msgpack.encode(answer))


def check_of(item: pytest.Item) -> Check:
    """What the marks of an item say; SuiteError when it has no exercise or no points."""
    mark = item.get_closest_marker("exercise")
    if mark is None or len(mark.args) != 1 or "points" not in mark.kwargs:
        raise SuiteError(f"{item.nodeid}: every hidden check needs @pytest.mark.exercise(NAME, points=P)")
    behaviours = tuple(sorted({int(n) for mark in item.iter_markers("behaviour") for n in mark.args}))
    smoke = item.get_closest_marker("smoke")
    reason = clean(str(smoke.args[0])) if smoke is not None and smoke.args else None
    return Check(item.name, mark.args[0], float(mark.kwargs["points"]), behaviours, reason)


def end_with_the_other_side(fd: int) -> None:
    """End this process when nobody holds the other end of the connection `fd` any more, whatever it is doing.

    Its runner ends with it: that watches its own socket to this process.
    """
    watch = select.poll()
    watch.register(fd, 0)  # a hang-up is told without being asked for
    watch.poll()
    os._exit(0)


def main(fd: int, settings: Settings) -> None:
    """Collect the suite and serve jobs on the connection `fd`; a defect of the suite is told and ends the judge."""
    if settings.core is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {settings.core})
    connection = Connection(fd)
    threading.Thread(target=end_with_the_other_side, args=[fd], daemon=True).start()
    try:
        judge = Judge(settings, connection)
        folder = settings.suite or suites.folder(settings.assignment)
        options = ["--assert=plain", "--capture=no", "--noconftest", f"--rootdir={folder}", "-c", os.devnull]
        off = (
            "cacheprovider",
            "terminal",
            "unraisableexception",
            "threadexception",
            "logging",
            "faulthandler",
            "junitxml",
        )
        disabled = [part for name in off for part in ("-p", f"no:{name}")]
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):  # somebody's own tests are not how grades come about
            os.environ.pop(name, None)
        status = pytest.main([str(folder), *options, *disabled], plugins=[judge])
        if status != pytest.ExitCode.OK:
            reason = str(judge.problem or "") or f"pytest ended with status {int(status)}"
            connection.send_bytes(msgspec.msgpack.encode(Broken(reason, fatal=True)))
    except (SuiteError, FileNotFoundError, WarmError, OSError) as error:
        connection.send_bytes(msgspec.msgpack.encode(Broken(str(error), fatal=True)))
    finally:
        connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), msgspec.json.decode(sys.argv[2], type=Settings))
