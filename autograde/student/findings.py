"""What came of a step, in a student's words: the state of an exercise, where it went wrong, and what to do about it."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograde.cleaning import clean
from autograde.manifest import Exercise, Manifest
from autograde.student import runs
from autograde.student.child import Event, Failure, Step
from autograde.student.computer import NEEDED
from autograde.student.dependencies import unit
from autograde.student.files import CONFLICTS
from autograde.student.memory import Finding
from autograde.submission import Submission

FIRST_CHECK = 1_000_000  # cell numbers from here on are given cells: checks and experiments
PRINTED_LINES = 10
CODE_WIDTH = 80

NEEDS = "It needs "
DONE, TODO, WRONG, NOT_RUN = "done", "not written yet", "wrong", "not run"

_UNDEFINED = re.compile(r"name '(\w+)' is not defined")
_NO_MODULE = re.compile(r"No module named '(\w+)")


class Teller:
    """Tells what happened to the steps of a student's file."""

    def __init__(self, submission: Submission, path: Path, assignment: Manifest, steps: Sequence[Step]) -> None:
        self._submission = submission
        self._folder = path.resolve().parent
        self._text = path.read_text("utf-8-sig") if path.suffix == ".py" else ""
        self._given = {step.number: step.source for step in steps if step.number >= FIRST_CHECK}
        self._own = [step for step in steps if 0 < step.number < FIRST_CHECK]
        self._exercises = {function: each for each in assignment.exercises for function in each.functions}

    def failed_cells(self, ended: dict[str, Event]) -> tuple[str, ...]:
        """The student's cells that failed, each with its place."""
        return tuple(
            self._at_cell(step, failure) for step in self._own if (failure := ended[step.key].failure) is not None
        )

    def finding(self, exercise: Exercise, ended: dict[str, Event]) -> Finding:
        """The state of an exercise after its checks have run."""
        event = ended[exercise.name]
        failure = event.failure
        if failure is None:
            return Finding(exercise.name, DONE)
        if failure.type_name == runs.OUT_OF_TIME:
            return Finding(exercise.name, NOT_RUN, failure.message.capitalize())
        if self._is_unwritten(failure):
            own = failure.function in exercise.functions
            return Finding(exercise.name, TODO, unwritten(failure.function) if own else self.told(failure))
        missing = self._missing(failure)
        if missing:
            why = "" if missing in exercise.functions else NEEDS
            return Finding(exercise.name, NOT_RUN, why + self._why_missing(missing, ended))
        if _is_not_installed(failure):
            return Finding(exercise.name, NOT_RUN, _not_installed(failure))
        printed = "\n".join(clean(line) for line in event.printed.splitlines()[:PRINTED_LINES])
        if self._own_places(failure):
            return Finding(exercise.name, WRONG, self.told(failure), printed)
        said = _lines(failure.message) if failure.type_name == "AssertionError" else self.told(failure)
        notes = self._without_return(exercise) if failure.type_name != runs.STOPPED else ()
        return Finding(exercise.name, WRONG, "\n".join([said, *notes]), printed)

    def told(self, failure: Failure) -> str:
        """A failure: where, what Python says, and what there is to do when that is known."""
        if self._is_unwritten(failure):
            return f"{NEEDS}{failure.function}, which is not written yet."
        own = self._own_places(failure)
        place = self._place(*own[-1]) if own else self._given_line(failure)
        if _is_not_installed(failure):
            return place + _not_installed(failure)
        return place + _described(failure) + "".join(f"\n{line}" for line in self._advice(failure))

    def _at_cell(self, step: Step, failure: Failure) -> str:
        """A failure of a cell of the student's own; of one that is not written yet, where it was called."""
        if self._is_unwritten(failure):
            return self._place(*self._own_places(failure)[0]) + self.told(failure)
        if failure.places:
            return self.told(failure)
        first = next((n for n, line in enumerate(step.source.splitlines(), 1) if line.strip()), 1)
        return self._place(step.number, first) + _described(failure)

    # --- places

    def _own_places(self, failure: Failure) -> list[tuple[int, int]]:
        """The (cell, line) places in the student's code, outermost first."""
        return [(number, line) for number, line in failure.places if 0 < number < FIRST_CHECK]

    def _place(self, number: int, line: int) -> str:
        """`cell 7, line 3: code` (`line 120: code` in a script), and a line end."""
        source = next((cell.source for cell in self._submission.cells if cell.number == number), "")
        start = self._text.find(source) if source else -1
        code = clean(self._submission.line(number, line)).strip()
        place = f"line {self._text[:start].count(chr(10)) + line}" if start >= 0 else f"cell {number}, line {line}"
        return f"{place}: `{code}`\n" if code else f"{place}\n"

    def _given_line(self, failure: Failure) -> str:
        """The line of the check that failed, when it was none of the student's."""
        for number, line in reversed(failure.places):
            lines = self._given.get(number, "").splitlines()
            if 0 < line <= len(lines):
                return f"in the check: `{clean(lines[line - 1], CODE_WIDTH)}`\n"
        return ""

    # --- reasons

    def _is_unwritten(self, failure: Failure) -> bool:
        return failure.type_name == "NotImplementedError" and bool(self._own_places(failure))

    def _missing(self, failure: Failure) -> str:
        """The function of an exercise that is not defined; empty when the failure is another."""
        found = _UNDEFINED.fullmatch(failure.message) if failure.type_name == "NameError" else None
        return found[1] if found and found[1] in self._exercises else ""

    def _why_missing(self, name: str, ended: dict[str, Event]) -> str:
        """Its cell failed, or it has another name, or it is not there."""
        for step in reversed(self._own):
            failure = ended[step.key].failure
            if failure is not None and re.search(rf"^\s*def {name}\b", step.source, re.MULTILINE):
                return f"{name} is not defined, because this fails:\n{self._at_cell(step, failure)}"
        names = {each.lower(): each for step in self._own for each in unit(step.source).defines - {*self._exercises}}
        near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.8)
        if near:
            return f"{name} is not defined. Is it your {names[near[0]]}? The name has to be {name}."
        exercise = self._exercises[name].name
        return f"{name} is not defined: its cell is missing. `autograde reset {exercise}` brings it back."

    def _without_return(self, exercise: Exercise) -> Iterator[str]:
        """The exercise's functions that give nothing back, as the cells stand."""
        last: dict[str, ast.FunctionDef | None] = {}
        for step in self._own:
            last |= _definitions(step.source)
        for name in exercise.functions:
            node = last.get(name)
            if node is not None and not any(map(_gives_back, ast.walk(node))):
                yield f"{name} has no `return` with a value: it gives back None."

    def _advice(self, failure: Failure) -> Iterator[str]:
        """What there is to do, where the exception alone does not say it to a novice."""
        if failure.type_name == "SyntaxError":
            if any(self._submission.line(*place).startswith(CONFLICTS) for place in self._own_places(failure)):
                yield "This is the mark of a merge conflict: keep one of the two versions, and delete the marks."
        elif failure.type_name == "ModuleNotFoundError":
            module = _module(failure)
            if (self._folder / f"{module}.py").is_file() or (self._folder / module).is_dir():
                yield f"{module} lies beside your file, but is not handed in: put what you need of it into a cell."
            else:
                yield "When work is graded, NumPy, SciPy, torch and matplotlib are there, and what Python brings along."
        elif failure.type_name == "FileNotFoundError":
            yield "Files beside yours are not handed in: put the data into a cell."
        elif failure.type_name == "EOFError":
            yield "Nobody is at the keyboard when work is graded: do without input()."


def _described(failure: Failure) -> str:
    """A failure in words, as Python says it."""
    return f"{failure.type_name}: {_lines(failure.message)}".removesuffix(": ")


def _lines(text: str) -> str:
    return "\n".join(clean(line) for line in text.splitlines()[:PRINTED_LINES])


def unwritten(function: str) -> str:
    """What is said of a function that is as it was given."""
    return f"{function} is not written yet: it still says `raise NotImplementedError()`."


def _module(failure: Failure) -> str:
    """The module that an import did not find."""
    found = _NO_MODULE.match(failure.message)
    return found[1] if found else ""


def _is_not_installed(failure: Failure) -> bool:
    return failure.type_name == "ModuleNotFoundError" and _module(failure) in NEEDED


def _not_installed(failure: Failure) -> str:
    return f"{NEEDS}{_module(failure)}, which this Python does not have: `autograde doctor` says how to get it."


def _definitions(source: str) -> dict[str, ast.FunctionDef | None]:
    """What a cell's names stand for in the end: a function that is defined there, or something else (None)."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    last: dict[str, ast.FunctionDef | None] = {}
    for node in body:
        if isinstance(node, ast.FunctionDef):
            last[node.name] = node
        else:
            last |= dict.fromkeys(unit(ast.unparse(node)).defines)
    return last


def _gives_back(node: ast.AST) -> bool:
    return isinstance(node, ast.Yield | ast.YieldFrom) or (isinstance(node, ast.Return) and node.value is not None)
