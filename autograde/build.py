"""Building: what students get, and what the grader needs to know, are derived from the solutions.

    solutions/<a>/<a>.py --jupytext--> source/<a>/<a>.ipynb --nbgrader--> assignments/<a>/<a>.ipynb and .py
                                                                      \\--> autograde/manifests/<a>.json

Everything is derived in a temporary folder and then compared with the course's; the same sources always give the same
bytes.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import jupytext
import msgspec
import nbformat
from nbformat import NotebookNode

from autograde import notebook as notebooks
from autograde.course import Course

IGNORED = frozenset((".ipynb_checkpoints", "__pycache__", ".DS_Store"))


class BuildError(Exception):
    """The sources cannot be built; `problems` names each file and cell to repair."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Difference:
    """What keeps the course's derived files from being what the sources give; paths are relative to the course."""

    missing: tuple[Path, ...] = ()
    stale: tuple[Path, ...] = ()
    unexpected: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.unexpected)


def build(course: Course, assignments: Sequence[str] = ()) -> Difference:
    """Write what is missing or stale, and return the difference there was. Unexpected files are left alone."""
    derived = derive(course, assignments or course.assignments())
    difference = compare(course, derived, everything=not assignments)
    for path in (*difference.missing, *difference.stale):
        target = course.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(derived[path])
    return difference


def check(course: Course, assignments: Sequence[str] = ()) -> Difference:
    """The difference, with nothing changed."""
    return compare(course, derive(course, assignments or course.assignments()), everything=not assignments)


def compare(course: Course, derived: dict[Path, bytes], everything: bool) -> Difference:
    """How the files of the course differ from the derived ones. `everything`: they are all there should be."""
    missing = [path for path in derived if not (course.root / path).is_file()]
    stale = [path for path in derived if path not in missing and (course.root / path).read_bytes() != derived[path]]
    if everything:
        folders = [course.root / "source", course.root / "assignments", course.manifest("any").parent]
    else:
        folders = sorted({course.root / path.parent for path in derived if path.suffix != ".json"})
    present = {path.relative_to(course.root) for folder in folders for path in _files(folder)}
    return Difference(tuple(sorted(missing)), tuple(sorted(stale)), tuple(sorted(present - set(derived))))


def derive(course: Course, assignments: Iterable[str]) -> dict[Path, bytes]:
    """The derived files of the assignments: paths relative to the course, and contents. Or else BuildError."""
    sources = {assignment: _read_solution(course, assignment) for assignment in assignments}
    problems = [
        f"{_shown(course, course.solution(assignment))}: {problem}"
        for assignment, source in sources.items()
        for problem in notebooks.problems(source)
    ]
    if problems:
        raise BuildError(problems)
    with tempfile.TemporaryDirectory(prefix="autograde-build-") as folder:
        work = Course(Path(folder).resolve())
        shutil.copy(course.config, work.config)
        for assignment, source in sources.items():
            _write(work.source(assignment), nbformat.writes(source) + "\n")
            _generate_assignment(work, assignment)
            released = nbformat.read(work.released(assignment), as_version=4)
            problems += [
                f"{_shown(course, course.solution(assignment))}: {leak}" for leak in notebooks.leaks(source, released)
            ]
            _write(work.manifest(assignment), _manifest_text(assignment, released))
        if problems:
            raise BuildError(problems)
        files = [path for name in ("source", "assignments", "autograde") for path in _files(work.root / name)]
        return {path.relative_to(work.root): path.read_bytes() for path in files}


def _read_solution(course: Course, assignment: str) -> NotebookNode:
    path = course.solution(assignment)
    if not path.is_file():
        known = ", ".join(course.assignments()) or "none"
        raise BuildError([f"{_shown(course, path)}: no such file (assignments with a solution: {known})"])
    return notebooks.normalize(jupytext.reads(path.read_text("utf-8"), fmt="py:percent"))


def _manifest_text(assignment: str, released: NotebookNode) -> str:
    encoded = msgspec.json.encode(notebooks.manifest(assignment, released))
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _generate_assignment(work: Course, assignment: str) -> None:
    """`nbgrader generate_assignment --no-db`, in this process, with the course's own configuration."""
    from nbgrader.converters import GenerateAssignment, NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    config: Config = PyFileConfigLoader(work.config.name, path=str(work.root)).load_config()
    config.CourseDirectory.root = str(work.root)
    config.CourseDirectory.assignment_id = assignment
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    directory = CourseDirectory(config=config)
    with _captured_errors() as errors:
        try:
            GenerateAssignment(coursedir=directory, config=config).start()
        except NbGraderException as error:
            said = "\n".join(errors) or str(error)
            raise BuildError([f"{assignment}: nbgrader generate_assignment failed:\n{said}"]) from error


@contextmanager
def _captured_errors() -> Iterator[list[str]]:
    """What nbgrader logs as errors. It also changes the folder it is in when it fails; it is brought back here."""
    messages: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("traitlets")
    folder, propagate = Path.cwd(), logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
        os.chdir(folder)


def _files(folder: Path) -> Iterator[Path]:
    """The files under a folder, but for what editors and Python leave."""
    return (path for path in folder.rglob("*") if path.is_file() and not IGNORED & set(path.parts))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def _shown(course: Course, path: Path) -> str:
    return path.relative_to(course.root).as_posix()
