"""What a Python program may still want to read once it runs: the interpreter, its packages, shared libraries."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]  # the grader itself, hidden suites included: never readable
DEVICES = ("/dev/null", "/dev/random", "/dev/urandom")  # not /dev/zero: mapped, it is shared memory
_SYSTEM = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache")
_PACKAGE_FOLDERS = ("site-packages", "dist-packages")


def readable() -> tuple[Path, ...]:
    """Return the folders and files of the interpreter, its packages and the system's libraries; none inside another.

    Of the virtual environment only the package folders: it often lies inside a checkout, or has one inside.
    """
    packages = [entry for entry in sys.path if Path(entry).name in _PACKAGE_FOLDERS]
    libraries = [f"{prefix}/lib" for prefix in (sys.base_prefix, sys.base_exec_prefix)]
    stdlib = os.path.dirname(os.__file__)
    wanted = sorted({Path(os.path.abspath(path)) for path in (*_SYSTEM, *libraries, stdlib, *packages)})
    found: list[Path] = []
    for path in wanted:
        if path.exists() and not any(path.is_relative_to(other) for other in found):
            found.append(path)
    return tuple(found)


def holds_package(path: Path) -> bool:
    """Tell whether the grader's own package lies in `path` (it does when it was installed the plain way)."""
    return PACKAGE.is_relative_to(path.resolve())


def around_package(path: Path) -> Iterator[tuple[Path, bool]]:
    """Yield what to allow so that all of `path` but the grader's package can be read: (path, whole subtree or not)."""
    if not holds_package(path):
        yield path, True
    elif path.resolve() != PACKAGE:
        yield path, False
        for entry in sorted(path.iterdir()):
            yield from around_package(entry)
