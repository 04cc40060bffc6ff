"""Whom the child becomes: an account of nobody's, without privileges."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograde.jail import syscalls

# Between the container ranges and the invalid ones lie user ids that no host gives to anybody (systemd's list of uids
# calls them unused). One per warm process, so that no two children share an account, nor its count of threads.
_UNUSED_IDS = 0x70000000
_NOBODY = 65534
_PR_SET_KEEPCAPS = 8
_CAP_DAC_READ_SEARCH = 1 << 2


@dataclass(frozen=True)
class Identity:
    """The child's user and group. `own`: nobody else on this host has it. `reads_all`: see `choose`."""

    uid: int
    gid: int
    own: bool
    reads_all: bool


def choose(readable: Iterable[Path]) -> Identity:
    """Choose whom a child of this process shall be: itself without privileges, an account of its own when it is root.

    An interpreter in a closed home folder (`/root`, mode 0700) could not be read by that account; the child then keeps
    the one capability to read regardless of file permissions, and Landlock alone says what.
    """
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid(), own=False, reads_all=False)
    candidate = _UNUSED_IDS + os.getpid()
    own = all(_is_mapped(candidate, kind) for kind in ("uid", "gid"))
    closed = any(not folder.stat().st_mode & 0o001 for path in readable for folder in path.resolve().parents)
    return Identity(candidate if own else _NOBODY, candidate if own else _NOBODY, own, reads_all=closed)


def _is_mapped(number: int, kind: str) -> bool:
    """Tell whether an id exists in this user namespace (in a container often only the first 65536 do)."""
    lines = Path(f"/proc/self/{kind}_map").read_text().splitlines()
    ranges = ((int(first), int(count)) for first, _, count in (line.split() for line in lines))
    return any(first <= number < first + count for first, count in ranges)


def become(uid: int, gid: int, keep_reading: bool, set_groups: bool) -> None:
    """Take on the ids, all three of each, and give up every capability (but, with `keep_reading`, the one to read)."""
    if keep_reading:
        syscalls.prctl(_PR_SET_KEEPCAPS, 1)
    if set_groups:
        os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    kept = _CAP_DAC_READ_SEARCH if keep_reading else 0
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this process
    # struct __user_cap_data_struct twice: effective, permitted, inheritable; capabilities 0 to 31, then 32 to 63.
    syscalls.call("capset", ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)(kept, kept)))
