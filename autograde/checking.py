"""`autograde check`: a student's own code and the visible checks, in a process of the student's own.

Nothing of the instructor's is needed but the manifest, which holds the visible checks as they were given.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from autograde import cells, manifest
from autograde.checking_child import Event, Failure, Step
from autograde.disclosure import clean
from autograde.manifest import Exercise, Manifest
from autograde.submission import Submission, read

STEP_SECONDS = 20.0
TOTAL_SECONDS = 120.0
FIRST_CHECK = 1_000_000  # cell numbers from here on are check cells
PRINTED_LINES = 10

State = Literal["done", "not written yet", "wrong", "not run"]


class NotFound(Exception):
    """There is nothing to check, or it is not clear what; the text says what to do."""


class EnvironmentProblem(Exception):
    """This Python cannot run the assignment; the text says what is missing."""


@dataclass(frozen=True)
class Finding:
    """What the visible checks say of one exercise. `printed` is what the student's code printed meanwhile."""

    exercise: str
    state: State
    text: str = ""
    printed: str = ""


@dataclass(frozen=True)
class Checked:
    """The result for a notebook: a finding per exercise, and the student's cells that failed."""

    path: Path
    findings: tuple[Finding, ...]
    failed_cells: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether there is nothing left to do, as far as visible checks can tell."""
        return not self.failed_cells and all(finding.state == "done" for finding in self.findings)


def locate(path: Path | None) -> tuple[Path, Manifest]:
    """The file to check and its assignment. By default the assignment's notebook or script in the current folder; of
    both, the one that was changed last."""
    known = manifest.known()
    if path is None or path.is_dir():
        folder = path or Path.cwd()
        files = [folder / f"{name}{suffix}" for name in known for suffix in (".ipynb", ".py")]
        files = [file for file in files if file.is_file()]
        if len({file.stem for file in files}) != 1:
            found = ", ".join(sorted(file.name for file in files)) or "none"
            raise NotFound(f"{folder}: say which file to check (found: {found}; assignments: {', '.join(known)})")
        path = max(files, key=lambda file: file.stat().st_mtime_ns)
    if not path.is_file():
        raise NotFound(f"{path}: no such file")
    if path.stem not in known:
        raise NotFound(f"{path.name}: name it after its assignment ({', '.join(known)}), as it was given to you")
    return path, manifest.load(path.stem)


def check(path: Path, assignment: Manifest) -> Checked:
    """Run the student's cells and the visible checks. Rejected when the file cannot be read; EnvironmentProblem when
    the setup cell does not run here."""
    submission = read(path, assignment)
    own = _own_steps(submission)
    checks = [
        Step(exercise.name, FIRST_CHECK + index, exercise.checks, is_check=True)
        for index, exercise in enumerate(assignment.exercises)
    ]
    ended = _run([Step("setup", 0, assignment.setup), *own, *checks], path.resolve().parent)
    setup = ended["setup"].failure
    if setup is not None:
        raise EnvironmentProblem(f"the setup cell fails in {sys.executable}: {setup.type_name}: {clean(setup.message)}")
    where = _Places(submission, path)
    failed = [
        f"{where.of(failure.places)}{_described(failure)}"
        for step in own
        if (failure := ended[step.key].failure) is not None
    ]
    findings = [_finding(exercise, ended[exercise.name], where) for exercise in assignment.exercises]
    return Checked(path, tuple(findings), tuple(failed))


def _own_steps(submission: Submission) -> list[Step]:
    if not submission.split:
        return [Step(f"cell {cell.number}", cell.number, cell.source) for cell in submission.cells]
    statements = [(cell.number, part) for cell in submission.cells for part in cells.statements(cell.source)]
    return [Step(f"statement {index}", number, part) for index, (number, part) in enumerate(statements)]


# --- what it means ----------------------------------------------------------------------------------------------------


class _Places:
    """Says where in the student's file a line is."""

    def __init__(self, submission: Submission, path: Path) -> None:
        self._submission = submission
        self._text = path.read_text("utf-8-sig") if path.suffix == ".py" else ""

    def of(self, places: tuple[tuple[int, int], ...]) -> str:
        """`cell 7, line 3: code` for the innermost of the student's own lines (`line 120` in a script); else empty."""
        own = [(number, line) for number, line in places if 0 < number < FIRST_CHECK]
        if not own:
            return ""
        number, line = own[-1]
        source = next((cell.source for cell in self._submission.cells if cell.number == number), "")
        start = self._text.find(source) if source else -1
        code = clean(self._submission.line(number, line)).strip()
        place = f"line {self._text[:start].count(chr(10)) + line}" if start >= 0 else f"cell {number}, line {line}"
        return f"{place}: `{code}`\n" if code else f"{place}\n"


def _finding(exercise: Exercise, event: Event, where: _Places) -> Finding:
    failure = event.failure
    if failure is None:
        return Finding(exercise.name, "done")
    own = where.of(failure.places)
    if failure.type_name == "NotImplementedError" and own:
        todo = f"{failure.function} is not written yet." if len(exercise.functions) > 1 else ""
        return Finding(exercise.name, "not written yet", todo)
    missing = [name for name in exercise.functions if failure.message == f"name '{name}' is not defined"]
    if failure.type_name == "NameError" and missing and not own:
        return Finding(exercise.name, "not run", f"{missing[0]} is not defined: its cell is missing or failed.")
    printed = "\n".join(clean(line) for line in event.printed.splitlines()[:PRINTED_LINES])
    if failure.type_name == "AssertionError" and not own:
        return Finding(exercise.name, "wrong", _lines(failure.message), printed)
    return Finding(exercise.name, "wrong", own + _described(failure), printed)


def _described(failure: Failure) -> str:
    return f"{failure.type_name}: {_lines(failure.message)}".removesuffix(": ")


def _lines(text: str) -> str:
    return "\n".join(clean(line) for line in text.splitlines()[:PRINTED_LINES])


# --- the process ------------------------------------------------------------------------------------------------------


def _run(steps: list[Step], folder: Path) -> dict[str, Event]:
    """How each step ended. A step that hangs or ends the process costs itself; the others are run again without it."""
    deadline = time.monotonic() + TOTAL_SECONDS
    ended: dict[str, Event] = {}
    bad: set[str] = set()
    while True:
        left = [step for step in steps if step.key not in bad]
        broken = _run_once(left, folder, ended, deadline)
        if broken is None:
            return ended
        culprit, reason = broken
        ended[culprit] = Event(culprit, True, Failure("Stopped", reason, (), ""))
        bad.add(culprit)
        if time.monotonic() >= deadline:
            total = Failure("Stopped", f"all together, the checks may take {TOTAL_SECONDS:.0f} s.", (), "")
            return {step.key: ended.get(step.key, Event(step.key, True, total)) for step in steps}


def _run_once(steps: list[Step], folder: Path, ended: dict[str, Event], deadline: float) -> tuple[str, str] | None:
    """Run the steps in a fresh process and note in `ended` how they end; the step that broke it and why, if one did."""
    command = [sys.executable, "-P", "-m", "autograde.checking_child"]
    environment = {**os.environ, "MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"}
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    running = ""
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        threading.Thread(target=_talk, args=(process, msgspec.json.encode(steps), lines), daemon=True).start()
        try:
            while line := lines.get(timeout=max(0.0, min(STEP_SECONDS, deadline - time.monotonic()))):
                event = msgspec.json.decode(line, type=Event)
                running = "" if event.done else event.key
                if event.done:
                    ended.setdefault(event.key, event)
            if not running and steps[-1].key in ended:
                return None
            reason = f"it ended the Python process (exit status {process.wait()})."
        except queue.Empty:
            reason = f"it ran for more than {STEP_SECONDS:.0f} s. Is there a loop that never ends?"
        finally:
            process.kill()
    return running or steps[0].key, reason


def _talk(process: subprocess.Popen[bytes], steps: bytes, lines: queue.SimpleQueue[bytes]) -> None:
    """Send the steps, then pass on what the process says, line by line; an empty one at its end."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(steps)
        process.stdin.close()
        for line in process.stdout:
            lines.put(line)
    except OSError:
        pass  # it ended before it had read everything; the empty line below says so
    lines.put(b"")
