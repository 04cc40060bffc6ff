"""The manifest: where the course and the grader meet.

One JSON file per assignment, derived from the released notebook by `autograde build`. It holds nothing secret: which
exercises there are, their points, functions and hints, and which cells students were given.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

import msgspec

Role = Literal["setup", "exercise", "checks", "experiment", "reflection", "text"]

MANIFESTS = Path(__file__).parent / "manifests"


class Exercise(msgspec.Struct, frozen=True):
    """An exercise: its name, the points of its checks, the functions it asks for, its hints in three steps, and the
    source of its visible checks."""

    name: str
    points: float
    functions: tuple[str, ...]
    hints: tuple[str, ...] = ()
    checks: str = ""


class ReleasedCell(msgspec.Struct, frozen=True):
    """A cell as it was given to students; `digest` is `source_digest` of its source."""

    id: str
    role: Role
    digest: str


class Manifest(msgspec.Struct, frozen=True):
    """What an assignment asks for. `max_score` is what the hidden suite can give; the reflection is graded by hand.

    `setup` is the source of the setup cell: it is run before a submission's own cells, which may have lost it.
    """

    assignment: str
    title: str
    exercises: tuple[Exercise, ...]
    cells: tuple[ReleasedCell, ...]
    setup: str = ""
    reflection_points: float = 0.0

    @property
    def max_score(self) -> float:
        return sum(exercise.points for exercise in self.exercises)

    def exercise(self, name: str) -> Exercise:
        """The exercise of that name; KeyError when there is none."""
        for exercise in self.exercises:
            if exercise.name == name:
                return exercise
        raise KeyError(name)


def source_digest(source: str) -> str:
    """A digest of a cell's source that does not depend on line endings or on white space at line ends."""
    lines = [line.rstrip() for line in source.replace("\r\n", "\n").split("\n")]
    return hashlib.sha256("\n".join(lines).strip("\n").encode()).hexdigest()[:16]


def known(folder: Path = MANIFESTS) -> list[str]:
    """The ids of the assignments that have a manifest, sorted."""
    return sorted(path.stem for path in folder.glob("*.json"))


def load(assignment: str, folder: Path = MANIFESTS) -> Manifest:
    """Read the manifest of an assignment; FileNotFoundError names the assignments that exist."""
    path = folder / f"{assignment}.json"
    if not path.is_file():
        names = ", ".join(known(folder)) or "none; run `autograde build`"
        raise FileNotFoundError(f"no assignment named {assignment!r} (known: {names})")
    return msgspec.json.decode(path.read_bytes(), type=Manifest)
