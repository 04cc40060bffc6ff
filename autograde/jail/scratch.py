"""A scratch folder on the host's disk, for levels that have no file system of their own to give away.

What lies in it was made by student code: it may be a million files deep, nested beyond any path's length, or locked by
its permissions. Nothing here follows a link or recurses.
"""

from __future__ import annotations

import fcntl
import glob
import os
import secrets
import tempfile
import time
from dataclasses import dataclass

from autograde.jail.limits import Limits

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_PREFIX = "autograde-jail-"
_SWEEP_AFTER_SECONDS = 60.0


def sweep() -> None:
    """Remove the folders of warm processes that were killed before they could: nobody holds their lock any more."""
    for path in glob.glob(os.path.join(tempfile.gettempdir(), _PREFIX + "*")):
        try:
            fd = os.open(path, _FOLDER)
        except OSError:  # it is gone, or somebody else's
            continue
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            abandoned = time.time() - os.fstat(fd).st_ctime > _SWEEP_AFTER_SECONDS  # a new one is not locked yet
        except BlockingIOError:
            abandoned = False
        if abandoned:
            Scratch(path, fd).remove()
        else:
            os.close(fd)


@dataclass(frozen=True)
class Scratch:
    """A private folder that exists until `remove`; this process holds a lock on it, as `lock`."""

    path: str
    lock: int

    @staticmethod
    def make(owner: tuple[int, int] | None) -> Scratch:
        """Make a folder, of mode 0700, and give it to `owner` (user, group) if that is somebody else."""
        path = tempfile.mkdtemp(prefix=_PREFIX)
        fd = os.open(path, _FOLDER)
        fcntl.flock(fd, fcntl.LOCK_EX)
        if owner is not None:
            os.fchown(fd, *owner)
        return Scratch(path, fd)

    def breach(self, limits: Limits, maps: int) -> str | None:
        """Look at how much is in it: what is too much, or None. Stops counting as soon as it is too much.

        `maps` is an open `/proc/PID/maps`: a file that is mapped, if only a page of it, stays when it is deleted. How
        large it is cannot be seen, so it counts as large as a file may be.
        """
        size = self._deleted(maps) * limits.file_size
        files = 0
        pending = [self.path]
        while pending:
            try:
                with os.scandir(pending.pop()) as entries:
                    for entry in entries:
                        files += 1
                        size += entry.stat(follow_symlinks=False).st_blocks * 512
                        if entry.is_dir(follow_symlinks=False):
                            pending.append(entry.path)
                        if files > limits.scratch_files:
                            return f"more than {limits.scratch_files} files"
            except FileNotFoundError:  # removed meanwhile
                continue
            except OSError:  # its path is too long, or it was made unreadable: nobody could count what is below
                return "folders that cannot be looked into"
        return f"more than {limits.scratch_bytes >> 20} MiB of files" if size > limits.scratch_bytes else None

    def _deleted(self, maps: int) -> int:
        """Count the files that have no name any more and are mapped all the same."""
        folder = f"/{os.path.basename(self.path)}/".encode()
        os.lseek(maps, 0, os.SEEK_SET)
        try:
            with open(maps, "rb", closefd=False) as lines:
                inodes = {line.split()[4] for line in lines if line.endswith(b" (deleted)\n") and folder in line}
        except ProcessLookupError:  # it has ended
            return 0
        return len(inodes)

    def remove(self) -> None:
        """Remove it with all that is in it. Folders within are first moved to the top, so that no path is long."""
        prefix = secrets.token_hex(8)
        pending = ["."]
        for number, name in enumerate(pending):  # the list grows meanwhile
            folder = os.open(name, _FOLDER, dir_fd=self.lock)
            try:
                pending += _empty(folder, self.lock, f"{prefix}.{number}")
            finally:
                os.close(folder)
            if name != ".":
                os.rmdir(name, dir_fd=self.lock)
        os.rmdir(self.path)
        os.close(self.lock)


def _empty(folder: int, top: int, prefix: str) -> list[str]:
    """Remove the files of a folder and move its folders to `top`; return their new names there."""
    moved: list[str] = []
    for entry in os.listdir(folder):
        try:
            os.unlink(entry, dir_fd=folder)
        except (IsADirectoryError, PermissionError):
            name = f"{prefix}.{len(moved)}"
            os.chmod(entry, 0o700, dir_fd=folder)
            os.rename(entry, name, src_dir_fd=folder, dst_dir_fd=top)
            moved.append(name)
    return moved
