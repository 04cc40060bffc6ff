"""The loop: look, plan, deliver, until nothing is left to do; then wait for a change."""

from __future__ import annotations

import math
import os
import signal
import statistics
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from nbgrader.api import MissingEntry
from traitlets.config import Config as Settings
from watchfiles import watch

from autograde import course
from autograde import manifest as manifests
from autograde.config import load
from autograde.delivery.gradebook import Nbgrader, NotDelivered
from autograde.engine import GraderError, best_level, default_jobs
from autograde.ondemand import OnDemand
from autograde.records import Level
from autograde.service import inbox as inboxes
from autograde.service.collect import in_place
from autograde.service.deliver import Delivered, Delivery
from autograde.service.inbox import Look, Version
from autograde.service.ledger import Entry, Ledger
from autograde.service.policy import Plan, plan
from autograde.service.state import AssignmentStatus, Files, Log, SetAside, Waiting, first_status
from autograde.store import Store

AT_A_TIME = 8  # versions per round: nobody waits for the whole class
WARM = 2  # assignments whose judges are kept
SOON = 0.2
TROUBLE_SECONDS = 30.0
LAST = 50


class Server:
    """Serves the course in a folder: the assignments named, or all that the gradebook knows."""

    def __init__(
        self,
        root: Path,
        assignments: tuple[str, ...] = (),
        inbox: Path | None = None,
        isolation: Level | None = None,
        jobs: int | None = None,
        make_grader: Callable[..., OnDemand] = OnDemand,
    ) -> None:
        self._service = load(root).service
        self._level: Level = isolation or best_level()
        self._jobs = jobs or default_jobs()
        self._make_grader = make_grader
        self._inbox = inbox
        url = course.store_url(root)
        late = {"penalty_method": self._service.late_penalty} if self._service.late_penalty else {}
        self._nbgrader = Nbgrader(root, url, self._level, Settings(LateSubmissionPlugin=late))
        part = self._nbgrader.part(self._nbgrader.exchange.collect, "", "*")
        self._inbound = Path(part.root) / self._nbgrader.course.course_id / "inbound"
        self._assignments = assignments
        for assignment in assignments:
            self._nbgrader.check(assignment)
        self._files = Files(root)
        self._store, self._ledger = Store(url), Ledger(url)
        self._graders: dict[str, OnDemand] = {}
        self._stop, self._wake = threading.Event(), threading.Event()
        self._troubles: dict[str, tuple[str, float]] = {}  # why an assignment cannot be graded, and when to try again
        self._failed = False
        self.status = first_status()

    def run(self, once: bool = False, retry: bool = False) -> bool:
        """Serve until stopped, or (`once`) until nothing is left to do now; False when something was not delivered.

        AlreadyRunning where another instance serves this course.
        """
        with ExitStack() as stack:
            stack.enter_context(self._files.lock())
            self._log = Log(self._files.log)
            stack.callback(self._log.close)
            stack.callback(self._end)
            if retry:
                self._ledger.retry()
            places = [str(place) for place in (self._inbound, self._inbox) if place]
            self._log("started", pid=os.getpid(), isolation=self._level, places=places)
            if not once:
                self._watch()
            while not self._stop.is_set():
                self._wake.clear()
                delay = self._round()
                if once and (delay is None or delay > SOON):
                    break
                self._wake.wait(min(self._service.poll_seconds, math.inf if delay is None else delay))
        return not self._failed and not any(a.set_aside for a in self.status.assignments.values())

    def stop(self, *_: object) -> None:
        """End after the round that is under way; a signal handler."""
        self._stop.set()
        self._wake.set()

    def handle_signals(self) -> None:
        """SIGTERM and SIGINT end the service in order."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)

    def _round(self) -> float | None:
        """Look and deliver once. The seconds after which there is more to do without any change; None: nothing."""
        assignments = self._known()
        look = self._look(assignments)
        self._refuse(look)
        waits = [SOON] if look.unfinished else []
        for assignment in assignments:
            if time.monotonic() < self._troubles.get(assignment, ("", 0.0))[1]:
                continue
            versions = [version for version in look.versions if version.assignment == assignment]
            try:
                waits += self._serve(assignment, versions)
                self._troubles.pop(assignment, None)
            except (GraderError, NotDelivered) as error:
                self._failed = True
                self._troubles[assignment] = (str(error), time.monotonic() + TROUBLE_SECONDS)
                self._log("trouble", assignment=assignment, reason=str(error))
        problems = [f"{assignment}: {reason}" for assignment, (reason, _) in self._troubles.items()]
        self._report("idle", problem="; ".join(problems) or None)
        return min(waits, default=None)

    def _known(self) -> tuple[str, ...]:
        """The assignments to serve."""
        if self._assignments:
            return self._assignments
        with self._nbgrader.gradebook() as gradebook:
            names = {assignment.name for assignment in gradebook.assignments}
        return tuple(sorted(names & set(manifests.known())))

    def _look(self, assignments: tuple[str, ...]) -> Look:
        look = inboxes.exchange(self._inbound, assignments)
        if self._inbox is not None:
            look += inboxes.folder(self._inbox, assignments)
        return look

    def _refuse(self, look: Look) -> None:
        for name in sorted(set(look.refused) - set(self.status.refused)):
            self._log("refused", name=name, reason=look.refused[name])
        self.status = msgspec.structs.replace(self.status, refused=look.refused)

    def _serve(self, assignment: str, versions: list[Version]) -> list[float]:
        """Deliver what is due of one assignment now; the seconds after which there is more to do."""
        todo = self._plan(assignment, versions)
        self._note(assignment, versions, todo)
        moved = [version for version in todo.counting if not in_place(version, self._nbgrader)]
        due = [*todo.now, *moved]
        if due:
            self._deliver(assignment, due[:AT_A_TIME])
            todo = self._plan(assignment, versions)
            self._note(assignment, versions, todo)
        now = datetime.now(UTC)
        more = len(due) > AT_A_TIME or todo.now or any(not in_place(v, self._nbgrader) for v in todo.counting)
        return [0.0] if more else [max(0.0, (turn - now).total_seconds()) for _, turn in todo.waiting]

    def _plan(self, assignment: str, versions: list[Version]) -> Plan:
        with self._nbgrader.gradebook() as gradebook:
            try:
                general = _utc(gradebook.find_assignment(assignment).duedate)
            except MissingEntry:
                general = None
            extended = {
                submission.student.id: _utc(submission.duedate)
                for submission in (gradebook.assignment_submissions(assignment) if general else ())
                if submission.extension
            }
        entries = self._ledger.entries(assignment)
        return plan(versions, entries, self._service, lambda s: extended.get(s, general), datetime.now(UTC))

    def _deliver(self, assignment: str, versions: list[Version]) -> None:
        for version in versions:
            self._log("delivering", assignment=assignment, student=version.student, version=version.name)
        self._report("working")
        grader = self._grader(assignment)
        delivery = Delivery(self._nbgrader, grader, self._store, self._inbound, self._service.release_feedback)
        for version, outcome in delivery.deliver(versions, lambda: self._report("working")).items():
            about = {"assignment": assignment, "student": version.student, "version": version.name}
            if isinstance(outcome, Delivered):
                self._ledger.delivered(version, outcome.score)
                seconds = (datetime.now(UTC) - version.submitted_at).total_seconds()
                details = {"score": outcome.score, "reason": outcome.reason, "released": outcome.released}
                self._log("delivered", **about, **details, seconds=round(seconds, 2))
            else:
                self._failed = True
                entry = self._ledger.failed(version, outcome)
                event = "set aside" if entry.set_aside else "failed"
                self._log(event, **about, tries=entry.tries, reason=outcome)

    def _grader(self, assignment: str) -> OnDemand:
        """The judges of an assignment; those that were used last are kept warm."""
        grader = self._graders.pop(assignment, None) or self._make_grader(assignment, self._level, self._jobs)
        self._graders[assignment] = grader
        while len(self._graders) > WARM:
            self._graders.pop(next(iter(self._graders))).close()
        return grader

    def _note(self, assignment: str, versions: list[Version], todo: Plan) -> None:
        """What the status says of an assignment."""
        entries = self._ledger.entries(assignment)
        noted = AssignmentStatus(
            students=len({version.student for version in versions}),
            delivered=sum(entry.delivered_at is not None for entry in entries),
            waiting=tuple(Waiting(version.student, version.name, turn) for version, turn in todo.waiting),
            set_aside=tuple(SetAside(e.student, e.version, e.tries, e.reason) for e in entries if e.set_aside),
        )
        self._report(self.status.state, assignments={**self.status.assignments, assignment: noted})

    def _report(self, state: str, **changes: object) -> None:
        changes |= {"state": state, "updated_at": datetime.now(UTC)}
        if state == "idle":
            changes["seconds"] = _median([e for a in self.status.assignments for e in self._ledger.entries(a)])
        self.status = msgspec.structs.replace(self.status, **changes)
        self._files.write(self.status)

    def _watch(self) -> None:
        """Wake at every change; where the system cannot tell, the looks every `poll_seconds` remain."""
        for place, recursive in ((self._inbound, False), (self._inbox, True)):
            if place is not None and place.is_dir():
                threading.Thread(target=self._listen, args=(place, recursive), daemon=True).start()

    def _listen(self, place: Path, recursive: bool) -> None:
        try:
            for _ in watch(place, recursive=recursive, stop_event=self._stop, debounce=100, step=20):
                self._wake.set()
        except (OSError, RuntimeError) as error:
            self._log("not watching", place=str(place), reason=str(error))

    def _end(self) -> None:
        for grader in self._graders.values():
            grader.close()
        self._report("stopped", problem=self.status.problem)
        self._log("stopped")
        self._store.close()
        self._ledger.close()


def _utc(moment: datetime | None) -> datetime | None:
    """The gradebook's times are UTC and do not say so."""
    return None if moment is None else moment.replace(tzinfo=UTC)


def _median(entries: list[Entry]) -> float | None:
    """From submission to feedback, over the last ones."""
    done = sorted((e.delivered_at, e.delivered_at - e.submitted_at) for e in entries if e.delivered_at)
    taken: list[timedelta] = [seconds for _, seconds in done[-LAST:]]
    return statistics.median(t.total_seconds() for t in taken) if taken else None
