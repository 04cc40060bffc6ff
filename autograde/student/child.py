"""The process in which a student's cells and the visible checks run, one step after the other.

It reads its steps from stdin and writes a line of JSON before and after each, so that the parent knows which step hangs
or ends the process. What the student's code prints is caught and sent along.
"""

from __future__ import annotations

import builtins
import contextlib
import os
import sys
import threading
import time
from typing import Any, TextIO

import msgspec

from autograde import cells
from autograde.student import lazy

PARENT_SECONDS = 1.0  # between two looks whether the parent is still there


class Picture(msgspec.Struct, frozen=True):
    """Where a step's figure is to be saved (PNG), how fine, and the picture to put beside it, if there is one."""

    path: str
    dpi: int = 100
    expected: str = ""


class Step(msgspec.Struct, frozen=True):
    """A piece of code to run. A check runs in a copy of the namespace, with the names of the first step (the setup) and
    of Python as they were given: what it assigns does not reach other steps, and what students assign to `np` or `sum`
    does not reach it."""

    key: str
    number: int
    source: str
    is_check: bool = False
    picture: Picture | None = None


class Failure(msgspec.Struct, frozen=True):
    """An exception: its type and text, its (cell, line) places outermost first, and the innermost function's name."""

    type_name: str
    message: str
    places: tuple[tuple[int, int], ...]
    function: str


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step begins (`done` is false) or has ended, with a failure or without; `pictured`: its figure was saved."""

    key: str
    done: bool = False
    failure: Failure | None = None
    printed: str = ""
    pictured: bool = False


def run(steps: list[Step], channel: TextIO) -> None:
    """Run all steps; a failing one is reported and the rest go on."""
    namespace = cells.new_module().__dict__
    namespace["__builtins__"] = lazy.namespace_builtins()
    given: dict[str, Any] = {}
    for step in steps:
        _send(channel, Event(step.key))
        printed = cells.CappedOutput()
        failure = None
        pictured = False
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                scope = _for_check(namespace, given) if step.is_check else namespace
                cells.run_cell(step.number, step.source, scope)
            except BaseException as error:  # a student's sys.exit() must not end the other checks
                failure = _failure(error)
            if step.picture is not None:
                try:
                    pictured = _save(step.picture)
                except BaseException as error:  # a figure that cannot be drawn fails only now
                    failure = failure or _failure(error)
        given = given or dict(namespace)
        _send(channel, Event(step.key, True, failure, "".join(printed.kept), pictured))


def _for_check(namespace: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in namespace.items() if not hasattr(builtins, name)} | given


def _save(picture: Picture) -> bool:
    from autograde.student.pictures import save

    return save(picture.path, picture.dpi, picture.expected)


def _failure(error: BaseException) -> Failure:
    function, frame = "", error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename.startswith(cells.FILE_PREFIX):
            function = frame.tb_frame.f_code.co_name
        frame = frame.tb_next
    return Failure(type(error).__name__, cells.describe(error), tuple(cells.own_lines(error)), function)


def _send(channel: TextIO, event: Event) -> None:
    channel.write(msgspec.json.encode(event).decode() + "\n")
    channel.flush()


def _end_with(parent: int) -> None:
    """End when the parent does, however that ended: a loop in a student's code would go on for ever."""
    while os.getppid() == parent:
        time.sleep(PARENT_SECONDS)
    os._exit(1)


def main() -> None:
    """Take the steps from stdin; keep the real stdout for the reports and leave student code a closed mouth."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    steps = msgspec.json.decode(sys.stdin.buffer.read(), type=list[Step])
    channel: Any = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, sys.stdout.fileno())
    os.dup2(quiet, sys.stdin.fileno())
    run(steps, channel)
    channel.flush()
    os._exit(0)  # nothing is left to say, and taking torch down would take longer than a check


if __name__ == "__main__":
    main()
