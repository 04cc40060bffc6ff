"""What locking in costs: a bare fork of a warm process (NumPy, torch, matplotlib) beside a spawn at each level.

`ready` is the time until the child runs its first own line (for a spawn: locked in); `round trip` until it has ended
and nothing is left of it. Medians over the rounds; the two are taken in turn, so that a busy machine weighs on both.

    python benchmarks/lock_in.py [ROUNDS]
"""

from __future__ import annotations

import gc
import importlib
import os
import subprocess
import sys
import time
from statistics import median

ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg"}


def bare_fork() -> tuple[float, float]:
    """Fork, hear from the child, reap it; return the seconds until ready, and in all."""
    reading, writing = os.pipe()
    start = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os.write(writing, b"x")
        os._exit(0)
    os.read(reading, 1)
    ready = time.perf_counter() - start
    os.waitpid(pid, 0)
    whole = time.perf_counter() - start
    os.close(reading)
    os.close(writing)
    return ready, whole


def jailed(level: str, fd: int) -> tuple[float, float]:
    """Spawn a child that does nothing, and wait for it; return the seconds until ready, and in all."""
    from autograde import jail

    start = time.perf_counter()
    child = jail.spawn(level, jail.Limits(), fd, lambda fd: None)
    ready = time.perf_counter() - start
    child.wait()
    return ready, time.perf_counter() - start


def measure(level: str, rounds: int) -> None:
    """Print one line for one level, from a warm process of its own."""
    import torch

    from autograde import jail

    for package in ("numpy.random", "scipy.special", "matplotlib.pyplot"):
        importlib.import_module(package)
    torch.set_num_threads(1)
    jail.prepare(level)
    gc.collect()
    gc.freeze()
    fd = os.open("/dev/null", os.O_RDWR)
    pairs = [(bare_fork(), jailed(level, fd)) for _ in range(rounds)]
    bare = [median(times) * 1e3 for times in zip(*(first for first, _ in pairs), strict=True)]
    locked = [median(times) * 1e3 for times in zip(*(second for _, second in pairs), strict=True)]
    cells = [f"{a:6.2f} -> {b:6.2f} ms (+{b - a:5.2f}, x{b / a:4.2f})" for a, b in zip(bare, locked, strict=True)]
    print(f"{level:10} ready {cells[0]}   round trip {cells[1]}", flush=True)


def main(rounds: int) -> None:
    """Measure every level that this host offers."""
    from autograde import jail

    print(f"bare fork -> spawn, medians of {rounds}")
    for level, problem in jail.available().items():
        if problem is None:
            subprocess.run([sys.executable, __file__, level, str(rounds)], env=ENVIRONMENT, check=True)
        else:
            print(f"{level:10} {problem}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) == 2 else 50)
