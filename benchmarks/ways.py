"""Five ways to grade the same submissions with the same checks, each a command of its own.

nbgrader   `nbgrader autograde` as it comes: it executes every notebook, the hidden checks stand in its grade cells
pytest     a `python -m pytest` for each submission, student code and checks in one process
sealed, process   `autograde grade` at that level of isolation
floor      the checks as plain functions in a fork of a warm process: no isolation, no wire, no messages, no record
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import msgspec
from nbformat import NotebookNode, read, v4, write

from autograde import manifest as manifests
from autograde.cells import new_module, run_cell
from autograde.corpus import bench, read_cases
from autograde.course import find
from autograde.records import Report

WAYS = ("nbgrader", "pytest", "sealed", "process", "floor")
HERE = Path(__file__).parent
SCRIPTS = Path(sys.executable).parent
ENVIRONMENT = {  # nbgrader calls alembic by name
    **os.environ,
    "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
MIX = 20  # so many different submissions, half of them right; every multiple of it is the same mix


# --- the submissions --------------------------------------------------------------------------------------------------


def sources(assignment: str, count: int) -> list[list[str]]:
    """The cells of `count` submissions: the reference with one case of the corpora each, no two alike."""
    manifest, course = manifests.load(assignment), find()
    made = bench(course, manifest)
    right, wrong = (_spread(read_cases(course.root, kind, manifest), MIX // 2) for kind in ("right", "wrong"))
    cases = [case for case in chain(*zip_longest(right, wrong)) if case is not None]
    return [
        [f"# submission {number}", manifest.setup]
        + [cell.source for cell in made.with_case(cases[number % len(cases)]).cells]
        for number in range(count)
    ]


def _spread(cases: list[Any], count: int) -> list[Any]:
    """`count` of them, from the whole list."""
    return [cases[i * len(cases) // count] for i in range(count)]


def run_cells(path: Path) -> dict[str, Any]:
    """The names that a notebook's cells define, run in this process."""
    module = new_module()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for number, cell in enumerate(json.loads(path.read_text())["cells"], 1):
            with contextlib.suppress(BaseException):
                run_cell(number, "".join(cell["source"]), module.__dict__)
    return module.__dict__


# --- what each way needs, does and gives ------------------------------------------------------------------------------


def prepare(way: str, assignment: str, count: int, folder: Path) -> None:
    """Put `count` submissions into a folder, for a way."""
    if way == "nbgrader":
        return _prepare_nbgrader(assignment, count, folder)
    (folder / "in").mkdir()
    for number, cells in enumerate(sources(assignment, count)):
        write(
            v4.new_notebook(cells=[v4.new_code_cell(source) for source in cells]), folder / "in" / f"{number:05}.ipynb"
        )
    return None


def command(way: str, assignment: str, cores: int) -> list[str]:
    """The command that grades what was prepared, to be run in that folder."""
    if way == "nbgrader":
        return [str(SCRIPTS / "nbgrader"), "autograde", assignment]
    if way in ("pytest", "floor"):
        return [sys.executable, __file__, way, assignment]
    options = ["--isolation", way, "--jobs", str(cores), "--store", "sqlite:///records.db", "--json", "records.json"]
    return [str(SCRIPTS / "autograde"), "grade", "in", "--assignment", assignment, *options]


def scores(way: str, assignment: str, folder: Path) -> list[float]:
    """What each submission got, in order."""
    if way == "nbgrader":
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
            submissions = sorted(gradebook.assignment_submissions(assignment), key=lambda s: s.student.id)
            return [round(submission.score, 5) for submission in submissions]
    if way in ("pytest", "floor"):
        return [float(path.read_text()) for path in sorted((folder / "in").glob("*.score"))]
    report = msgspec.json.decode((folder / "records.json").read_bytes(), type=Report)
    return [record.score for record in report.records]


# --- stock nbgrader ---------------------------------------------------------------------------------------------------


def _prepare_nbgrader(assignment: str, count: int, folder: Path) -> None:
    """A course whose notebook has one grade cell per exercise, which runs that exercise's hidden checks."""
    name = f"{assignment}.ipynb"
    cells = [
        _grade_cell(assignment, exercise.name, exercise.points) for exercise in manifests.load(assignment).exercises
    ]
    source = folder / "source" / assignment / name
    source.parent.mkdir(parents=True)
    write(
        v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}), source
    )
    config = "c = get_config()\nc.ClearSolutions.enforce_metadata = False\n"
    (folder / "nbgrader_config.py").write_text(config)
    generate = [str(SCRIPTS / "nbgrader"), "generate_assignment", assignment]
    subprocess.run(generate, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)
    released = read(folder / "release" / assignment / name, as_version=4)
    for number, student in enumerate(sources(assignment, count)):
        target = folder / "submitted" / f"{number:05}" / assignment / name
        target.parent.mkdir(parents=True)
        notebook = v4.new_notebook(cells=[v4.new_code_cell(text) for text in student], metadata=released.metadata)
        notebook.cells += released.cells
        write(notebook, target)


def _grade_cell(assignment: str, exercise: str, points: float) -> NotebookNode:
    code = f"import sys\nsys.path.insert(0, {str(HERE)!r})\nfrom unisolated import exercise_points\n"
    cell = v4.new_code_cell(f"{code}exercise_points({assignment!r}, {exercise!r}, globals())")
    kind = {"grade": True, "solution": False, "locked": True, "task": False, "cell_type": "code"}
    cell.metadata.nbgrader = {**kind, "grade_id": f"grade-{exercise}", "points": points, "schema_version": 3}
    return cell


# --- pytest and the floor: their loops --------------------------------------------------------------------------------


def cold_pytest(assignment: str) -> None:
    """One `python -m pytest` after the other."""
    from autograde.suites import folder

    environment = {**ENVIRONMENT, "PYTHONPATH": str(HERE), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    suite = [str(folder(assignment)), f"--rootdir={folder(assignment)}", "-c", os.devnull, "-q"]
    options = ["-p", "unisolated_plugin", "-p", "no:cacheprovider"]
    for path in sorted(Path("in").glob("*.ipynb")):
        environment["SUBMISSION"] = str(path.absolute())
        subprocess.run([sys.executable, "-m", "pytest", *suite, *options], env=environment, check=False)


def floor(assignment: str) -> None:
    """A fork for each submission; the parent has imported everything and collected the checks."""
    import unisolated

    from autograde.runner import warm_up
    from autograde.warm import PACKAGES

    unisolated.checks(assignment)
    warm_up(list(PACKAGES))
    for path in sorted(Path("in").glob("*.ipynb")):
        pid = os.fork()
        if pid == 0:
            try:
                earned = unisolated.scores(assignment, run_cells(path))
                path.with_suffix(".score").write_text(repr(round(sum(earned.values()), 5)))
            finally:
                os._exit(0)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    {"pytest": cold_pytest, "floor": floor}[sys.argv[1]](sys.argv[2])
