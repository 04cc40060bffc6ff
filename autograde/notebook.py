"""The course's notebooks as data: what each cell is, what is wrong with a notebook, and one way to write it.

A cell's role follows from its `grade_id` (docs/contributors/writing-an-assignment.md).
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator

import nbformat
from nbformat import NotebookNode

from autograde.manifest import Exercise, Manifest, ReleasedCell, Role, source_digest

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
KEPT_METADATA = frozenset(("nbgrader", "tags", "deletable", "editable"))
HINTS = 3
LEAK_LENGTH = 25  # shorter lines (`return W`, `h = 1e-5`) stand in any code

_HINT = re.compile(r"<details>\s*<summary>\s*Hint (\d)\s*</summary>(.*?)</details>", re.DOTALL)
_REGION = re.compile(r"^[^\n]*BEGIN SOLUTION[^\n]*\n(.*?)^[^\n]*END SOLUTION", re.DOTALL | re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9_-]*")

_ROLES: dict[str, Role] = {"setup": "setup", "reflection": "reflection"}

# The flags that nbgrader needs for each role: (cell type, grade, solution, locked).
_FLAGS = {
    "setup": ("code", False, False, True),
    "exercise": ("code", False, True, False),
    "checks": ("code", True, False, True),
    "experiment": ("code", False, False, True),
    "reflection": ("markdown", True, True, False),
}


def grade_id(cell: NotebookNode) -> str:
    """nbgrader's name of a cell; empty when it has none."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return name if isinstance(name, str) else ""


def role(cell: NotebookNode) -> Role:
    """What a cell is for."""
    name = grade_id(cell)
    if not name:
        return "text"
    if name.startswith("grade-"):
        return "checks"
    if name.startswith("experiment-"):
        return "experiment"
    return _ROLES.get(name, "exercise")


def normalize(notebook: NotebookNode) -> NotebookNode:
    """The notebook with everything removed or fixed that could differ from one build to the next: ids, outputs, counts,
    metadata of the program that wrote it."""
    cells = []
    ids: set[str] = set()
    for cell in notebook.cells:
        fresh = NotebookNode(
            cell_type=cell.cell_type,
            id=_cell_id(cell, ids),
            metadata={key: value for key, value in cell.metadata.items() if key in KEPT_METADATA},
            source=cell.source,
        )
        if cell.cell_type == "code":
            fresh.update(execution_count=None, outputs=[])
        cells.append(fresh)
    metadata = {"kernelspec": dict(KERNEL), "language_info": {"name": "python"}}
    return nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def _cell_id(cell: NotebookNode, taken: set[str]) -> str:
    """A stable id: the grade_id, or a digest of the source; made unique among those `taken`, to which it is added."""
    wanted = grade_id(cell)[:60] or "text-" + hashlib.sha256(cell.source.encode()).hexdigest()[:8]
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken.add(name)
    return name


# --- what is wrong with a notebook -----------------------------------------------------------------------------------


def problems(notebook: NotebookNode) -> list[str]:
    """What an author has to repair in the notebook with solutions, each naming its cell; empty when it is sound."""
    cells = notebook.cells
    found = [problem for number, cell in enumerate(cells, 1) for problem in _cell_problems(number, cell)]
    found += _sequence_problems(cells)
    if not title(notebook):
        found.append("cell 1: the notebook begins with no title (a markdown cell whose first line is `# Title`)")
    return found


def _cell_problems(number: int, cell: NotebookNode) -> Iterator[str]:
    """What is wrong within one cell."""
    kind, name = role(cell), grade_id(cell)
    where = f"cell {number} ({name})" if name else f"cell {number}"
    if kind == "text":
        if cell.cell_type == "code":
            yield f"{where}: a code cell needs a grade_id (setup, an exercise's name, grade-NAME or experiment-NAME)"
        if "BEGIN SOLUTION" in cell.source:
            yield f"{where}: a solution stands in a cell that is no exercise"
        return
    if not _NAME.fullmatch(name):
        yield f"{where}: a grade_id has small letters, digits, - and _ only"
    meta = cell.metadata["nbgrader"]
    cell_type, *flags = _FLAGS[kind]
    if cell.cell_type != cell_type:
        yield f"{where}: a {kind} cell is a {cell_type} cell, this is a {cell.cell_type} cell"
    for flag, wanted in zip(("grade", "solution", "locked"), flags, strict=True):
        if meta.get(flag) is not wanted:
            yield f"{where}: a {kind} cell needs nbgrader's {flag} to be {str(wanted).lower()}"
    if meta.get("schema_version") != 3:
        yield f"{where}: nbgrader's schema_version must be 3"
    if kind in ("checks", "reflection"):
        points = meta.get("points")
        if isinstance(points, bool) or not isinstance(points, int | float) or not points > 0:
            yield f"{where}: points are missing (a number above 0)"
    if kind == "experiment" and "experiment" not in cell.metadata.get("tags", []):
        yield f"{where}: an experiment cell needs the tag `experiment`"
    if kind == "exercise":
        yield from (f"{where}: {problem}" for problem in _exercise_problems(cell.source))
    elif "BEGIN SOLUTION" in cell.source and kind != "reflection":
        yield f"{where}: a solution stands in a cell that is no exercise"
    if kind == "checks":
        yield from (f"{where}: {problem}" for problem in _checks_problems(cell.source))


def _exercise_problems(source: str) -> Iterator[str]:
    if not _REGION.search(source):
        yield "there is no solution region (### BEGIN SOLUTION ... ### END SOLUTION)"
    try:
        if not functions(source):
            yield "the cell defines no public function"
    except SyntaxError as error:
        yield f"line {error.lineno}: the cell does not parse ({error.msg})"


def _checks_problems(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield f"line {error.lineno}: the cell does not parse ({error.msg})"
        return
    asserts = [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    if not asserts:
        yield "there is no visible check (assert condition, message)"
    yield from (f"line {node.lineno}: this assert has no message" for node in asserts if node.msg is None)


def _sequence_problems(cells: list[NotebookNode]) -> Iterator[str]:
    """What is wrong between cells: names used twice, checks and hints that are missing or out of place."""
    names = [grade_id(cell) for cell in cells]
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        numbers = ", ".join(str(number) for number, other in enumerate(names, 1) if other == name)
        yield f"cells {numbers}: the grade_id `{name}` is used more than once"
    if "setup" not in names:
        yield "there is no setup cell (grade_id `setup`)"
    for index, cell in enumerate(cells):
        kind, name = role(cell), grade_id(cell)
        where = f"cell {index + 1} ({name})"
        if kind == "exercise":
            if f"grade-{name}" not in names[index:]:
                yield f"{where}: no checks cell (grade_id `grade-{name}`) follows this exercise"
            before = cells[index - 1].source if index and cells[index - 1].cell_type == "markdown" else ""
            if [number for number, _ in _hints(before)] != list(range(1, HINTS + 1)):
                yield f"{where}: the markdown cell just before needs 3 hints (<details><summary>Hint 1</summary> ...)"
            elif not all(text for _, text in _hints(before)):
                yield f"{where}: a hint is empty"
        elif kind == "checks" and name.removeprefix("grade-") not in names[:index]:
            yield f"{where}: no exercise cell `{name.removeprefix('grade-')}` stands before these checks"


def leaks(notebook: NotebookNode, released: NotebookNode) -> list[str]:
    """Solution text of `notebook` that still stands in the `released` one, each named with its cell."""
    secrets = set(solution_lines(notebook)) | {"BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS"}
    return [
        f"cell {number} ({grade_id(cell) or 'text'}): what students get contains the solution's line `{secret}`"
        for number, cell in enumerate(released.cells, 1)
        for secret in sorted(secrets)
        if secret in cell.source
    ]


def solution_lines(notebook: NotebookNode) -> list[str]:
    """The telling lines of the solutions and model answers: those long enough not to stand elsewhere by chance."""
    regions = []
    for cell in notebook.cells:
        if role(cell) == "exercise":
            regions += _REGION.findall(cell.source)
        elif role(cell) == "reflection":
            regions.append(cell.source)
    lines = [line.strip() for region in regions for line in region.splitlines()]
    return [line for line in lines if len(line) >= LEAK_LENGTH]


# --- what the grader needs to know of it -----------------------------------------------------------------------------


def title(notebook: NotebookNode) -> str:
    """The text of the heading that the notebook begins with; empty when there is none."""
    first = notebook.cells[0].source.lstrip() if notebook.cells else ""
    return first.splitlines()[0][2:].strip() if first.startswith("# ") else ""


def functions(source: str) -> tuple[str, ...]:
    """The public functions that an exercise cell defines at its top level."""
    body = ast.parse(source).body
    return tuple(node.name for node in body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))


def _hints(markdown: str) -> list[tuple[int, str]]:
    return [(int(number), text.strip()) for number, text in _HINT.findall(markdown)]


def manifest(assignment: str, released: NotebookNode) -> Manifest:
    """The manifest of a released notebook."""
    cells = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    exercises = []
    for before, cell in zip(released.cells, released.cells[1:], strict=False):
        if role(cell) == "exercise":
            name = grade_id(cell)
            checks = cells[f"grade-{name}"]
            hints = tuple(text for _, text in _hints(before.source))
            points = float(checks.metadata.nbgrader.points)
            exercises.append(Exercise(name, points, functions(cell.source), hints, checks.source))
    reflection = cells.get("reflection")
    return Manifest(
        assignment=assignment,
        title=title(released),
        exercises=tuple(exercises),
        cells=tuple(
            ReleasedCell(grade_id(cell), role(cell), source_digest(cell.source))
            for cell in released.cells
            if cell.cell_type == "code"
        ),
        setup=cells["setup"].source,
        reflection_points=float(reflection.metadata.nbgrader.points) if reflection else 0.0,
    )
