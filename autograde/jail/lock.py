"""The lock: what a warm process makes ready once (`prepare`), and what each child then gives up (`lock_in`)."""

from __future__ import annotations

import linecache
import os
import select
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograde.jail import identity, landlock, limits, namespaces, paths, scratch, seccomp, syscalls
from autograde.jail.identity import Identity
from autograde.jail.landlock import Rule
from autograde.jail.limits import Limits, Usage

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38


class JailError(OSError):
    """This host cannot lock a child in at the level asked for; `step` is what failed."""

    def __init__(self, step: str, reason: object) -> None:
        super().__init__(f"{step}: {reason}")
        self.step = step


@contextmanager
def step(name: str) -> Iterator[None]:
    """Turn what fails inside to a `JailError` of this step."""
    try:
        yield
    except OSError as error:
        raise JailError(name, error) from error


@dataclass(frozen=True)
class Prepared:
    """What a warm process makes once and every child uses. `proc` and `null` are open descriptors."""

    level: str
    identity: Identity
    privileged: bool
    rules: tuple[Rule, ...]
    proc: int
    null: int


def prepare(level: str) -> Prepared:
    """Make this process ready to fork children at a level; it must have one thread. Raises `JailError`.

    At `sealed` the process itself moves to the small root, for good: from here on it can read the interpreter and its
    packages, and nothing else.
    """
    if level != "sealed":
        scratch.sweep()
    proc = os.open("/proc", os.O_PATH | os.O_CLOEXEC)
    readable = paths.readable()
    account = identity.choose(readable)
    privileged = os.geteuid() == 0
    if level == "sealed":
        with step("namespaces"):
            namespaces.enter(proc, readable)
    with step("landlock"):
        rules = () if level == "process" else tuple(_rules(readable))
    return Prepared(level, account, privileged, rules, proc, os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC))


def _rules(readable: tuple[Path, ...]) -> list[Rule]:
    """What Landlock shall allow besides the scratch folder: reading the interpreter, and four devices."""
    landlock.version()
    shown = [(path, whole) for root in readable for path, whole in paths.around_package(root)]
    rules = [landlock.rule(path, landlock.READ if whole else landlock.LIST) for path, whole in shown]
    return rules + [landlock.rule(device, landlock.DEVICE) for device in paths.DEVICES]


def lock_in(prepared: Prepared, bounds: Limits, before: Usage, home: str, fd: int, line: int) -> None:
    """Give up, step by step and for good, all that the level takes away. Runs in the child. Raises `JailError`.

    What stays open are `fd` and `line`, which leads to the parent. At `sealed` the parent has mapped the ids by now.
    """
    restricted = prepared.level != "process"
    if prepared.level == "sealed":
        with step("namespaces"):
            namespaces.mount_scratch(bounds.scratch_bytes, bounds.scratch_files)
    with step("landlock"):
        rules = (*prepared.rules, landlock.rule(home, landlock.SCRATCH)) if restricted else ()
    if restricted:
        with step("identity"):
            _become_nobody(prepared)
    else:
        os.setsid()  # so that what it forks can be killed with it
    _move_in(home)
    _die_with_parent(line)
    if restricted:
        syscalls.prctl(_PR_SET_DUMPABLE, 0)
        syscalls.prctl(_PR_SET_NO_NEW_PRIVS, 1)
        with step("landlock"):
            landlock.restrict(rules)
    _close_all_but(prepared.null, fd, line)
    limits.apply(bounds, before, _has_threads_counted(prepared))
    if restricted:
        with step("seccomp"):
            seccomp.load(os.getpid())


def _become_nobody(prepared: Prepared) -> None:
    account = prepared.identity
    if prepared.level == "sealed":
        identity.become(namespaces.INNER_ID, namespaces.INNER_ID, keep_reading=False, set_groups=prepared.privileged)
    else:
        identity.become(account.uid, account.gid, account.reads_all, set_groups=prepared.privileged)


def _move_in(home: str) -> None:
    """Make the scratch folder home, and forget the environment and what was remembered of the one before."""
    os.chdir(home)
    os.umask(0o077)
    os.environ.clear()
    homes = dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), home)
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    os.environ.update(homes | threads, PATH="", LANG="C.UTF-8", TZ="UTC", USER="student", MPLBACKEND="Agg")
    tempfile.tempdir = None
    linecache.clearcache()  # a warning while the packages were imported put lines of the grader there
    sys.dont_write_bytecode = True


def _die_with_parent(line: int) -> None:
    """Have the kernel kill this process when its parent ends. A change of ids would undo it: it comes after that."""
    syscalls.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if select.select([line], [], [], 0)[0]:
        raise JailError("child", "the warm process is gone")  # it ended before the kernel was told


def _close_all_but(null: int, *kept: int) -> None:
    """Put /dev/null on 0 to 2 and close every other descriptor but the kept ones, which lie above 2."""
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    first = 3
    for fd in (*sorted(kept), 1 << 32):
        if first < fd:
            syscalls.call("close_range", first, fd - 1, 0)
        first = fd + 1


def _has_threads_counted(prepared: Prepared) -> bool:
    """Tell whether the kernel counts this child's threads apart from those of the instructor's other programs."""
    if prepared.level == "process":
        return False
    return prepared.identity.own or (prepared.level == "sealed" and limits.kernel_counts_by_namespace())
