"""What students get: an assignment's folder, as a zip or through nbgrader's exchange, and the package to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograde import build, manifest
from autograde.course import Course
from autograde.student import figure
from autograde.student.submit import Exchange

EXPECTED_DPI = 50
PACKAGE = Path("packaging") / "student"
_EPOCH = (1980, 1, 1, 0, 0, 0)

_README = """\
{title}

Two files with the same exercises: {assignment}.ipynb for Jupyter, {assignment}.py for an editor.
Work in one of them, and keep its name.

1. Install, once, the course's package (the file that your course gave you) and torch:
       python -m pip install {package}
       python -m pip install torch
   On Linux that torch is large; pytorch.org tells how to get a smaller one, without CUDA, which is all you need.
2. In this folder:                        autograde watch
   Write where it says YOUR CODE HERE and save. `autograde check` does the same once.
   In a notebook, a cell with `%load_ext autograde.student` makes its check cells speak as plainly.
3. When you are stuck:                    autograde hint
4. To see what it is for:                 autograde figure EXERCISE
   expected/ holds small pictures of what to expect.
5. To hand in:                            autograde submit

If anything does not work here:           autograde doctor
"""


class NotReleased(Exception):
    """It cannot be released as it is; the text says what to do."""


@contextmanager
def staged(course: Course, assignment: str) -> Iterator[Path]:
    """A temporary folder that holds one folder, the assignment's, with all that students get."""
    difference = build.check(course, [assignment])
    if difference:
        paths = ", ".join(path.as_posix() for path in (*difference.missing, *difference.stale, *difference.unexpected))
        raise NotReleased(f"{assignment} is not what the solutions give ({paths}): run `autograde build`")
    given = manifest.load(assignment, course.manifest(assignment).parent)
    with tempfile.TemporaryDirectory(prefix="autograde-release-") as temporary:
        folder = Path(temporary) / assignment
        folder.mkdir()
        for suffix in (".ipynb", ".py"):
            shutil.copyfile(course.released(assignment, suffix), folder / f"{assignment}{suffix}")
        text = _README.format(title=given.title, assignment=assignment, package=_wheel_name(course))
        (folder / "README.txt").write_text(text, "utf-8", newline="\r\n")
        for experiment in figure.experiments(assignment):
            target = folder / figure.EXPECTED / f"{experiment.name}.png"
            drawn = figure.draw(course.solution(assignment), given, experiment, target, EXPECTED_DPI)
            if drawn.problem or drawn.path is None:
                raise NotReleased(f"{assignment}: the experiment {experiment.name} draws nothing: {drawn.problem}")
        yield Path(temporary)


def as_zip(stage: Path, assignment: str, to: Path) -> Path:
    """`to/ASSIGNMENT.zip`; the same content always gives the same bytes."""
    to.mkdir(parents=True, exist_ok=True)
    target = to / f"{assignment}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in (stage / assignment).rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(stage).as_posix(), _EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return target


def to_exchange(stage: Path, assignment: str, exchange: Exchange, force: bool) -> None:
    """nbgrader's own release, of the staged folder; NotReleased says why it refused."""
    from nbgrader.exchange import ExchangeError

    exchange.directory.assignment_id = assignment
    exchange.directory.release_directory = str(stage)
    release = exchange.factory.ReleaseAssignment(coursedir=exchange.directory, authenticator=exchange.authenticator)
    release.force = force
    try:
        release.start()
    except (ExchangeError, OSError) as error:
        raise NotReleased(str(error)) from error


def package(course: Course, to: Path) -> list[Path]:
    """Build the students' package, as wheel and as source, from the files that packaging/student/ names."""
    folder = course.root / PACKAGE
    build_table = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    with tempfile.TemporaryDirectory(prefix="autograde-package-") as temporary:
        stage = Path(temporary)
        for name in ("pyproject.toml", "README.md"):
            shutil.copyfile(folder / name, stage / name)
        for item in build_table["only-include"]:
            _copy(course.root / item, stage / item)
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(stage / "dist")]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800"}
        done = subprocess.run(command, cwd=stage, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise NotReleased(f"the package cannot be built (is hatchling installed?):\n{done.stderr[-2000:]}")
        to.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copy2(path, to)) for path in sorted((stage / "dist").iterdir())]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*build.IGNORED, "*.pyc"))
    else:
        shutil.copyfile(source, target)


def _wheel_name(course: Course) -> str:
    """The package's file, by its whole name: not every console completes a `*`."""
    project = tomllib.loads((course.root / PACKAGE / "pyproject.toml").read_text("utf-8"))["project"]
    return f"{project['name'].replace('-', '_')}-{project['version']}-py3-none-any.whl"
