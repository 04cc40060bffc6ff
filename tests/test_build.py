"""Building: what students get is derived, always the same, free of secrets; and what an author got wrong is named."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograde import build, manifest
from autograde.course import Course, NoCourse, find
from autograde.notebook import solution_lines
from autograde.suites import HIDDEN

REPOSITORY = Course(Path(__file__).resolve().parent.parent)
RELEASED = [name for name in REPOSITORY.assignments() if REPOSITORY.released(name).exists()]

HINTS = "\n#\n".join(
    f"# <details><summary>Hint {n}</summary>\n#\n# Hint {n} of it.\n#\n# </details>" for n in (1, 2, 3)
)


def marker(grade_id: str, grade: bool = False, solution: bool = False, points: float | None = None) -> str:
    meta = {"grade": grade, "grade_id": grade_id, "locked": not solution, "schema_version": 3, "solution": solution}
    if points is not None:
        meta["points"] = points
    return f"# %% nbgrader={json.dumps({**meta, 'cell_type': 'code', 'task': False})}\n"


SETUP = marker("setup") + "import numpy as np\n"
EXERCISE = (
    marker("double", solution=True)
    + '''def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    twice_as_much_as_before = 2 * x
    return twice_as_much_as_before
    ### END SOLUTION
'''
)
CHECKS = marker("grade-double", grade=True, points=100) + 'assert double(2) == 4, "double(2) should be 4."\n'
EXPERIMENT = marker("experiment-double").replace("# %% ", '# %% tags=["experiment"] ') + "print(double(3))\n"
REFLECTION = (
    '# %% [markdown] nbgrader={"cell_type": "markdown", "grade": true, "grade_id": "reflection", "locked": false, '
    '"points": 10, "schema_version": 3, "solution": true, "task": false}\n# Because doubling is adding it to itself.\n'
)
SOURCE = "\n".join(
    [
        "# %% [markdown]\n# # Doubling\n",
        SETUP,
        "# %% [markdown]\n" + HINTS + "\n",
        EXERCISE,
        CHECKS,
        EXPERIMENT,
        REFLECTION,
    ]
)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A small course with one assignment, `doubling`, not yet built."""
    made = Course(tmp_path / "course")
    made.solution("doubling").parent.mkdir(parents=True)
    made.solution("doubling").write_text(SOURCE)
    shutil.copy(REPOSITORY.config, made.config)
    shutil.copy(REPOSITORY.pairing, made.pairing)
    return made


def test_what_is_built(course: Course) -> None:
    assert {path.as_posix() for path in build.build(course).missing} == {
        "source/doubling/doubling.ipynb",
        "assignments/doubling/doubling.ipynb",
        "assignments/doubling/doubling.py",
        "autograde/manifests/doubling.json",
    }
    made = manifest.load("doubling", course.manifest("doubling").parent)
    assert (made.title, made.setup, made.max_score, made.reflection_points) == (
        "Doubling",
        "import numpy as np",
        100,
        10,
    )
    [exercise] = made.exercises
    assert (exercise.name, exercise.points, exercise.functions) == ("double", 100, ("double",))
    assert exercise.hints == ("Hint 1 of it.", "Hint 2 of it.", "Hint 3 of it.")
    assert exercise.checks == 'assert double(2) == 4, "double(2) should be 4."'
    assert [(cell.id, cell.role) for cell in made.cells] == [
        ("setup", "setup"),
        ("double", "exercise"),
        ("grade-double", "checks"),
        ("experiment-double", "experiment"),
    ]
    released = nbformat.read(course.released("doubling"), as_version=4)
    nbformat.validate(released)
    digests = {cell.id: manifest.source_digest(cell.source) for cell in released.cells if cell.cell_type == "code"}
    assert {cell.id: cell.digest for cell in made.cells} == digests
    assert "raise NotImplementedError()" in course.released("doubling", ".py").read_text()


def test_the_same_sources_give_the_same_bytes(course: Course, tmp_path: Path) -> None:
    other = Course(tmp_path / "elsewhere" / "course")
    shutil.copytree(course.root, other.root)
    os.utime(other.solution("doubling"), (1, 1))
    assert build.derive(course, ["doubling"]) == build.derive(other, ["doubling"])


def test_check_names_what_is_not_as_it_should_be(course: Course) -> None:
    build.build(course)
    assert not build.check(course)
    course.released("doubling", ".py").unlink()
    course.released("doubling").write_text("{}")
    stray = course.root / "assignments" / "doubling" / "notes.txt"
    stray.write_text("mine")
    old = course.source("halving")
    old.parent.mkdir()
    old.write_text("{}")
    before = {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}
    difference = build.check(course)
    assert [path.name for path in difference.missing] == ["doubling.py"]
    assert [path.as_posix() for path in difference.stale] == ["assignments/doubling/doubling.ipynb"]
    assert [path.name for path in difference.unexpected] == ["notes.txt", "halving.ipynb"]
    assert {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()} == before
    assert build.build(course) == difference
    assert build.check(course).unexpected == difference.unexpected  # never deleted
    assert not build.check(course).stale


def test_the_command_fails_on_stale_files(course: Course) -> None:
    def autograde(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from autograde.cli import main; main()", "build", *arguments]
        return subprocess.run(command, cwd=course.root, capture_output=True, text=True)

    assert autograde().returncode == 0
    assert autograde("--check").returncode == 0
    course.source("doubling").write_text("{}")
    stale = autograde("--check")
    assert (stale.returncode, stale.stdout) == (1, "stale: source/doubling/doubling.ipynb\n")
    unknown = autograde("tripling")
    assert unknown.returncode == 1
    assert "solutions/tripling/tripling.py: no such file" in unknown.stderr


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (CHECKS, "", "cell 4 (double): no checks cell (grade_id `grade-double`) follows this exercise"),
        (EXERCISE, "", "cell 4 (grade-double): no exercise cell `double` stands before these checks"),
        (SETUP, "", "there is no setup cell"),
        (CHECKS, CHECKS + "\n" + CHECKS, "cells 5, 6: the grade_id `grade-double` is used more than once"),
        ('"points": 100, ', "", "cell 5 (grade-double): points are missing"),
        ('"points": 100, ', '"points": 0, ', "cell 5 (grade-double): points are missing"),
        ('"points": 10, ', "", "cell 7 (reflection): points are missing"),
        ("Hint 2</summary>", "Hint two</summary>", "cell 4 (double): the markdown cell just before needs 3 hints"),
        ("# Hint 3 of it.\n", "#\n", "cell 4 (double): a hint is empty"),
        ("    ### BEGIN SOLUTION\n", "", "cell 4 (double): there is no solution region"),
        ("def double(x):", "def _double(x):", "cell 4 (double): the cell defines no public function"),
        ("def double(x):", "def double(x:", "cell 4 (double): line 1: the cell does not parse"),
        (', "double(2) should be 4."', "", "cell 5 (grade-double): line 1: this assert has no message"),
        ('assert double(2) == 4, "double(2) should be 4."', "double(2)", "(grade-double): there is no visible check"),
        ("# # Doubling", "# Doubling", "the notebook begins with no title"),
        ('tags=["experiment"] ', "", "cell 6 (experiment-double): an experiment cell needs the tag `experiment`"),
        (
            '"grade_id": "setup", "locked": true',
            '"grade_id": "setup", "locked": false',
            "cell 2 (setup): a setup cell needs",
        ),
        (EXPERIMENT, "# %%\nprint(1)\n", "cell 6: a code cell needs a grade_id"),
        (
            EXPERIMENT,
            "# %% [markdown]\n# ### BEGIN SOLUTION\n",
            "cell 6: a solution stands in a cell that is no exercise",
        ),
        (
            "# # Doubling\n",
            "# # Doubling\n# `twice_as_much_as_before = 2 * x`\n",
            "cell 1 (text): what students get contains the solution's line `twice_as_much_as_before = 2 * x`",
        ),
        (
            "# # Doubling\n",
            "# # Doubling\n# Because doubling is adding it to itself.\n",
            "cell 1 (text): what students get contains the solution's line `Because doubling is adding it to itself.`",
        ),
    ],
)
def test_an_authors_mistake_is_named(course: Course, old: str, new: str, problem: str) -> None:
    assert old in SOURCE
    course.solution("doubling").write_text(SOURCE.replace(old, new))
    with pytest.raises(build.BuildError) as caught:
        build.build(course)
    named = [line for line in caught.value.problems if problem in line]
    assert named, caught.value.problems
    assert named[0].startswith("solutions/doubling/doubling.py: ")
    assert not course.source("doubling").exists()


def test_a_failing_nbgrader_is_reported_in_its_own_words(course: Course) -> None:
    unclosed = SOURCE.replace("    ### END SOLUTION\n", "    ### END SOLUTION\n    ### BEGIN SOLUTION\n")
    course.solution("doubling").write_text(unclosed)
    with pytest.raises(build.BuildError, match="No end solution statement found"):
        build.build(course)


def test_the_other_side_of_the_pair_can_be_edited(course: Course) -> None:
    build.build(course)
    notebook = nbformat.read(course.source("doubling"), as_version=4)
    notebook.cells[0].source += "\nWritten in Jupyter."
    nbformat.write(notebook, course.source("doubling"))
    command = [sys.executable, "-m", "jupytext", "--sync", "source/doubling/doubling.ipynb"]
    subprocess.run(command, cwd=course.root, check=True, capture_output=True)
    assert "# Written in Jupyter." in course.solution("doubling").read_text()
    build.build(course)
    assert "Written in Jupyter." in course.released("doubling", ".py").read_text()
    assert not build.check(course)


def test_the_course_is_found_from_within(course: Course, tmp_path: Path) -> None:
    assert find(course.solution("doubling").parent) == Course(course.root.resolve())
    assert find(tmp_path) == REPOSITORY  # the checkout that this package is installed from


def test_no_course_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograde.course.CHECKOUT", tmp_path / "site-packages")
    with pytest.raises(NoCourse, match=re.escape("no course here")):
        find(tmp_path)


# --- what students of the real course get -----------------------------------------------------------------------------


@pytest.mark.parametrize("assignment", RELEASED)
class TestReleased:
    def texts(self, assignment: str) -> dict[str, str]:
        """Everything of an assignment that students may read."""
        files = [*REPOSITORY.released(assignment).parent.iterdir(), REPOSITORY.manifest(assignment)]
        return {path.name: path.read_text() for path in files}

    def test_only_the_notebook_and_its_text_are_there(self, assignment: str) -> None:
        folder = REPOSITORY.released(assignment).parent
        assert {path.name for path in folder.rglob("*")} == {f"{assignment}.ipynb", f"{assignment}.py"}

    def test_no_solution_is_left(self, assignment: str) -> None:
        lines = solution_lines(nbformat.read(REPOSITORY.source(assignment), as_version=4))
        assert lines
        for name, text in self.texts(assignment).items():
            leaks = [line for line in lines if line in text or json.dumps(line)[1:-1] in text]
            assert leaks == [], name
            assert "BEGIN SOLUTION" not in text

    def test_no_hidden_check_is_named(self, assignment: str) -> None:
        suite = [node for path in (HIDDEN / assignment).glob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
        names = {node.name for node in suite if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}
        for text in self.texts(assignment).values():
            assert [name for name in names if name in text] == []
            assert "autograde" not in text

    def test_nothing_of_a_run_or_of_a_computer_is_left(self, assignment: str) -> None:
        released = nbformat.read(REPOSITORY.released(assignment), as_version=4)
        code = [cell for cell in released.cells if cell.cell_type == "code"]
        assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
        assert set(released.metadata) == {"kernelspec", "language_info"}
        for text in self.texts(assignment).values():
            assert re.findall(r"(?<![\w.:/])(?:/(?:home|root|tmp|usr|work|Users)/|[A-Z]:\\)", text) == []

    def test_points(self, assignment: str) -> None:
        made = manifest.load(assignment)
        assert (made.max_score, made.reflection_points) == (100, 10)

    def test_every_exercise_fails_unsolved(self, assignment: str) -> None:
        """Each exercise cell parses, defines its functions, and leaves each of them to write."""
        released = nbformat.read(REPOSITORY.released(assignment), as_version=4)
        sources = {cell.id: cell.source for cell in released.cells}
        for exercise in manifest.load(assignment).exercises:
            stubs = sources[exercise.name].count("raise NotImplementedError()")
            assert stubs == len(exercise.functions), exercise.name
