"""Where a student's files are, and their cells as text: found, read and written back, everything else untouched."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde import manifest
from autograde.manifest import Manifest
from autograde.submission import Rejected

_PACKAGE = Path(__file__).parent.parent
SUFFIXES = (".ipynb", ".py")


class NotFound(Exception):
    """There is nothing to work on, or it is not clear what; the text says what to do."""


def locate(where: Path | None = None) -> tuple[Path, Manifest]:
    """The file to work on and its assignment. By default the assignment's notebook or script in the current folder; of
    both, the one that was changed last. `where` is a file, its folder, or the assignment's name."""
    known = manifest.known()
    path = where or Path.cwd()
    if not path.exists() and path.name in known:
        found = [found for found in assignments(path.parent) if found.assignment == path.name]
        path = found[0].path if found else path
    if path.is_dir():
        here = assignments(path)
        if len(here) != 1:
            names = ", ".join(found.path.relative_to(path).as_posix() for found in here) or "none"
            raise NotFound(
                f"{path}: say which file to work on (found: {names}; assignments: {', '.join(known)}), "
                "or go to the folder where the assignment is"
            )
        path = here[0].path
    if not path.is_file():
        raise NotFound(f"{path}: no such file. Go to the folder where the assignment is, or give its path")
    if path.stem not in known:
        raise NotFound(f"{path.name}: name it after its assignment ({', '.join(known)}), as it was given to you")
    return path, manifest.load(path.stem)


@dataclass(frozen=True)
class Found:
    """An assignment and the file of it that was changed last."""

    assignment: str
    path: Path


def assignments(folder: Path) -> list[Found]:
    """The assignments in a folder, or each in a folder of its own in it."""
    found = []
    for name in manifest.known():
        places = [inner / f"{name}{suffix}" for inner in (folder, folder / name) for suffix in SUFFIXES]
        files = [path for path in places if path.is_file()]
        if files:
            found.append(Found(name, max(files, key=lambda file: file.stat().st_mtime_ns)))
    return found


def released(assignment: str) -> str:
    """The assignment as it was given to students, as py:percent text: in the students' package, or in the course."""
    for folder in (_PACKAGE, _PACKAGE.parent):
        path = folder / "assignments" / assignment / f"{assignment}.py"
        if path.is_file():
            return path.read_text("utf-8")
    raise NotFound(f"{assignment}: the assignment as it was given is not installed. Install the course's package again")


# --- cells as text ----------------------------------------------------------------------------------------------------

_MARK = re.compile(r"^# ?%%(?P<rest>.*)$", re.MULTILINE)
_GRADE_ID = re.compile(r'"grade_id": "([^"]*)"')


@dataclass(frozen=True)
class TextCell:
    """A cell of a py:percent text; `start` and `stop` bound its source in the text."""

    id: str
    is_code: bool
    start: int
    stop: int
    source: str


def text_cells(text: str) -> list[TextCell]:
    """The cells of a py:percent text (line ends as `\\n`), without the blank lines at their ends."""
    marks = list(_MARK.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)] * bool(marks)
    cells = []
    for mark, end in zip(marks, ends, strict=True):
        name = _GRADE_ID.search(mark["rest"])
        start = min(mark.end() + 1, end)
        source = text[start:end].rstrip()
        is_code = not re.search(r"\[(markdown|md|raw)\]", mark["rest"])
        cells.append(TextCell(name[1] if name else "", is_code, start, start + len(source), source))
    return cells


def released_cells(assignment: str) -> dict[str, str]:
    """The sources of the named cells as they were given to students."""
    return {cell.id: cell.source for cell in text_cells(released(assignment)) if cell.id}


def read_notebook(path: Path) -> dict[str, Any]:
    """A notebook as plain data; Rejected when it is none."""
    try:
        notebook = json.loads(path.read_bytes().decode("utf-8-sig"))
        if isinstance(notebook["cells"], list):
            return notebook
    except (ValueError, KeyError, TypeError):
        pass
    raise Rejected(f"{path.name}: not a valid notebook; open it in Jupyter and save it again")


def write_notebook(path: Path, notebook: dict[str, Any]) -> None:
    """Write a notebook as Jupyter does."""
    write(path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def read_text(path: Path) -> tuple[str, str]:
    """A script's text with `\\n` line ends, and the line ends it has."""
    text = path.read_bytes().decode("utf-8-sig")
    return text.replace("\r\n", "\n"), "\r\n" if "\r\n" in text else "\n"


def write(path: Path, text: str, newline: str = "\n") -> None:
    """Replace a file as a whole, so that nobody ever reads half of it."""
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_text(text, "utf-8", newline=newline)
    os.replace(temporary, path)
