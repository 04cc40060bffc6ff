"""A scratch folder on the host's disk, for levels that have no file system of their own to give away.

What lies in it was made by student code: it may be a million files deep, nested beyond any path's length, or locked by
its permissions. Nothing here follows a link or recurses.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from dataclasses import dataclass

from autograde.jail.limits import Limits

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True)
class Scratch:
    """A private folder that exists until `remove`."""

    path: str

    @staticmethod
    def make(owner: tuple[int, int] | None) -> Scratch:
        """Make a folder, of mode 0700, and give it to `owner` (user, group) if that is somebody else."""
        path = tempfile.mkdtemp(prefix="autograde-")
        if owner is not None:
            os.chown(path, *owner)
        return Scratch(path)

    def breach(self, limits: Limits) -> str | None:
        """Look at how much is in it: what is too much, or None. Stops counting as soon as it is too much."""
        size = files = 0
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

    def remove(self) -> None:
        """Remove it with all that is in it. Folders within are first moved to the top, so that no path is long."""
        prefix = secrets.token_hex(8)
        top = os.open(self.path, _FOLDER)
        try:
            pending = ["."]
            for number, name in enumerate(pending):  # the list grows meanwhile
                folder = os.open(name, _FOLDER, dir_fd=top)
                try:
                    pending += _empty(folder, top, f"{prefix}.{number}")
                finally:
                    os.close(folder)
                if name != ".":
                    os.rmdir(name, dir_fd=top)
        finally:
            os.close(top)
        os.rmdir(self.path)


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
