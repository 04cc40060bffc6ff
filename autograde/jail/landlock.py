"""Landlock: the kernel's access control that a process puts on itself, over files, TCP and signals.

A ruleset names the rights it handles; what it handles is denied but where a rule allows it. (`linux/landlock.h`;
`Documentation/userspace-api/landlock.rst`.)
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograde.jail import syscalls

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << bit for bit in range(6))
_MAKE_DIR, _MAKE_REG = 1 << 7, 1 << 8
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_FIRST_VERSION = (1 << 13) - 1  # every right of version 1: the above up to MAKE_REG, and special files and links
_BIND_TCP, _CONNECT_TCP = 1, 2
_SCOPE_ABSTRACT_UNIX_SOCKET, _SCOPE_SIGNAL = 1, 2

READ = _READ_FILE | _READ_DIR
LIST = _READ_DIR
DEVICE = _READ_FILE | _WRITE_FILE
SCRATCH = READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV  # the rights that make sense on a file


class _RulesetAttributes(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


@dataclass(frozen=True)
class Rule:
    """These rights beneath this directory, or on this file, held open as `fd`."""

    fd: int
    rights: int


@cache
def version() -> int:
    """Return the version of the kernel's Landlock interface; raise `OSError` where there is none."""
    return syscalls.call("landlock_create_ruleset", None, 0, 1)


def rule(path: str | Path, rights: int) -> Rule:
    """Open `path` and make a rule for it; raise `OSError` when it is not there."""
    fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    return Rule(fd, rights if stat.S_ISDIR(os.stat(fd).st_mode) else rights & _OF_FILES)


def _handled() -> _RulesetAttributes:
    """Everything that this kernel's version can deny."""
    newer = {2: _REFER, 3: _TRUNCATE, 5: _IOCTL_DEV}
    files = _FIRST_VERSION | sum(right for since, right in newer.items() if version() >= since)
    network = _BIND_TCP | _CONNECT_TCP if version() >= 4 else 0
    scoped = _SCOPE_ABSTRACT_UNIX_SOCKET | _SCOPE_SIGNAL if version() >= 6 else 0
    return _RulesetAttributes(files, network, scoped)


def restrict(rules: Iterable[Rule]) -> None:
    """Deny the calling thread, for good, everything but what the rules allow; needs no_new_privs. Raises `OSError`."""
    attributes = _handled()
    size = 8 if version() < 4 else 16 if version() < 6 else 24  # an older kernel knows a shorter structure
    ruleset = syscalls.call("landlock_create_ruleset", ctypes.byref(attributes), size, 0)
    for each in rules:
        beneath = _PathBeneath(each.rights & attributes.files, each.fd)
        syscalls.call("landlock_add_rule", ruleset, 1, ctypes.byref(beneath), 0)  # LANDLOCK_RULE_PATH_BENEATH
    syscalls.call("landlock_restrict_self", ruleset, 0)
    os.close(ruleset)
