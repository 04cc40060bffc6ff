"""Where a student's files are, and their cells as text: found, read and written back, everything else untouched."""

from __future__ import annotations

import ast
import difflib
import json
import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde import manifest
from autograde.manifest import Manifest
from autograde.submission import Rejected, Submission, read, untouched

_PACKAGE = Path(__file__).parent.parent
SUFFIXES = (".ipynb", ".py")
GRADED_WITH = frozenset(("numpy", "scipy", "torch", "matplotlib", "mpl_toolkits", "IPython"))
CONFLICTS = ("<<<<<<<", "=======", ">>>>>>>")  # what version control leaves for people to decide


class NotFound(Exception):
    """There is nothing to work on, or it is not clear what; the text says what to do."""


def locate(where: Path | None = None) -> tuple[Path, Manifest]:
    """The file to work on and its assignment. By default the assignment's notebook or script in the current folder; of
    both, the one that is worked in. `where` is a file, its folder, or the assignment's name."""
    known = manifest.known()
    path = where or Path.cwd()
    if not path.exists() and path.name in known:
        found = [found for found in assignments(path.parent) if found.assignment == path.name]
        path = found[0].path if found else path
    if path.is_dir():
        path = _only_one(path)
    if not path.is_file():
        raise NotFound(f"{path}: no such file. {_near(path)}Go to the folder where the assignment is, or give its path")
    if path.stem not in known:
        meant = [name for name in known if path in _copies(path.parent, name)]
        advice = (
            f"rename it to {meant[0]}{path.suffix}" if meant else f"name it after its assignment ({', '.join(known)})"
        )
        raise NotFound(f"{path.name}: a file counts under the name that it was given with: {advice}")
    return path, manifest.load(path.stem)


def _only_one(folder: Path) -> Path:
    here = assignments(folder)
    if len(here) == 1:
        return here[0].path
    if here:
        names = ", ".join(found.path.relative_to(folder).as_posix() for found in here)
        raise NotFound(f"several assignments are here ({names}): go into one's folder, or name its file with --file")
    for name in manifest.known():
        for copy in _copies(folder, name):
            right = f"{name}.py" if ".py" in copy.suffixes else f"{name}.ipynb"
            raise NotFound(f"{copy.name}: a file counts under the name that it was given with: rename it to {right}")
    raise NotFound(
        f"no assignment is in {folder.resolve()} (looked for: {', '.join(manifest.known())}). "
        "Go to the folder where you unpacked one, or give its path"
    )


def _near(path: Path) -> str:
    """`Did you mean ...? `, when a file beside it is called nearly the same."""
    names = [other.name for other in path.parent.glob("*") if other.suffix in SUFFIXES]
    near = nearest(path.name, names)
    return f"Did you mean {path.with_name(near)}? " if near else ""


def nearest(name: str, names: Iterable[str]) -> str:
    """What was probably meant; empty when nothing is near."""
    return next(iter(difflib.get_close_matches(name, list(names), n=1)), "")


@dataclass(frozen=True)
class Found:
    """An assignment and the file of it that is worked in."""

    assignment: str
    path: Path


def assignments(folder: Path) -> list[Found]:
    """The assignments in a folder, or each in a folder of its own in it."""
    found = []
    for name in manifest.known():
        places = [inner / f"{name}{suffix}" for inner in (folder, folder / name) for suffix in SUFFIXES]
        here = [path for path in places if path.is_file()]
        worked = [path for path in here if len(here) > 1 and _is_worked_in(path)]
        if here:
            found.append(Found(name, max(worked or here, key=_modified)))
    return found


def remarks(path: Path, assignment: Manifest) -> list[str]:
    """What may surprise when it is graded: other files that could be taken for this one, and imports."""
    other = path.with_suffix(".py" if path.suffix == ".ipynb" else ".ipynb")
    said = []
    if other.is_file() and _is_worked_in(other):
        said.append(
            f"{other.name} was written in, too: this is about {path.name}; say --file {other.name} for that one"
        )
    newer = [copy.name for copy in _copies(path.parent, path.stem) if _modified(copy) > _modified(path)]
    if newer:
        said.append(f"{newer[0]} is newer, but only a file named {path.name} counts")
    foreign = sorted(_imports(path, assignment) - GRADED_WITH - sys.stdlib_module_names)
    if foreign:
        said.append(f"it imports {', '.join(foreign)}, which may not be there when it is graded")
    return said


def _imports(path: Path, assignment: Manifest) -> set[str]:
    """The modules that the student's cells import, by their first names."""
    found: set[str] = set()
    with suppress(Rejected):
        for cell in read(path, assignment).cells:
            with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                for node in ast.walk(ast.parse(cell.source)):
                    if isinstance(node, ast.Import):
                        found |= {alias.name.partition(".")[0] for alias in node.names}
                    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                        found.add(node.module.partition(".")[0])
    return found


def _copies(folder: Path, assignment: str) -> list[Path]:
    """Files whose names a browser or an editor has made from the assignment's."""
    made = re.compile(rf"{assignment}(?![a-z]).*\.(ipynb|py)(\.json|\.txt)?", re.IGNORECASE)
    names = {f"{assignment}{suffix}" for suffix in SUFFIXES}
    return sorted(path for path in folder.glob("*") if made.fullmatch(path.name) and path.name not in names)


def _modified(path: Path) -> int:
    return path.stat().st_mtime_ns


def _is_worked_in(path: Path) -> bool:
    """Whether anything was written in an exercise, or the file cannot be read any more."""
    try:
        assignment = manifest.load(path.stem)
        return not untouched(read(path, assignment), assignment)
    except Rejected:
        return True


def submission(path: Path, assignment: Manifest) -> Submission:
    """The student's file as data; Rejected names it and says what is wrong with it."""
    try:
        return read(path, assignment)
    except Rejected as error:
        raise Rejected(f"{path.name} cannot be read: {_what_is_wrong(path) or error}") from error


def _what_is_wrong(path: Path) -> str:
    """What commonly is, when a notebook is none."""
    data = path.read_bytes() if path.is_file() else b" "
    if not data.strip():
        return "it is empty. Jupyter keeps the last version in the folder .ipynb_checkpoints"
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        if line.startswith(CONFLICTS):
            return f"line {number} is the mark of a merge conflict: keep one of the two versions, and delete the marks"
    return ""


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
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Rejected(f"{path.name} cannot be read: it is not UTF-8 text; save it again as UTF-8") from error
    return text.replace("\r\n", "\n"), "\r\n" if "\r\n" in text else "\n"


def write(path: Path, text: str, newline: str = "\n") -> None:
    """Replace a file as a whole, so that nobody ever reads half of it."""
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_text(text, "utf-8", newline=newline)
    os.replace(temporary, path)
