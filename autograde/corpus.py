"""The corpora with which suites are tested: right and wrong submissions, made of the reference and one case each."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from autograde.cells import Cell
from autograde.course import Course
from autograde.manifest import Manifest, source_digest
from autograde.submission import Submission, read

Kind = Literal["right", "wrong"]


class CorpusError(Exception):
    """A case that does not say what it is; the text names the file and what is missing."""


@dataclass(frozen=True)
class Case:
    """A file of the corpus: its definitions replace the reference's. `text` says what is unusual, or what is wrong."""

    name: str
    kind: Kind
    exercises: tuple[str, ...]
    text: str
    source: str


def read_case(path: Path, kind: Kind, manifest: Manifest) -> Case:
    """Read a case; CorpusError when its docstring does not name known exercises and say what it is."""
    source = path.read_text(encoding="utf-8")
    fields = dict(_fields(ast.get_docstring(ast.parse(source)) or ""))
    named = fields.get("exercises") or fields.get("exercise") or ""
    exercises = tuple(name.strip() for name in named.split(",") if name.strip())
    known = {exercise.name for exercise in manifest.exercises}
    if not exercises or not set(exercises) <= known:
        raise CorpusError(f"{path}: the docstring must name exercises of {manifest.assignment}: `exercise: NAME`")
    if not fields.get(kind):
        raise CorpusError(f"{path}: the docstring must say what it is: `{kind}: ...`")
    if kind == "wrong" and len(exercises) != 1:
        raise CorpusError(f"{path}: a wrong case is wrong in one exercise")
    return Case(path.stem, kind, exercises, fields[kind], source)


def read_cases(root: Path, kind: Kind, manifest: Manifest) -> list[Case]:
    """All cases of a kind for an assignment, sorted by name."""
    folder = root / "tests" / "corpus" / kind / manifest.assignment
    return [read_case(path, kind, manifest) for path in sorted(folder.glob("*.py"))]


def _fields(docstring: str) -> list[tuple[str, str]]:
    """`key: text` lines; a line without a key continues the one before."""
    fields: list[tuple[str, str]] = []
    for line in docstring.splitlines():
        key, colon, text = line.partition(":")
        if colon and key.strip() in ("exercise", "exercises", "right", "wrong", "source"):
            fields.append((key.strip(), text.strip()))
        elif fields and line.strip():
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
    return fields


@dataclass(frozen=True)
class Bench:
    """The submissions that an assignment's audit is made of."""

    manifest: Manifest
    reference: Submission
    skeleton: Submission

    def with_case(self, case: Case) -> Submission:
        """The reference with the case as its last cell."""
        return self.with_source(f"{case.kind}/{case.name}", case.source)

    def with_source(self, name: str, source: str) -> Submission:
        """The reference with one more cell."""
        last = max(cell.number for cell in self.reference.cells) + 1
        return _replace_cells(self.reference, name, (*self.reference.cells, Cell(last, source)))

    def single(self, exercise: str) -> Submission:
        """The skeleton with one exercise solved."""
        released = {cell.digest for cell in self.manifest.cells if cell.id == exercise}
        solved = {cell.number: cell for cell in self.reference.cells}
        cells = tuple(
            solved[cell.number] if source_digest(cell.source) in released else cell for cell in self.skeleton.cells
        )
        return _replace_cells(self.skeleton, f"single/{exercise}", cells)


def bench(course: Course, manifest: Manifest) -> Bench:
    """Read the reference and the skeleton of an assignment."""
    reference = read(course.solution(manifest.assignment), manifest, "reference")
    skeleton = read(course.released(manifest.assignment, ".py"), manifest, "skeleton")
    return Bench(manifest, reference, skeleton)


def _replace_cells(submission: Submission, name: str, cells: tuple[Cell, ...]) -> Submission:
    """The submission under another name with other cells."""
    return msgspec.structs.replace(submission, name=name, cells=cells)
