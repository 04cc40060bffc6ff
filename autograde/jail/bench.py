"""A light warm process that runs canaries, each in a child of its own, with a jail or without: `python -m ...bench`.

It reads one JSON object, `{"level": ..., "bait": {...}, "slow": bool, "parts": [...]}`, from its standard input, and
writes one with the outcome of each part of each canary. An outcome is "worked", or says how it failed.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Protocol

from autograde import jail
from autograde.jail.attacks import CANARIES
from autograde.jail.canaries import LIMITS, Action, Bait

WORKED = "worked"
_WATCH_SECONDS = 0.05
_PATIENCE_SECONDS = 10.0


class _Running(Protocol):
    def over_limit(self) -> str | None: ...
    def kill(self) -> None: ...
    def wait(self) -> jail.Exit: ...


class _Free:
    """A child with no jail at all, in a folder of the bait."""

    def __init__(self, folder: str, fd: int, body: Callable[[int], None]) -> None:
        self._pid = os.fork()
        if self._pid == 0:
            try:
                os.chdir(tempfile.mkdtemp(dir=folder))
                body(fd)
            finally:
                os._exit(0)

    def over_limit(self) -> str | None:
        """Return None: nothing is limited."""
        return None

    def kill(self) -> None:
        """Kill the child."""
        os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> jail.Exit:
        """Reap the child."""
        _, status = os.waitpid(self._pid, 0)
        by_signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        return jail.Exit(0 if by_signal else os.WEXITSTATUS(status), by_signal, 0, 0.0)


def _tell(action: Action, bait: Bait, fd: int) -> None:
    """In the child: try, and say what came of it."""
    try:
        action(replace(bait, fd=fd))
        outcome = WORKED
    except Exception as error:
        outcome = f"denied ({type(error).__name__}: {error})"
    os.write(fd, outcome.encode()[:500])


def _run(level: str | None, bait: Bait, action: Action) -> str:
    """Run one action in a child; return its outcome."""
    ours, theirs = socket.socketpair()
    body = partial(_tell, action, bait)
    with ours:
        with theirs:
            fd = theirs.fileno()
            child: _Running = jail.spawn(level, LIMITS, fd, body) if level else _Free(bait.folder, fd, body)
        outcome = _watch(child, ours)
        child.kill()
        ended = child.wait()
    if outcome:
        return outcome
    return f"ended by signal {ended.signal}" if ended.signal else f"ended with code {ended.code}"


def _watch(child: _Running, ours: socket.socket) -> str:
    """Wait for the child's word, and stop it when it uses too much; return "" when it ends without one."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end:
        if select.select([ours], [], [], _WATCH_SECONDS)[0]:
            return ours.recv(1000).decode(errors="replace")
        reason = child.over_limit()
        if reason is not None:
            return f"stopped ({reason})"
    return f"stopped (no end within {_PATIENCE_SECONDS:.0f} s)"


def main() -> None:
    """Run what standard input asks for."""
    order = json.load(sys.stdin)
    level, bait = order["level"], Bait(**order["bait"])
    if level:
        jail.prepare(level)
    chosen = [each for each in CANARIES if order["slow"] or not each.slow]
    run = cache(partial(_run, level, bait))  # many attacks share a neighbour
    outcomes = {each.name: {part: run(getattr(each, part)) for part in order["parts"]} for each in chosen}
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main()
