"""What is remembered between two commands: hints that were given and what the last check said.

It lies in `.autograde/` beside the student's file, and can be deleted at any time.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from autograde.student import files

FOLDER = ".autograde"


class Finding(msgspec.Struct, frozen=True):
    """What the visible checks say of one exercise. `printed` is what the student's code printed meanwhile."""

    exercise: str
    state: str
    text: str = ""
    printed: str = ""


class Memory(msgspec.Struct):
    """Of one assignment: how many hints were given per exercise; what was found, for which state of the file, and for
    which state of each exercise's code."""

    hints: dict[str, int] = {}
    digest: str = ""
    findings: dict[str, Finding] = {}
    fingerprints: dict[str, str] = {}
    failed_cells: tuple[str, ...] = ()


def folder(path: Path) -> Path:
    """Where things are kept for a student's file."""
    return path.resolve().parent / FOLDER


def recall(path: Path) -> Memory:
    """What is remembered of a student's file; nothing when that cannot be read."""
    try:
        return msgspec.json.decode((folder(path) / f"{path.stem}.json").read_bytes(), type=Memory)
    except (OSError, msgspec.MsgspecError):
        return Memory()


def remember(path: Path, memory: Memory) -> None:
    """Keep it for the next command. In a folder that cannot be written to, all is as if it were new."""
    with contextlib.suppress(OSError):
        folder(path).mkdir(exist_ok=True)
        files.write(folder(path) / f"{path.stem}.json", msgspec.json.encode(memory).decode())
