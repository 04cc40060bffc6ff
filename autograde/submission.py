"""Intake: a submission is read as data. Nothing of it is imported, executed or parsed as Python here.

Size, encoding and structure are checked, odd files refused, cells that are the released checks or experiments dropped
(by their source, never by the student's metadata), IPython syntax translated. What remains is a list of code cells.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from pathlib import Path

import msgspec

from autograde.cells import Cell, encodable
from autograde.manifest import Manifest, source_digest

MAX_FILE = 32 << 20
MAX_SOURCE = 2 << 20
MAX_CELLS = 2000
MAX_LENIENT = 8 << 20  # of JSON that is read into Python objects
MAX_TRANSLATION = 1_000_000  # characters, each as often as IPython looks at it: a few seconds
BOTH = "{0} was graded; {1} beside it was not"
ONLY_SCRIPT = "{0} was graded, because nothing was written in {1}"
DROPPED = frozenset(("checks", "experiment"))


class Rejected(Exception):
    """A submission that cannot be graded; the text says why and what to do, for the student to read."""


class Submission(msgspec.Struct, frozen=True):
    """What a student handed in, as the runner will run it.

    `split`: a script without cell marks, to be run statement by statement. `notes` are remarks for the record.
    """

    name: str
    path: str
    assignment: str
    digest: str
    cells: tuple[Cell, ...]
    split: bool = False
    notes: tuple[str, ...] = ()

    def line(self, number: int, line: int) -> str:
        """A line of the student's own source; empty when there is none."""
        for cell in self.cells:
            if cell.number == number:
                lines = cell.source.splitlines()
                return lines[line - 1] if 0 < line <= len(lines) else ""
        return ""


class _RawCell(msgspec.Struct):
    cell_type: str = "code"
    source: str | list[str] = ""


class _Notebook(msgspec.Struct):
    nbformat: int
    cells: list[_RawCell] = []


_notebooks = msgspec.json.Decoder(_Notebook)


def read(path: Path, manifest: Manifest, name: str | None = None, notes: tuple[str, ...] = ()) -> Submission:
    """Read a notebook or a script; `Rejected` says what is wrong with it."""
    text = _text(path)
    if path.suffix == ".ipynb":
        cells, split = _notebook_cells(text), False
    elif path.suffix == ".py":
        cells, split = _script_cells(text)
    else:
        raise Rejected("not a notebook (.ipynb) or a Python file (.py); hand in one of these")
    dropped = {cell.digest for cell in manifest.cells if cell.role in DROPPED}
    written = [
        (number, source.rstrip()) for number, source in cells if source.strip() and source_digest(source) not in dropped
    ]
    if sum(len(source) for _, source in written) > MAX_SOURCE:
        raise Rejected(f"more than {MAX_SOURCE >> 20} MB of code; remove data that was pasted into the cells")
    effort = _Effort()
    kept = tuple(Cell(number, translate(source, effort)) for number, source in written)
    content = msgspec.json.encode([manifest.assignment, split, kept])
    digest = hashlib.sha256(content).hexdigest()[:32]
    return Submission(name or path.stem, stored_path(path), manifest.assignment, digest, kept, split, notes)


def _text(path: Path) -> str:
    """The text of a regular file of bearable size."""
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if path.is_symlink():
            raise Rejected("a symbolic link; hand in the file itself") from error
        raise Rejected(f"cannot be read ({error.strerror})") from error
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise Rejected("not a regular file; hand in a notebook or a Python file")
    try:
        with os.fdopen(fd, "rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise Rejected(f"cannot be read ({error.strerror})") from error
    if len(data) > MAX_FILE:
        raise Rejected(
            f"larger than {MAX_FILE >> 20} MB; clear the outputs (Kernel, Restart and clear) and hand in again"
        )
    if b"\0" in data:
        raise Rejected("contains NUL bytes, so it is no text file; save it again as UTF-8")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise Rejected(f"not UTF-8 text (byte {error.start}); save it again as UTF-8") from error


def _notebook_cells(text: str) -> list[tuple[int, str]]:
    """(number, source) of the code cells; numbers count all cells from 1."""
    try:
        notebook = _notebook(text)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise Rejected("not a valid notebook; open it in Jupyter, save it and hand it in again") from error
    if notebook.nbformat != 4:
        raise Rejected("a notebook of an old or unknown format; open it in a current Jupyter and save it again")
    if len(notebook.cells) > MAX_CELLS:
        raise Rejected(f"more than {MAX_CELLS} cells")
    return [
        (number, encodable(cell.source if isinstance(cell.source, str) else "".join(cell.source)))
        for number, cell in enumerate(notebook.cells, 1)
        if cell.cell_type == "code"
    ]


def _notebook(text: str) -> _Notebook:
    """The notebook in a JSON text; ValueError, MsgspecError or RecursionError when there is none.

    Python writes NaN and halves of characters into outputs, which is no JSON; Jupyter reads it all the same.
    """
    try:
        return _notebooks.decode(text)
    except msgspec.DecodeError:
        if len(text) > MAX_LENIENT:
            raise
        return msgspec.convert(json.loads(text), _Notebook)


_MARK = re.compile(r"^# ?%%(?P<rest>.*)$", re.MULTILINE)
_NOT_CODE = re.compile(r"\[(markdown|md|raw)\]")


def _script_cells(text: str) -> tuple[list[tuple[int, str]], bool]:
    """The cells of a `py:percent` script; a script without marks is one cell, to be split."""
    marks = list(_MARK.finditer(text))
    if not marks:
        return [(1, text)], True
    if len(marks) > MAX_CELLS:
        raise Rejected(f"more than {MAX_CELLS} cells")
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    cells = [
        (number, text[mark.end() + 1 : end])
        for number, (mark, end) in enumerate(zip(marks, ends, strict=True), 1)
        if not _NOT_CODE.search(mark["rest"])
    ]
    before = text[: marks[0].start()].strip()
    only_comments = all(not line.strip() or line.startswith("#") for line in before.splitlines())
    return ([] if only_comments else [(0, before)]) + cells, False


_WRAPPING_MAGIC = re.compile(r"\A\s*%%(time|timeit|capture|prun)\b[^\n]*\n")
_TIME_MAGIC = re.compile(r"^([ \t]*)%time(it)?[ \t]+(-([nrp] ?\d+|[tcqov]+)[ \t]+)*", re.MULTILINE)
_IPYTHON = re.compile(r"^[ \t]*[%!?]|\?[ \t]*$|=[ \t]*[%!]", re.MULTILINE)


# IPython's search for a name before a question mark takes the square of the name's length.
_HELP = re.compile(r"\?[ \t]*$", re.MULTILINE)
_LONG_NAME = re.compile(r"[\w*.\[\]]{200}")


class _Effort:
    """What translating a submission may cost: IPython reads the whole cell anew for every command in it."""

    def __init__(self) -> None:
        self.left = MAX_TRANSLATION

    def spend(self, lines: list[str]) -> None:
        """Count one reading of a cell; Rejected when it was one too many."""
        self.left -= sum(map(len, lines))
        if self.left < 0:
            raise Rejected("too much of IPython's own syntax (lines with %, ! or ?); remove what is not needed")


def translate(source: str, effort: _Effort | None = None) -> str:
    """IPython's syntax as Python. What cannot be translated stays as it is and fails as a cell of its own."""
    if not _IPYTHON.search(source) or (_HELP.search(source) and _LONG_NAME.search(source)):
        return source
    from IPython.core.inputtransformer2 import TransformerManager

    spend = (effort or _Effort()).spend

    class Measured(TransformerManager):
        def do_one_token_transform(self, lines: list[str]) -> tuple[bool, list[str]]:
            spend(lines)
            return super().do_one_token_transform(lines)

    source = _TIME_MAGIC.sub(r"\1", _WRAPPING_MAGIC.sub("", source))
    try:
        return Measured().transform_cell(source).rstrip("\n")
    except Rejected:
        raise
    except Exception:  # whatever a hostile cell does to the tokenizer, it stays this cell's problem
        return source


# --- where submissions lie -------------------------------------------------------------------------------------------


class Found(msgspec.Struct, frozen=True):
    """A submission's place; `problem` when it cannot even be read, `notes` on what lies beside it.

    `other` is the script beside a notebook: it counts when the notebook is as it was released and the script is not.
    """

    name: str
    path: Path
    assignment: str
    problem: str | None = None
    notes: tuple[str, ...] = ()
    other: Path | None = None


def find(path: Path, assignment: str | None) -> list[Found]:
    """The submissions at `path`: a file, a folder of files or of folders, or nbgrader's `submitted/`.

    ValueError when there is nothing there, or when the assignment is not named and cannot be known.
    """
    if not path.exists() and not path.is_symlink():
        raise ValueError(f"{path}: no such file or folder")
    if not path.is_dir() or path.is_symlink():
        return [Found(display_name(path.stem), path, _named(path, assignment))]
    entries = sorted((entry for entry in path.iterdir() if not entry.name.startswith(".")), key=lambda e: e.name)
    found = [item for entry in entries for item in _entry(entry, assignment)]
    if not found:
        raise ValueError(f"{path}: no submissions in this folder (looked for .ipynb and .py files, one folder each)")
    return found


def intake(found: Found, manifest: Manifest) -> Submission:
    """Read what lies at a place; `Rejected` says why it cannot be graded."""
    if found.problem:
        raise Rejected(found.problem)
    if found.other is None:
        return read(found.path, manifest, found.name, found.notes)
    try:
        notebook = read(
            found.path, manifest, found.name, (*found.notes, BOTH.format(found.path.name, found.other.name))
        )
        if not untouched(notebook, manifest):
            return notebook
    except Rejected:
        notebook = None
    try:
        note = ONLY_SCRIPT.format(found.other.name, found.path.name)
        script = read(found.other, manifest, found.name, (*found.notes, note))
        if notebook is None or not untouched(script, manifest):
            return script
    except Rejected:
        if notebook is None:
            raise
    return notebook


def untouched(submission: Submission, manifest: Manifest) -> bool:
    """True when every exercise cell is as it was released."""
    released = {cell.digest for cell in manifest.cells if cell.role == "exercise"}
    return released <= {source_digest(cell.source) for cell in submission.cells}


def _named(path: Path, assignment: str | None) -> str:
    if assignment is None:
        raise ValueError(f"{path}: which assignment is this? Say --assignment NAME")
    return assignment


def _entry(entry: Path, assignment: str | None) -> list[Found]:
    """The submissions in one entry of a folder: itself, or what lies in it."""
    try:
        return _submissions(entry, assignment)
    except OSError as error:  # a folder that may not be looked into
        return [Found(display_name(entry.name), entry, assignment or "", f"cannot be read ({error.strerror})")]


def _submissions(entry: Path, assignment: str | None) -> list[Found]:
    name = display_name(entry.name)
    if entry.is_symlink():
        return [Found(name, entry, assignment or "", "a symbolic link; hand in the file itself")]
    if not entry.is_dir():
        if entry.suffix in (".ipynb", ".py"):
            return [Found(display_name(entry.stem), entry, _named(entry, assignment))]
        return []
    inner = sorted((item for item in entry.iterdir() if item.is_dir() and not item.is_symlink()), key=lambda i: i.name)
    submissions = [folder for folder in inner if _submission_file(folder, folder.name)]
    nested = [folder for folder in submissions if assignment in (None, folder.name)]
    if nested:
        return [in_folder(folder, name, folder.name) for folder in nested]
    if assignment is None:
        return []
    if submissions and not (entry / assignment).exists() and not _submission_file(entry, assignment):
        return []  # of other assignments only: nothing was handed in for this one
    return [in_folder(entry, name, assignment)]


def _submission_file(folder: Path, assignment: str) -> Path | None:
    files = [folder / f"{assignment}{suffix}" for suffix in (".ipynb", ".py")]
    return next((file for file in files if file.is_symlink() or file.exists()), None)


def in_folder(folder: Path, name: str, assignment: str) -> Found:
    """The submission that lies in a folder of its own."""
    file = _submission_file(folder, assignment)
    script = folder / f"{assignment}.py"
    other = script if file is not None and file != script and (script.exists() or script.is_symlink()) else None
    ignored = (item for item in folder.iterdir() if item not in (file, other) and not item.name.startswith("."))
    others = sorted(display_name(item.name) for item in ignored)
    notes = (f"ignored beside the submission: {', '.join(others[:10])}",) if others else ()
    if file is None:
        expected = f"{assignment}.ipynb or {assignment}.py"
        return Found(name, folder, assignment, f"there is no {expected} in the folder", notes)
    return Found(name, file, assignment, None, notes, other)


def stored_path(path: Path) -> str:
    """A path as text that can be stored: what is not UTF-8 in it is replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


def display_name(name: str) -> str:
    """A file's name as it may be shown and stored: valid UTF-8, no control characters, not too long.

    Where that takes something from it, a digest is added: two names stay two.
    """
    raw = os.fsencode(name)
    text = raw.decode("utf-8", "replace")
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)[:200]
    return shown if shown.encode() == raw else f"{shown[:190]}~{hashlib.sha256(raw).hexdigest()[:8]}"
