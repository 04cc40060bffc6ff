"""Collecting: nbgrader's own, made safe against what students can put into the exchange.

nbgrader follows links while it copies, with the instructor's rights, and gives the student every page that lies beside
the feedback: a link to anybody's file would come back as feedback. So only regular files are copied here.
"""

from __future__ import annotations

import os
import shutil
import stat
from datetime import UTC
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect

from autograde.delivery.gradebook import Nbgrader, NotDelivered
from autograde.service.inbox import STAMPS, Version

MAX_FILES = 1000
TIME = "%Y-%m-%d %H:%M:%S.%f UTC"


class _CollectOne(ExchangeCollect):
    """nbgrader's collect, for one version in place of the newest of each student."""

    version: Version

    def init_src(self) -> None:
        self.inbound_path = str(self.version.path.parent)
        record = {"username": self.version.student, "filename": self.version.path.name}
        self.src_records = [{**record, "timestamp": self.version.submitted_at.replace(tzinfo=None)}]

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        copy(Path(src), Path(dest), 1000 * self.coursedir.max_dir_size, self.coursedir.groupshared)


def collect(version: Version, nbgrader: Nbgrader, exchange: bool) -> None:
    """Put a version in its place in submitted/, in place of what lies there; NotDelivered."""
    place = nbgrader.folder("submitted", version.student, version.assignment)
    if place.exists() and place.samefile(version.path):
        return
    if place.exists():
        shutil.rmtree(place)
    if exchange:
        part = nbgrader.part(_CollectOne, version.assignment, version.student)
        part.version = version
        nbgrader.run(part)
    else:
        try:
            copy(version.path, place, 1000 * nbgrader.course.max_dir_size, nbgrader.course.groupshared)
        except (OSError, RuntimeError) as error:
            raise NotDelivered(f"cannot be copied: {error}") from error
    _complete(place, version, nbgrader)


def in_place(version: Version, nbgrader: Nbgrader) -> bool:
    """True when it is this version that lies in submitted/."""
    place = nbgrader.folder("submitted", version.student, version.assignment)
    names = (*STAMPS, f"{version.assignment}.ipynb", f"{version.assignment}.py")
    mine = {name: _bytes(version.path / name) for name in names}
    return all(_bytes(place / name) == content for name, content in mine.items() if content is not None)


def copy(source: Path, target: Path, most: int, shared: bool = False) -> None:
    """Copy the regular files of a folder, not through links; RuntimeError when they are too many or too large."""
    left, files = most, 0
    for folder, _, names, descriptor in os.fwalk(source):  # does not enter links, also when one is made meanwhile
        into = target / os.path.relpath(folder, source)
        into.mkdir(parents=True, exist_ok=True)
        into.chmod(0o2775 if shared else 0o755)
        for name in names:
            data = _read(name, descriptor, left)
            if data is None:
                continue
            left, files = left - len(data), files + 1
            if left < 0 or files > MAX_FILES:
                raise RuntimeError(f"{source.name}: more than {MAX_FILES} files or {most // 1_000_000} MB")
            (into / name).write_bytes(data)
            (into / name).chmod(0o664 if shared else 0o644)


def _read(name: str, folder: int, most: int) -> bytes | None:
    """Up to one byte more than `most` of a regular file; None for anything else."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read(most + 1) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None


def _complete(place: Path, version: Version, nbgrader: Nbgrader) -> None:
    """nbgrader grades notebooks, at a time. Where only the script was handed in, the released notebook stands for the
    missing one; where there is nothing, an empty file, which is rejected with the reason."""
    notebook = place / f"{version.assignment}.ipynb"
    if not notebook.exists():
        released = nbgrader.folder("release", ".", version.assignment) / notebook.name
        script = notebook.with_suffix(".py").exists()
        notebook.write_bytes(released.read_bytes() if script else b"")
    stamp = place / STAMPS[0]
    if not stamp.exists():
        stamp.write_text(version.submitted_at.astimezone(UTC).strftime(TIME))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None
