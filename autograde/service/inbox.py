"""What students handed in: versions, in nbgrader's exchange or in a folder in the submitted layout.

Students own what lies here, names included. Nothing is opened but `timestamp.txt`, and a name that could lead
somewhere else, or that nbgrader would take for a pattern, is refused.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from nbgrader.utils import parse_utc

STAMPS = ("timestamp.txt", "submission_secret.txt")  # the last that `nbgrader submit` writes, in this order
QUIET_SECONDS = 1.0
_STUDENT = re.compile(r"\w[\w.@+ -]{0,99}")


class Version(msgspec.Struct, frozen=True):
    """One version of a student's work on an assignment. `name` tells it from the student's others."""

    assignment: str
    student: str
    name: str
    path: Path
    submitted_at: datetime


class Look(msgspec.Struct):
    """What was seen: versions ready to be graded, whether some are still being written, and names that were refused."""

    versions: list[Version] = []
    unfinished: bool = False
    refused: dict[str, str] = {}

    def __iadd__(self, other: Look) -> Look:
        return Look(self.versions + other.versions, self.unfinished or other.unfinished, self.refused | other.refused)


def exchange(inbound: Path, assignments: Collection[str]) -> Look:
    """The versions in the exchange's inbound folder: `student+assignment+time+random`, each a folder."""
    look = Look()
    for entry in _folders(inbound):
        parts = entry.name.rsplit("+", 3)
        if len(parts) != 4 or parts[1] not in assignments:
            continue
        student, assignment, claimed, _ = parts
        try:
            version = Version(assignment, _student(student), entry.name, Path(entry.path), _time(claimed))
        except ValueError as error:
            look.refused[entry.name] = str(error)
            continue
        if all(_size(version.path / stamp) for stamp in STAMPS):
            look.versions.append(version)
        else:
            look.unfinished = True
    return look


def folder(inbox: Path, assignments: Collection[str]) -> Look:
    """The versions in a folder of `student/assignment/assignment.ipynb` (or `.py`): what was written last counts.

    The time is that of `timestamp.txt`, where there is one.
    """
    look = Look()
    for student in _folders(inbox):
        for entry in _folders(Path(student.path)):
            if entry.name not in assignments:
                continue
            path = Path(entry.path)
            written = max(_written(path / f"{entry.name}{suffix}") for suffix in (".ipynb", ".py"))
            try:
                at = _time((path / STAMPS[0]).read_text("utf-8")) if _size(path / STAMPS[0]) else _moment(written)
                version = Version(entry.name, _student(student.name), f"{written:x}", path, at)
            except (ValueError, OSError) as error:
                look.refused[f"{student.name}/{entry.name}"] = str(error)
                continue
            if not written or time.time() - written / 1e9 < QUIET_SECONDS:
                look.unfinished = look.unfinished or bool(written)
            else:
                look.versions.append(version)
    return look


def _student(name: str) -> str:
    if not _STUDENT.fullmatch(name):
        raise ValueError(f"{name!r} is not a student's name")
    return name


def _time(text: str) -> datetime:
    """A time as nbgrader writes it, with or without zone (then UTC); ValueError."""
    try:
        return parse_utc(text.strip()).replace(tzinfo=UTC)
    except (ValueError, OverflowError, AttributeError, TypeError) as error:
        raise ValueError(f"{text[:40]!r} is not a time") from error


def _moment(nanoseconds: int) -> datetime:
    return datetime.fromtimestamp(nanoseconds / 1e9, UTC)


def _folders(path: Path) -> Iterator[os.DirEntry[str]]:
    """The folders in a folder, by name; none when it is not there."""
    try:
        with os.scandir(path) as entries:
            found = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return
    yield from sorted(found, key=lambda entry: entry.name)


def _size(path: Path) -> int:
    status = _status(path)
    return status.st_size if status else 0


def _written(path: Path) -> int:
    status = _status(path)
    return status.st_mtime_ns if status else 0


def _status(path: Path) -> os.stat_result | None:
    """Of a regular file; None for anything else."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return status if stat.S_ISREG(status.st_mode) else None
