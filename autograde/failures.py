"""What costs a check its points, as exceptions whose text is for the student."""

from __future__ import annotations

import signal

from autograde.records import Outcome

_TOLD_SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGSEGV", "SIGKILL", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGXCPU", "SIGSYS", "SIGTERM")
    if hasattr(signal, name)
)


class StudentFailure(Exception):
    """Something that costs the test its points; the text is for the student."""

    outcome: Outcome = "failed"


class Raised(StudentFailure):
    """The student's function raised."""

    def __init__(self, message: str, type_name: str) -> None:
        super().__init__(message)
        self.type_name = type_name


class TimedOut(StudentFailure):
    """A call did not return in time."""

    outcome: Outcome = "timeout"


class Crashed(StudentFailure):
    """The student's process ended during a call, or answered with something that is no answer."""

    outcome: Outcome = "crashed"


def how_it_ended(signal_number: int, code: int) -> str:
    """How a process ended, without the number that it may have chosen to tell something."""
    if not signal_number:
        return "exit status 0" if code == 0 else "an exit status that is not 0"
    name = next((each.name for each in _TOLD_SIGNALS if each == signal_number), "")
    return f"signal {name}" if name else "a signal"
