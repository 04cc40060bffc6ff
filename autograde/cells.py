"""Running a student's cells, one by one, in the student's own process.

A cell that fails is reported and the rest go on, as in a notebook; the last definition of a name wins.
"""

from __future__ import annotations

import ast
import contextlib
import io
import linecache
import signal
import sys
import types
from collections.abc import Iterator
from typing import Any

import msgspec

FILE_PREFIX = "<cell "
MAX_OUTPUT = 64 << 10
PREEMPTIONS = 5  # a second, from which on others want the processor
_CONTINUATIONS = ("#", ")", "]", "}", "else", "elif", "except", "finally")


class Cell(msgspec.Struct, frozen=True, array_like=True):
    """A code cell to run; `number` is its place in the notebook, from 1."""

    number: int
    source: str


class CellTimeout(BaseException):
    """Raised inside a cell that runs longer than it may; `except Exception` in a student's code lets it by."""


class CappedOutput(io.TextIOBase):
    """A text stream that keeps the first `MAX_OUTPUT` characters and drops the rest."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.size = 0

    def write(self, text: str) -> int:
        room = MAX_OUTPUT - self.size
        if room > 0:
            self.kept.append(text[:room])
            self.size += min(len(text), room)
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        raise io.UnsupportedOperation("fileno")


class _Shell:
    """What `get_ipython()` gives: magics do nothing here."""

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **kwargs: None


def new_module() -> types.ModuleType:
    """The module in which a submission lives, as `__main__`, so that classes and pickles find themselves."""
    module = types.ModuleType("__main__")
    module.__dict__["get_ipython"] = _Shell
    module.__dict__["display"] = lambda *args, **kwargs: None
    sys.modules["__main__"] = module
    return module


def run_cell(number: int, source: str, namespace: dict[str, Any], seconds: float = 0.0) -> None:
    """Execute a cell; what it raises is raised. After `seconds` (0: never) `CellTimeout` is raised in it.

    On a busy host they are seconds in which it had a processor, or slept.
    """
    name = f"{FILE_PREFIX}{number}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    code = compile(source, name, "exec", dont_inherit=True)
    with _alarm(seconds):
        exec(code, namespace)


def own_lines(error: BaseException) -> list[tuple[int, int]]:
    """(cell, line) of the frames of `error` in the student's cells, outermost first, at most the last eight."""
    lines = []
    if isinstance(error, SyntaxError) and str(error.filename).startswith(FILE_PREFIX):
        lines.append((_cell_number(str(error.filename)), error.lineno or 0))
    frame = error.__traceback__
    while frame is not None:
        filename = frame.tb_frame.f_code.co_filename
        if filename.startswith(FILE_PREFIX):
            lines.append((_cell_number(filename), frame.tb_lineno))
        frame = frame.tb_next
    return lines[-8:]


def describe(error: BaseException) -> str:
    """The message of an exception, capped and encodable; never raises, whatever its `__str__` does."""
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        return encodable(str(text)[:2000])
    except BaseException:
        return ""


def type_name(value: object) -> str:
    """The name of a value's type, capped and encodable, whatever its metaclass says."""
    name: str = type.__dict__["__name__"].__get__(type(value))
    return encodable(name[:60])


def encodable(text: str) -> str:
    """Text that is valid Unicode: half a surrogate pair becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def statements(source: str) -> list[str]:
    """The top-level statements of a script, each padded with blank lines to where it stands.

    A script that does not parse is cut where a line begins in the first column, so that one syntax error costs one
    definition and not the whole file.
    """
    lines = source.splitlines(keepends=True)
    try:
        body = ast.parse(source).body
        starts = [min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) for node in body]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        starts = _block_starts(lines)
    ends = [start - 1 for start in starts[1:]] + [len(lines)] * bool(starts)
    return ["\n" * (start - 1) + "".join(lines[start - 1 : end]) for start, end in zip(starts, ends, strict=True)]


def _block_starts(lines: list[str]) -> list[int]:
    """The numbers of the lines that begin a block: flush left, and no continuation of the block before."""
    starts: list[int] = []
    decorated = False
    for number, line in enumerate(lines, 1):
        flush = bool(line.strip()) and not line[0].isspace() and not line.startswith(_CONTINUATIONS)
        if flush and not decorated:
            starts.append(number)
        decorated = line.startswith("@") if flush else decorated
    return starts


def _cell_number(filename: str) -> int:
    digits = filename[len(FILE_PREFIX) : -1]
    return int(digits) if digits.isdecimal() else 0


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if not seconds or not hasattr(signal, "setitimer"):
        yield
        return
    import resource  # not on Windows, where there are no alarms

    before = resource.getrusage(resource.RUSAGE_SELF)

    def ring(signum: int, frame: Any) -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        left = seconds - (used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime)
        if left <= 0 or used.ru_nivcsw - before.ru_nivcsw < PREEMPTIONS * seconds:
            raise CellTimeout
        signal.setitimer(signal.ITIMER_REAL, left)

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
