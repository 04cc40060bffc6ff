"""Where the time of one submission goes: a judge whose steps are timed, and the store.

Each step's time is without that of the steps inside it, so that they add up.

    python benchmarks/split.py ASSIGNMENT LEVEL COUNT      milliseconds per submission, as JSON
"""

from __future__ import annotations

import functools
import json
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from autograde import judge, manifest
from autograde.judge import Done, Job, Judge, Settings
from autograde.proxy import StudentModule
from autograde.store import Key, Store
from autograde.submission import read
from autograde.warm import Warm


class Clock:
    """Adds up what each step takes, without the steps inside it."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inside: list[float] = []

    def watch(self, owner: type, method: str, step: str) -> None:
        """Time a method from now on."""
        setattr(owner, method, self.timed(getattr(owner, method), step))

    def timed(self, function: Callable[..., Any], step: str) -> Callable[..., Any]:
        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self._inside.append(0.0)
            start = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                whole = time.perf_counter() - start
                self.spent[step] = self.spent.get(step, 0.0) + whole - self._inside.pop()
                if self._inside:
                    self._inside[-1] += whole

        return timed


def drive(connection: Connection, assignment: str, count: int, clock: Clock) -> None:
    """The controller: send jobs, store what comes back, print the sums. Ends the process, as a judge does."""
    from ways import prepare

    work = Clock()  # of this thread
    with tempfile.TemporaryDirectory() as folder:
        prepare("sealed", assignment, count, Path(folder))
        store = Store(f"sqlite:///{folder}/records.db")
        intake, record = work.timed(read, "intake"), work.timed(store.add, "record")
        paths = sorted((Path(folder) / "in").iterdir())
        submissions = [intake(path, manifest.load(assignment)) for path in paths]
        connection.recv_bytes()  # ready
        for warming in (True, False):
            for submission in submissions[:3] if warming else submissions:
                connection.send_bytes(msgspec.msgpack.encode(Job(submission)))
                answer = judge.answer_decoder.decode(connection.recv_bytes())
                assert isinstance(answer, Done), answer
                if not warming:
                    record(assignment, Key(submission.digest, "suite", "environment", "x"), answer.record)
            if warming:
                clock.spent.clear()
        store.close()
    sums = {step: 1e3 * seconds / count for step, seconds in (clock.spent | work.spent).items()}
    print(json.dumps(sums), flush=True)
    os._exit(0)


def main(assignment: str, level: str, count: int) -> None:
    """Run a judge in this process, with a controller in a thread."""
    clock = Clock()
    clock.watch(Warm, "spawn", "start")
    clock.watch(Warm, "kill", "end")
    clock.watch(StudentModule, "_run_cells", "cells")
    clock.watch(StudentModule, "call", "calls")
    clock.watch(StudentModule, "define", "calls")
    clock.watch(Judge, "grade", "checks")
    ours, theirs = socket.socketpair()
    threading.Thread(target=drive, args=[Connection(ours.detach()), assignment, count, clock], daemon=True).start()
    judge.main(theirs.detach(), Settings(assignment, level, min(os.sched_getaffinity(0))))  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
