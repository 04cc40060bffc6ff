"""Hidden suites: where they lie, what identifies them, and what their marks say."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from pathlib import Path

import msgspec

from autograde import manifest as manifests

HIDDEN = Path(__file__).parent / "hidden"
_CORE = (
    *("cells", "cleaning", "clues", "disclosure", "expect", "failures", "judge", "loading", "packing", "pictures"),
    *("proxy", "runner", "submission", "suites", "warm", "wire"),
)
_LIBRARIES = ("numpy", "scipy", "torch", "matplotlib", "pytest", "msgspec")


class SuiteError(Exception):
    """A hidden suite that does not keep to the rules; the text names the file or the check."""


class Check(msgspec.Struct, frozen=True):
    """What the marks of one hidden check say."""

    name: str
    exercise: str
    points: float
    behaviours: tuple[int, ...] = ()
    smoke: str | None = None


def folder(assignment: str) -> Path:
    """The folder of an assignment's hidden suite; SuiteError when there is none."""
    path = HIDDEN / assignment
    if not list(path.glob("test_*.py")):
        raise SuiteError(f"there is no hidden suite for {assignment!r}: no test_*.py in {path}")
    return path


def suite_digest(assignment: str) -> str:
    """Changes when a hidden check of the assignment, or what the suites share, or the manifest changes."""
    files = sorted(folder(assignment).rglob("*.py")) + sorted(HIDDEN.glob("*.py"))
    files.append(manifests.MANIFESTS / f"{assignment}.json")
    return _digest(files)


def environment_digest() -> str:
    """Changes when the grader or a library whose numbers could differ changes."""
    versions = [f"{name}=={importlib.metadata.version(name)}" for name in _LIBRARIES]
    files = [Path(__file__).parent / f"{name}.py" for name in _CORE]
    return _digest(files, [platform.python_version(), platform.machine(), *versions])


def verify(checks: list[Check], manifest: manifests.Manifest) -> None:
    """Every exercise's checks add up to its points; SuiteError names the first that does not."""
    names = {exercise.name for exercise in manifest.exercises}
    for check in checks:
        if check.exercise not in names:
            raise SuiteError(f"{check.name}: there is no exercise {check.exercise!r} in {manifest.assignment}")
    for exercise in manifest.exercises:
        total = sum(check.points for check in checks if check.exercise == exercise.name)
        if abs(total - exercise.points) > 1e-9:
            raise SuiteError(
                f"{manifest.assignment}: the checks of {exercise.name!r} add up to {total:g} points; "
                f"the manifest says {exercise.points:g}"
            )


def _digest(files: list[Path], texts: list[str] | None = None) -> str:
    digest = hashlib.sha256()
    for text in texts or []:
        digest.update(text.encode() + b"\0")
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:32]
