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
from autograde.student import files, memory, runs
from autograde.student.child import Event, Step
from autograde.student.dependencies import fingerprint, unit
from autograde.student.findings import DONE, FIRST_CHECK, NOT_RUN, TODO, WRONG, Teller
from autograde.student.memory import Finding
from autograde.submission import Submission


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

    def cells_to_tell(self, shown: str) -> list[str]:
        """The cells that failed, but for the one that the exercise that is shown has told of."""
        told = "".join(finding.text for finding in self.findings if finding.exercise == shown)
        return [cell for cell in self.failed_cells if cell not in told]

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
    return _check(files.submission(path, assignment), path, assignment, memory.Memory(), started, cancel)


def check_changed(
    path: Path,
    assignment: Manifest,
    started: Callable[[str], None] = lambda exercise: None,
    cancel: threading.Event | None = None,
    again: str = "",
) -> Checked:
    """The same, but exercises whose code is what it was at the last check are not run again (but for `again`)."""
    submission = files.submission(path, assignment)
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
    ended = runs.run(steps, lambda key: started(key) if key in names else None, cancel)
    raise_setup_problem(ended)
    teller = Teller(submission, path, assignment, steps)
    return [teller.finding(exercise, ended) for exercise in exercises], teller.failed_cells(ended)


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
