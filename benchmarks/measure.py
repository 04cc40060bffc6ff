"""What a command costs, with all the processes that it starts: time, processor time, memory."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from autograde.jail import syscalls

_PR_SET_CHILD_SUBREAPER = 36
_SAMPLE_SECONDS = 0.1


@dataclass(frozen=True)
class Cost:
    """Wall seconds, processor seconds of all processes, and their peak memory in MB (0: not looked at)."""

    seconds: float
    cpu: float
    memory: float = 0.0


def cost(command: list[str], folder: Path, cores: int, environment: dict[str, str], memory: bool = False) -> Cost:
    """Run a command in a folder on the first `cores` cores; RuntimeError with its output when it fails.

    Looking at the memory takes time of its own: `memory` and the times are asked for in runs of their own.
    """
    syscalls.prctl(_PR_SET_CHILD_SUBREAPER, 1)  # so that the time of every process, however deep, is counted here
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    log = folder / "log"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    with log.open("wb") as output, Path(os.devnull).open("rb") as nothing:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=nothing,
            stdout=output,
            stderr=output,
            preexec_fn=lambda: os.sched_setaffinity(0, allowed),
        )
        peak = _watch(process) if memory else 0.0
        code = process.wait()
    seconds = time.monotonic() - start
    _reap()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code:
        raise RuntimeError(f"{' '.join(command)} failed:\n{log.read_text(errors='replace')[-2000:]}")
    return Cost(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak)


def memory_of(processes: list[psutil.Process]) -> float:
    """MB that the processes hold; what several of them share counts once (their proportional set sizes)."""
    total = 0
    for process in processes:
        with contextlib.suppress(OSError, StopIteration):
            lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
            total += int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return total / 1024


def _watch(process: subprocess.Popen[bytes]) -> float:
    peak = 0.0
    stop = threading.Event()
    timer = threading.Thread(target=lambda: (process.wait(), stop.set()))
    timer.start()
    root = psutil.Process(process.pid)
    while not stop.wait(_SAMPLE_SECONDS):
        with contextlib.suppress(psutil.NoSuchProcess):
            peak = max(peak, memory_of([root, *root.children(recursive=True)]))
    timer.join()
    return peak


def _reap() -> None:
    """Wait for what the command left behind."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
