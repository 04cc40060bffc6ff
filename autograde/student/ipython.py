"""In a notebook: a check cell that fails shows its message instead of a traceback, and a line of progress."""

from __future__ import annotations

import types
from typing import Any

from autograde import manifest
from autograde.manifest import Manifest, source_digest
from autograde.student.findings import unwritten
from autograde.student.text import bar


def load(shell: Any) -> None:
    """Watch over the check cells that this shell runs."""
    checks = _Checks(shell)
    shell.events.register("pre_run_cell", checks.before)
    shell.events.register("post_run_cell", checks.after)
    shell.set_custom_exc((AssertionError, NameError, NotImplementedError), checks.explain)


class _Checks:
    """Which check cells there are, which one runs, and which exercises have passed in this session."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._known: dict[str, tuple[Manifest, str]] = {}
        for assignment in map(manifest.load, manifest.known()):
            for cell in assignment.cells:
                if cell.role == "checks":
                    self._known[cell.digest] = (assignment, cell.id.removeprefix("grade-"))
        self._running: tuple[Manifest, str] | None = None
        self._passed: set[tuple[str, str]] = set()

    def before(self, info: Any) -> None:
        self._running = self._known.get(source_digest(info.raw_cell or ""))

    def after(self, result: Any) -> None:
        if self._running is None:
            return
        assignment, exercise = self._running
        key = (assignment.assignment, exercise)
        (self._passed.add if result.success else self._passed.discard)(key)
        names = [each.name for each in assignment.exercises]
        done = sum((assignment.assignment, name) in self._passed for name in names)
        print(f"{bar(done, len(names))} {done} of {len(names)} exercises pass their visible checks in this session")

    def explain(
        self, shell: Any, kind: type[BaseException], error: BaseException, trace: Any, tb_offset: int | None = None
    ) -> None:
        """Say what a check says; any other exception is shown as always."""
        function = _innermost(trace)
        if self._running is not None and kind is AssertionError and function == "<module>":
            print(f"{self._running[1]}: {error}")
        elif self._running is not None and kind is NotImplementedError and function != "<module>":
            print(f"{self._running[1]}: {unwritten(function)}")
        elif self._running is not None and getattr(error, "name", "") in self._functions():
            print(f"{self._running[1]}: {error.name} is not defined yet: run its cell first.")  # type: ignore[attr-defined]
        else:
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

    def _functions(self) -> set[str]:
        """The functions of the assignment whose check cell runs."""
        exercises = self._running[0].exercises if self._running else ()
        return {function for exercise in exercises for function in exercise.functions}


def _innermost(trace: types.TracebackType | None) -> str:
    """The name of the function in which an exception was raised; `<module>` for the cell itself."""
    name = ""
    while trace is not None:
        name = trace.tb_frame.f_code.co_name
        trace = trace.tb_next
    return name
