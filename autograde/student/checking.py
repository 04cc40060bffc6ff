"""A student's own code and the visible checks, in a process of the student's own.

Nothing of the instructor's is needed but the manifest, which holds the visible checks as they were given.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from autograde import cells
from autograde.cleaning import clean
from autograde.manifest import Exercise, Manifest
from autograde.student import memory, runs
from autograde.student.child import Event, Failure, Step
from autograde.student.dependencies import fingerprint, unit
from autograde.student.memory import Finding
from autograde.submission import Submission, read

FIRST_CHECK = 1_000_000  # cell numbers from here on are check cells
PRINTED_LINES = 10

NEEDS = "It needs "
DONE, TODO, WRONG, NOT_RUN = "done", "not written yet", "wrong", "not run"


class EnvironmentProblem(Exception):
    """This Python cannot run the assignment; the text says what is missing."""


@dataclass(frozen=True)
class Checked:
    """The result for a file: a finding per exercise, and the student's cells that failed."""

    path: Path
    assignment: Manifest
    findings: tuple[Finding, ...]
    failed_cells: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether there is nothing left to do, as far as visible checks can tell."""
        return not self.failed_cells and all(finding.state == DONE for finding in self.findings)

    @property
    def done(self) -> int:
        """How many exercises pass their visible checks."""
        return sum(finding.state == DONE for finding in self.findings)

    @property
    def points(self) -> float:
        """The points of the exercises that pass their visible checks."""
        passed = {finding.exercise for finding in self.findings if finding.state == DONE}
        return sum(exercise.points for exercise in self.assignment.exercises if exercise.name in passed)

    @property
    def next(self) -> Finding | None:
        """What to look at first: what is wrong, else what is not there yet; None when all is done."""
        for states in ((WRONG,), (NOT_RUN, TODO)):
            for finding in self.findings:
                if finding.state in states:
                    return finding
        return None


def check(
    path: Path,
    assignment: Manifest,
    started: Callable[[str], None] = lambda exercise: None,
    cancel: threading.Event | None = None,
) -> Checked:
    """Run the student's cells and all visible checks; `started` is told each exercise that begins.

    Rejected when the file cannot be read; EnvironmentProblem when the setup cell does not run here.
    """
    return _check(read(path, assignment), path, assignment, memory.Memory(), started, cancel)


def check_changed(
    path: Path,
    assignment: Manifest,
    started: Callable[[str], None] = lambda exercise: None,
    cancel: threading.Event | None = None,
    again: str = "",
) -> Checked:
    """The same, but exercises whose code is what it was at the last check are not run again (but for `again`)."""
    submission = read(path, assignment)
    known = memory.recall(path)
    known.findings.pop(again, None)
    return _check(submission, path, assignment, known, started, cancel)


def _check(
    submission: Submission,
    path: Path,
    assignment: Manifest,
    known: memory.Memory,
    started: Callable[[str], None],
    cancel: threading.Event | None,
) -> Checked:
    fingerprints = _fingerprints(submission, assignment)
    findings = {
        name: finding for name, finding in known.findings.items() if known.fingerprints.get(name) == fingerprints[name]
    }
    failed_cells = known.failed_cells
    left = [exercise for exercise in assignment.exercises if exercise.name not in findings]
    if left or known.digest != submission.digest:
        new, failed_cells = _run(submission, path, assignment, left, started, cancel)
        findings |= {finding.exercise: finding for finding in new}
    ordered = tuple(findings[exercise.name] for exercise in assignment.exercises)
    kept = {finding.exercise: finding for finding in ordered if finding.state != NOT_RUN}
    memory.remember(
        path,
        memory.Memory(
            hints=memory.recall(path).hints,
            digest=submission.digest,
            findings=kept,
            fingerprints={name: fingerprints[name] for name in kept},
            failed_cells=failed_cells,
        ),
    )
    return Checked(path, assignment, ordered, failed_cells)


def _fingerprints(submission: Submission, assignment: Manifest) -> dict[str, str]:
    units = [unit(step.source) for step in own_steps(submission)]
    return {
        exercise.name: fingerprint(
            units,
            {*exercise.functions, *unit(exercise.checks).uses},
            exercise.checks,
            assignment.setup,
            sys.executable,
        )
        for exercise in assignment.exercises
    }


def _run(
    submission: Submission,
    path: Path,
    assignment: Manifest,
    exercises: Collection[Exercise],
    started: Callable[[str], None],
    cancel: threading.Event | None,
) -> tuple[list[Finding], tuple[str, ...]]:
    """What the checks of these exercises say, and the student's cells that failed."""
    own = own_steps(submission)
    checks = [
        Step(exercise.name, FIRST_CHECK + index, exercise.checks, is_check=True)
        for index, exercise in enumerate(exercises)
    ]
    names = {exercise.name for exercise in exercises}
    steps = [Step("setup", 0, assignment.setup), *own, *checks]
    ended = runs.run(steps, path.resolve().parent, lambda key: started(key) if key in names else None, cancel)
    raise_setup_problem(ended)
    where = Places(submission, path)
    failed = tuple(
        f"{where.of(failure.places)}{described(failure)}"
        for step in own
        if (failure := ended[step.key].failure) is not None
    )
    return [_finding(exercise, ended[exercise.name], where) for exercise in exercises], failed


def raise_setup_problem(ended: dict[str, Event]) -> None:
    """EnvironmentProblem when the setup cell, which the student did not write, has failed."""
    setup = ended["setup"].failure
    if setup is not None:
        raise EnvironmentProblem(
            f"the setup cell fails in {sys.executable}: {setup.type_name}: {clean(setup.message)}\n"
            "Run `autograde doctor --student`: it says what is missing and how to get it."
        )


def own_steps(submission: Submission) -> list[Step]:
    """The student's cells (or statements) as steps."""
    if not submission.split:
        return [Step(f"cell {cell.number}", cell.number, cell.source) for cell in submission.cells]
    statements = [(cell.number, part) for cell in submission.cells for part in cells.statements(cell.source)]
    return [Step(f"statement {index}", number, part) for index, (number, part) in enumerate(statements)]


# --- what it means ----------------------------------------------------------------------------------------------------


class Places:
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


def _finding(exercise: Exercise, event: Event, where: Places) -> Finding:
    failure = event.failure
    if failure is None:
        return Finding(exercise.name, DONE)
    own = where.of(failure.places)
    if failure.type_name == runs.OUT_OF_TIME:
        return Finding(exercise.name, NOT_RUN, failure.message.capitalize())
    if failure.type_name == "NotImplementedError" and own:
        if failure.function not in exercise.functions:
            return Finding(exercise.name, TODO, f"{NEEDS}{failure.function}, which is not written yet.")
        todo = f"{failure.function} is not written yet." if len(exercise.functions) > 1 else ""
        return Finding(exercise.name, TODO, todo)
    missing = [name for name in exercise.functions if failure.message == f"name '{name}' is not defined"]
    if failure.type_name == "NameError" and missing and not own:
        return Finding(exercise.name, NOT_RUN, f"{missing[0]} is not defined: its cell is missing or failed.")
    printed = "\n".join(clean(line) for line in event.printed.splitlines()[:PRINTED_LINES])
    if failure.type_name == "AssertionError" and not own:
        return Finding(exercise.name, WRONG, _lines(failure.message), printed)
    return Finding(exercise.name, WRONG, own + described(failure), printed)


def described(failure: Failure) -> str:
    """A failure in words, as Python says it."""
    return f"{failure.type_name}: {_lines(failure.message)}".removesuffix(": ")


def _lines(text: str) -> str:
    return "\n".join(clean(line) for line in text.splitlines()[:PRINTED_LINES])
