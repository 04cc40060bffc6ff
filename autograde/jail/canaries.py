"""What a canary is: an attack, and beside it a neighbour, something similar that honest code may do.

Both are functions that return when it worked and raise when it was denied. The attacks are in `attacks`; here are their
bait, the limits they run into, and the neighbours.
"""

from __future__ import annotations

import importlib
import mmap
import os
import resource
import sysconfig
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass

from autograde.jail import syscalls
from autograde.jail.limits import MIB, Limits

LIMITS = Limits(
    memory=256 * MIB,
    cpu_seconds=1,
    file_size=4 * MIB,
    scratch_bytes=8 * MIB,
    scratch_files=50,
    open_files=32,
    threads=16,
)
MARKER = "a-value-of-the-grader's-environment"


@dataclass(frozen=True)
class Bait:
    """What is laid out for the attacks, outside the jail. `fd` is the one descriptor that a child is given."""

    folder: str  # anyone may write here
    secret: str  # a file that anyone may read
    course: str  # the grader's own folder
    tcp_port: int
    udp_port: int
    unix_path: str
    abstract_name: str
    victim: int  # a process of the same user
    address: int  # of eight bytes in the victim's memory
    host_name: str
    fd: int = -1


Action = Callable[[Bait], object]


@dataclass(frozen=True)
class Canary:
    """An attack, its permitted neighbour, and the levels at which it must fail; where it is a known gap, why."""

    name: str
    attack: Action
    neighbour: Action
    holds_at: tuple[str, ...]
    slow: bool
    gap: str


CANARIES: list[Canary] = []


def canary(
    name: str, neighbour: Action, process: bool = False, slow: bool = False, gap: str = ""
) -> Callable[[Action], Action]:
    """Register an attack. `process`: it must fail at that level too. `gap`: why `confined` does not deny it."""
    levels = ("sealed",) if gap else ("sealed", "confined", "process") if process else ("sealed", "confined")

    def register(attack: Action) -> Action:
        CANARIES.append(Canary(name, attack, neighbour, levels, slow, gap))
        return attack

    return register


# --- neighbours ------------------------------------------------------------------------------------------------------


def read_library(bait: Bait) -> None:
    """Read a file of the standard library, and see the installed packages."""
    with open(os.__file__, "rb") as file:
        assert file.read(1)
    assert os.listdir(sysconfig.get_path("purelib"))


def import_late(bait: Bait) -> None:
    """Import what was not imported before the lock."""
    importlib.import_module("colorsys")


def use_scratch(bait: Bait) -> None:
    """Make, read, rename, list and remove files at home."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("HOME")) as folder:
        with open(f"{folder}/a", "w+b") as file:
            file.write(b"12")
            file.truncate(1)
        os.rename(f"{folder}/a", f"{folder}/b")
        assert os.listdir(folder) == ["b"]


def use_pipe(bait: Bait) -> None:
    """Send bytes to oneself."""
    reading, writing = os.pipe()
    os.write(writing, b"x")
    assert os.read(reading, 1) == b"x"


def use_thread(bait: Bait) -> None:
    """Start four threads and join them."""
    start_threads(4)()


def look_at_self(bait: Bait) -> None:
    """Ask who one is, and what one may do; signal oneself."""
    os.kill(os.getpid(), 0)
    resource.getrlimit(resource.RLIMIT_NOFILE)
    assert os.sched_getaffinity(0)


def name_thread(bait: Bait) -> None:
    """`prctl` as libraries use it."""
    syscalls.call("prctl", 15, b"student", 0, 0, 0)


def map_memory(bait: Bait) -> None:
    """Use memory under the limit; map a file of one's own, shared."""
    bytearray(LIMITS.memory // 4)
    with tempfile.TemporaryFile(dir=os.environ.get("HOME")) as file:
        file.truncate(MIB)
        with mmap.mmap(file.fileno(), MIB) as shared:
            shared[0] = 1


def start_threads(count: int) -> Callable[[], None]:
    """Start threads that wait for each other; return what lets them end, and joins them."""
    ready = threading.Barrier(count + 1)
    threads = [threading.Thread(target=ready.wait, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()

    def end() -> None:
        ready.wait()
        for thread in threads:
            thread.join()

    return end
