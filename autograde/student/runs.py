"""Running steps in a process of their own: a step that hangs or ends the process costs itself and nothing else."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable

import msgspec

from autograde.student.child import Event, Failure, Step

STEP_SECONDS = 20.0
TOTAL_SECONDS = 120.0
STOPPED, OUT_OF_TIME = "Stopped", "OutOfTime"  # types of failures that are no exceptions
_TICK = 0.1

Started = Callable[[str], None]


class Cancelled(Exception):
    """The run was stopped from outside."""


def run(
    steps: list[Step],
    started: Started = lambda key: None,
    cancel: threading.Event | None = None,
    step_seconds: float | None = None,
) -> dict[str, Event]:
    """How each step ended. `started` is told the key of each step that begins; Cancelled once `cancel` is set.

    The steps run in an empty folder, as when work is graded: what is not handed in is not there either.
    """
    with tempfile.TemporaryDirectory(prefix="autograde-", ignore_cleanup_errors=True) as folder:
        return _run(steps, folder, started, cancel, step_seconds)


def _run(
    steps: list[Step], folder: str, started: Started, cancel: threading.Event | None, step_seconds: float | None
) -> dict[str, Event]:
    seconds = step_seconds or STEP_SECONDS
    deadline = time.monotonic() + (TOTAL_SECONDS if step_seconds is None else max(TOTAL_SECONDS, step_seconds))
    ended: dict[str, Event] = {}
    bad: set[str] = set()
    while True:
        left = [step for step in steps if step.key not in bad]
        process = _Process(left, folder, cancel or threading.Event())
        broken = process.follow(ended, started, seconds, deadline)
        if broken is None:
            return ended
        culprit, failure = broken
        ended[culprit] = Event(culprit, True, failure)
        bad.add(culprit)
        if time.monotonic() >= deadline:
            total = Failure(OUT_OF_TIME, f"all together, the checks may take {TOTAL_SECONDS:.0f} s.", (), "")
            return {step.key: ended.get(step.key, Event(step.key, True, total)) for step in steps}


class _Process:
    """A fresh process that runs the steps."""

    def __init__(self, steps: list[Step], folder: str, cancel: threading.Event) -> None:
        self._steps = steps
        self._cancel = cancel
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "autograde.student.child"],
            cwd=folder,
            env={"OMP_NUM_THREADS": "1", **os.environ, "MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        threading.Thread(target=self._talk, daemon=True).start()

    def follow(
        self, ended: dict[str, Event], started: Started, seconds: float, deadline: float
    ) -> tuple[str, Failure] | None:
        """Note in `ended` how the steps end; the step that broke the process and why, if one did."""
        running = ""
        with self._process:
            try:
                while line := self._next(min(time.monotonic() + seconds, deadline)):
                    event = msgspec.json.decode(line, type=Event)
                    running = "" if event.done else event.key
                    if event.done:
                        ended.setdefault(event.key, event)
                    else:
                        started(event.key)
                if not running and self._steps[-1].key in ended:
                    return None
                status = self._process.wait()
                failure = Failure(STOPPED, f"it ended the Python process (exit status {status}).", (), "")
            except queue.Empty:
                reason = f"it ran for more than {seconds:.0f} s. Is there a loop that never ends?"
                failure = Failure(STOPPED, reason, (), "")
            finally:
                self._process.kill()
        return running or self._steps[0].key, failure

    def _next(self, until: float) -> bytes:
        """The next line; queue.Empty when there is none in time."""
        while True:
            try:
                return self._lines.get(timeout=_TICK)
            except queue.Empty:
                if self._cancel.is_set():
                    raise Cancelled from None
                if time.monotonic() >= until:
                    raise

    def _talk(self) -> None:
        """Send the steps, then pass on what the process says, line by line; an empty one at its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(msgspec.json.encode(self._steps))
            self._process.stdin.close()
            for line in self._process.stdout:
                self._lines.put(line)
        except (OSError, ValueError):
            pass  # it ended before it had read everything; the empty line below says so
        self._lines.put(b"")
