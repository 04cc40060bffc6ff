"""What the store knows of an assignment, submission by submission."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import msgspec

from autograde.records import Record
from autograde.store import Grading, Store, personal


class Stored(msgspec.Struct, frozen=True):
    """A submission's latest result, and how many versions of it were graded."""

    grading: Grading
    record: Record
    versions: int


def latest(store: Store, assignment: str) -> list[Stored]:
    """The latest result of each submission, sorted by name. A result that is gone from the store is left out."""
    lines: dict[str, list[Grading]] = defaultdict(list)
    for grading in store.history(assignment):
        lines[grading.submission].append(grading)
    found = []
    for name, history in sorted(lines.items()):
        record = store.find(history[-1].key)
        if record is not None:
            versions = len({grading.key.submission_digest for grading in history})
            found.append(Stored(history[-1], personal(record, name, history[-1].path, ()), versions))
    return found


def write(path: Path, text: str) -> None:
    """The whole file or nothing of it; ready for others to read as the folder allows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    temporary.write_text(text, encoding="utf-8", newline="")
    temporary.replace(path)
