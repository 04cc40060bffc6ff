"""How much a submission may use: limits that the kernel keeps, and a look from outside for what it does not count."""

from __future__ import annotations

import os
import platform
import re
import resource
from dataclasses import dataclass

MIB = 1 << 20
_PAGE = os.sysconf("SC_PAGE_SIZE")

# Reservations of address space that are not memory: stacks of threads, libc's arenas of 64 MiB each.
_ADDRESS_SLACK = 1024 * MIB


@dataclass(frozen=True)
class Limits:
    """What one submission may use; `memory` is counted over what the warm process already has."""

    memory: int = 2048 * MIB
    cpu_seconds: int = 90
    file_size: int = 16 * MIB
    scratch_bytes: int = 64 * MIB
    scratch_files: int = 1000
    open_files: int = 64
    threads: int = 32


_PENDING_SIGNALS = 64


@dataclass(frozen=True)
class Usage:
    """The memory of a process in bytes: address space, resident, private writable."""

    address_space: int
    resident: int
    data: int


def usage(proc: int) -> Usage:
    """Return what this process uses; `proc` is a descriptor of `/proc`."""
    size, resident, _, _, _, data, _ = _read(proc, f"{os.getpid()}/statm").split()
    return Usage(int(size) * _PAGE, int(resident) * _PAGE, int(data) * _PAGE)


def _read(proc: int, name: str) -> bytes:
    fd = os.open(name, os.O_RDONLY, dir_fd=proc)
    try:
        return os.read(fd, 8192)
    finally:
        os.close(fd)


def apply(limits: Limits, before: Usage, counts_threads: bool) -> None:
    """Limit the calling process, for good (soft and hard limits alike).

    `counts_threads`: the account's threads are this process's alone, so that the kernel can count them.
    """
    wanted = {
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_DATA: before.data + limits.memory,
        resource.RLIMIT_AS: before.address_space + limits.memory + _ADDRESS_SLACK,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_STACK: 8 * MIB,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: _PENDING_SIGNALS,
    }
    if counts_threads:
        wanted[resource.RLIMIT_NPROC] = limits.threads
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


def kernel_counts_by_namespace() -> bool:
    """Tell whether RLIMIT_NPROC counts per user namespace, as it does since Linux 5.14."""
    found = re.match(r"(\d+)\.(\d+)", platform.release())
    return found is not None and (int(found[1]), int(found[2])) >= (5, 14)


def breach(proc: int, pid: int, limits: Limits, before: Usage) -> str | None:
    """Look at a child from outside: what it uses too much of, or None. A child that is gone uses nothing."""
    try:
        status = _read(proc, f"{pid}/status")
    except (FileNotFoundError, ProcessLookupError):
        return None
    # Among the lines is its name, which it can choose: any bytes but the end of a line.
    fields = dict(line.split(b":", 1) for line in status.split(b"\n") if line)
    threads = int(fields[b"Threads"])
    if b"VmRSS" not in fields:  # its main thread has ended, and the memory of the others is not told
        return "its main thread ended and left others behind" if threads > 1 else None
    resident = 1024 * sum(int(fields.get(name, b"0").split()[0]) for name in (b"VmRSS", b"VmSwap", b"HugetlbPages"))
    if resident - before.resident > limits.memory:
        return f"more than {limits.memory // MIB} MiB of memory"
    if threads > limits.threads:
        return f"more than {limits.threads} threads"
    return None
