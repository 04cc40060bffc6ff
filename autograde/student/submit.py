"""Handing in: what will be graded, what is missing, and where it goes."""

from __future__ import annotations

import logging
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.student import files
from autograde.student.checking import Checked

FOLDER = "submission"


class NotHandedIn(Exception):
    """The exchange refused; the text says why and what to do."""


@dataclass(frozen=True)
class Exchange:
    """nbgrader's exchange as it is configured here: the course, the folder, and nbgrader's own parts."""

    course: str
    root: str
    directory: Any
    authenticator: Any
    factory: Any


def reflection_missing(checked: Checked) -> bool:
    """Whether the answer to the reflection is still to be written."""
    if not checked.assignment.reflection_points:
        return False
    given = files.released_cells(checked.assignment.assignment).get("reflection", "")
    return _plain(_reflection(checked.path)) in ("", _plain(given))


def _plain(markdown: str) -> str:
    """Markdown of a py:percent text and of a notebook, alike."""
    return "\n".join(line.removeprefix("#").strip() for line in markdown.strip().splitlines())


def _reflection(path: Path) -> str:
    if path.suffix == ".py":
        text, _ = files.read_text(path)
        return next((cell.source for cell in files.text_cells(text) if cell.id == "reflection"), "")
    for cell in files.read_notebook(path)["cells"]:
        if cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") == "reflection":
            return "".join(cell.get("source", ""))
    return ""


def to_upload(path: Path) -> Path:
    """A copy of the file in a folder of its own, which holds nothing else; where none can be made, the file itself."""
    folder = path.resolve().parent / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        for suffix in files.SUFFIXES:
            (folder / path.with_suffix(suffix).name).unlink(missing_ok=True)
        return Path(shutil.copyfile(path, folder / path.name))
    except OSError:
        return path.resolve()


# --- nbgrader's exchange ----------------------------------------------------------------------------------------------


def exchange() -> Exchange | None:
    """The exchange that nbgrader's configuration names, if it and the course are there."""
    try:
        from nbgrader.apps.baseapp import NbGrader
        from nbgrader.auth import Authenticator
        from nbgrader.coursedir import CourseDirectory
        from nbgrader.exchange import ExchangeFactory
        from nbgrader.exchange.default import Exchange as Default
    except ImportError:
        return None
    app = NbGrader(log_level=logging.CRITICAL)
    app.initialize([])
    directory = CourseDirectory(parent=app)
    root = Default(coursedir=directory, parent=app).root
    if not directory.course_id or not Path(root).is_dir():
        return None
    return Exchange(directory.course_id, root, directory, Authenticator(parent=app), ExchangeFactory(parent=app))


def to_exchange(path: Path, to: Exchange) -> None:
    """nbgrader's own submit, of this one file; a script is made into a notebook, which is all that nbgrader takes."""
    from nbgrader.exchange import ExchangeError

    with tempfile.TemporaryDirectory(prefix="autograde-") as temporary:
        folder = Path(temporary) / path.stem
        folder.mkdir()
        _as_notebook(path, folder / f"{path.stem}.ipynb")
        to.directory.assignment_id = path.stem
        submit = to.factory.Submit(coursedir=to.directory, authenticator=to.authenticator)
        submit.assignment_dir = temporary
        submit.path_includes_course = False
        try:
            submit.start()
        except (ExchangeError, OSError, RuntimeError) as error:
            raise NotHandedIn(str(error)) from error


def _as_notebook(path: Path, target: Path) -> None:
    if path.suffix == ".ipynb":
        shutil.copyfile(path, target)
        return
    import jupytext

    jupytext.write(jupytext.read(path, fmt="py:percent"), target)
