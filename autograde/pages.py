"""Making a large process cheap to fork.

A fork copies one page-table entry per 4 KiB page, and the child's exit gives each back: with torch loaded that is
70,000 entries, most of the cost of a fork. Merged into pages of 2 MiB there are a few hundred. (The kernel splits a
large page again when a child writes to it, so children still copy only what they touch.)
"""

from __future__ import annotations

import ctypes
import sys

HUGE = 2 << 20
MADV_COLLAPSE = 25  # Linux 6.1


def merge() -> int:
    """Merge this process's private memory into large pages; how many bytes. 0 where the kernel cannot."""
    if sys.platform != "linux":
        return 0
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    with open("/proc/self/maps", encoding="ascii", errors="replace") as maps:
        areas = [area for line in maps if (area := _private_area(line.split()))]
    return sum(end - start for start, end in areas if madvise(start, end - start, MADV_COLLAPSE) == 0)


def _private_area(fields: list[str]) -> tuple[int, int] | None:
    """The part of an anonymous private mapping (a line of /proc/self/maps) that whole large pages fit in."""
    if not fields[1].startswith("rw-p") or (len(fields) > 5 and fields[5] != "[heap]"):
        return None
    start, end = (int(address, 16) for address in fields[0].split("-"))
    start, end = -(-start // HUGE) * HUGE, end // HUGE * HUGE
    return (start, end) if end > start else None
