"""Namespaces: a root of its own with the interpreter in it and nothing else, no network, no other process.

The warm process enters a mount namespace once and makes the small root there (`enter`); each child is then cloned into
user, pid and ipc namespaces of its own, with a copy of that root and a scratch file system that dies with it.
"""

from __future__ import annotations

import ctypes
import os
import signal
from pathlib import Path

from autograde.jail import paths, syscalls

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER = 0x00020000, 0x04000000, 0x08000000, 0x10000000
_NEWPID, _NEWNET, _CLONE_PIDFD = 0x20000000, 0x40000000, 0x00001000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_BIND, _MS_REC, _MS_PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
_ATTRIBUTE_READONLY, _ATTRIBUTE_NOSUID, _ATTRIBUTE_NODEV, _ATTRIBUTE_NOEXEC = 1, 2, 4, 8
_DETACH = 2
_AT_FDCWD = -100

SCRATCH = "/scratch"
INNER_ID = 1000  # the child's user and group in its own user namespace
_OLD = "/old"


def _mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """`mount(2)`."""
    strings = [None if text is None else os.fsencode(text) for text in (source, target, kind)]
    syscalls.call("mount", *strings, flags, None if options is None else options.encode())


def _seal_mount(target: str, attributes: int) -> None:
    """Add attributes such as read-only to a mount, keeping those it has."""
    wanted = (ctypes.c_uint64 * 4)(attributes, 0, 0, 0)  # struct mount_attr: set, clear, propagation, user namespace
    syscalls.call("mount_setattr", _AT_FDCWD, os.fsencode(target), 0, ctypes.byref(wanted), ctypes.sizeof(wanted))


def _show(path: Path, attributes: int) -> None:
    """Bind a file or folder of the old root to the same place in the new one, without what is mounted beneath it."""
    source = _OLD + str(path)
    if os.path.isdir(source):
        path.mkdir(parents=True, exist_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    _mount(source, str(path), None, _MS_BIND)
    _seal_mount(str(path), attributes)


def _build_root(readable: tuple[Path, ...]) -> None:
    """Replace the root of this mount namespace by a small read-only one that shows `readable` and four devices."""
    read_only = _ATTRIBUTE_READONLY | _ATTRIBUTE_NOSUID
    _mount("none", "/", None, _MS_REC | _MS_PRIVATE)  # nothing done here reaches the host
    _mount("jail", "/tmp", "tmpfs", _MS_NOSUID | _MS_NODEV, "size=1m,mode=0755")
    os.mkdir("/tmp" + _OLD)
    syscalls.call("pivot_root", b"/tmp", os.fsencode("/tmp" + _OLD))
    os.chdir("/")
    for path in readable:
        _show(path, read_only | _ATTRIBUTE_NODEV)
        if paths.holds_package(path):
            _mount("nothing", str(paths.PACKAGE), "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, "size=4k,mode=0555")
    for device in paths.DEVICES:
        _show(Path(device), read_only | _ATTRIBUTE_NOEXEC)
    os.mkdir(SCRATCH)
    syscalls.call("umount2", os.fsencode(_OLD), _DETACH)
    os.rmdir(_OLD)
    _seal_mount("/", read_only | _ATTRIBUTE_NODEV | _ATTRIBUTE_NOEXEC)


def write_maps(proc: int, process: str, inner: tuple[int, int], outer: tuple[int, int], may_set_groups: bool) -> None:
    """Map one user and one group of a user namespace to the outside.

    `proc` is a descriptor of `/proc` and `process` the number of a process of that namespace, or `"self"`.
    """
    if not may_set_groups:
        _write(proc, f"{process}/setgroups", "deny")  # the kernel's condition for a group map without privilege
    for kind, inside, outside in zip(("uid", "gid"), inner, outer, strict=True):
        _write(proc, f"{process}/{kind}_map", f"{inside} {outside} 1")


def _write(proc: int, name: str, text: str) -> None:
    fd = os.open(name, os.O_WRONLY, dir_fd=proc)
    try:
        os.write(fd, text.encode())  # one write, as the kernel wants it
    finally:
        os.close(fd)


def enter(proc: int, readable: tuple[Path, ...]) -> None:
    """Move this process, which must have one thread, to a small root without network; there is no way back.

    `/proc` is then out of reach but through the descriptor `proc`. Raises `OSError` where the host does not allow it.
    """
    flags = _NEWNS | _NEWNET | _NEWUTS | _NEWIPC
    if os.geteuid() == 0:
        syscalls.call("unshare", flags)
    else:
        own = os.geteuid(), os.getegid()
        syscalls.call("unshare", flags | _NEWUSER)
        write_maps(proc, "self", own, own, may_set_groups=False)
    syscalls.call("sethostname", b"jail", 4)
    _build_root(readable)


def clone() -> tuple[int, int]:
    """Fork into user, mount, pid and ipc namespaces of the child's own; return (pid, pidfd), (0, -1) in the child.

    `os.fork` cannot pass these flags, and `unshare` before it would change the caller. The three hooks are what CPython
    asks of whoever forks without it; libc's own hooks reset locks of other threads, of which there are none.
    """
    pidfd = ctypes.c_int(-1)
    flags = _NEWUSER | _NEWNS | _NEWPID | _NEWIPC | _CLONE_PIDFD | signal.SIGCHLD
    ctypes.pythonapi.PyOS_BeforeFork()
    try:
        pid = syscalls.call("clone", flags, None, ctypes.byref(pidfd), None, None)
    except OSError:
        ctypes.pythonapi.PyOS_AfterFork_Parent()
        raise
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
    else:
        ctypes.pythonapi.PyOS_AfterFork_Parent()
    return pid, pidfd.value


def mount_scratch(size: int, files: int) -> None:
    """Mount the child's own scratch file system, which holds at most `size` bytes in `files` files and folders."""
    # One more for its root.
    options = f"size={size},nr_inodes={files + 1},mode=0700,uid={INNER_ID},gid={INNER_ID}"
    _mount("scratch", SCRATCH, "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, options)
