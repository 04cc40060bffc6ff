"""What the service leaves for people to read: one lock, one status file, one log, in `.autograde/` of the course."""

from __future__ import annotations

import fcntl
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

import msgspec


class AlreadyRunning(Exception):
    """Another instance serves this course."""


class Waiting(msgspec.Struct, frozen=True):
    """A version whose student has used up the attempts of the hour, or that failed and is tried again."""

    student: str
    version: str
    until: datetime


class SetAside(msgspec.Struct, frozen=True):
    """A version that the grader could not grade. It has no score."""

    student: str
    version: str
    tries: int
    reason: str


class AssignmentStatus(msgspec.Struct, frozen=True):
    """How far an assignment is."""

    students: int = 0
    delivered: int = 0
    waiting: tuple[Waiting, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


class Status(msgspec.Struct, frozen=True):
    """The status file. `seconds` is the median from submission to feedback over the last 50; `problem` keeps the whole
    service from working; `refused` are entries of the inbox with impossible names."""

    pid: int
    started_at: datetime
    updated_at: datetime
    state: Literal["starting", "idle", "working", "stopped"]
    assignments: dict[str, AssignmentStatus] = {}
    refused: dict[str, str] = {}
    seconds: float | None = None
    problem: str | None = None


class Files:
    """The service's files in a course folder."""

    def __init__(self, root: Path) -> None:
        self.folder = root / ".autograde"
        self.status = self.folder / "serve.json"
        self.log = self.folder / "serve.log"
        self._lock = self.folder / "serve.lock"

    def lock(self, seconds: float = 0.5) -> IO[str]:
        """Hold the lock while the returned file is open: also a killed process lets go of it. AlreadyRunning."""
        self.folder.mkdir(exist_ok=True)
        file = self._lock.open("a")
        end = time.monotonic() + seconds  # `autograde status` holds it for an instant
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return file
            except BlockingIOError as error:
                if time.monotonic() > end:
                    file.close()
                    raise AlreadyRunning(
                        f"another `autograde serve` is at work here (it holds {self._lock})"
                    ) from error
                time.sleep(0.05)

    @property
    def running(self) -> bool:
        """True when an instance is alive."""
        try:
            self.lock(0).close()
        except AlreadyRunning:
            return True
        return False

    def write(self, status: Status) -> None:
        """Replace the status file; readers see the old one or the new one."""
        temporary = self.status.with_suffix(".part")
        temporary.write_bytes(msgspec.json.format(msgspec.json.encode(status), indent=1))
        temporary.replace(self.status)

    def read(self) -> Status | None:
        """The last status; None when there never was one."""
        try:
            return msgspec.json.decode(self.status.read_bytes(), type=Status)
        except FileNotFoundError:
            return None


class Log:
    """JSON, one object per line: to the log file, and to stderr for whoever started the service."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def __call__(self, event: str, **details: Any) -> None:
        """Write a line: what happened, when, and with what."""
        line = msgspec.json.encode({"time": datetime.now(UTC), "event": event, **details}).decode()
        for stream in (self._file, sys.stderr):
            stream.write(line + "\n")
            stream.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def first_status(pid: int | None = None) -> Status:
    """The status of a service that has just been started."""
    now = datetime.now(UTC)
    return Status(pid or os.getpid(), now, now, "starting")
