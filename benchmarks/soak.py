"""Many submissions in one run, some of them hostile: is a record lost, does anything grow, does it slow down?

    python benchmarks/soak.py [--count 10000] [--hostile 0.05] [--isolation sealed]

Hostile submissions are spread evenly and repeat in each thousand, so that the first thousand and the last have the
same work. Resident memory and open descriptors are those of the controller, the
judges and the warm runners; they are looked at with every hundredth record.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from nbformat import v4, write
from ways import sources

from autograde import grading
from autograde.course import find as find_course
from autograde.engine import Pool, default_jobs
from autograde.records import Record
from autograde.store import Store
from autograde.submission import find

ASSIGNMENT = "initializers"
PERIOD = 1000


def prepare(folder: Path, count: int, share: float) -> int:
    """Write the submissions; how many of them are hostile."""
    attacks = sorted((find_course().root / "tests" / "hostile").glob("*.py"))
    wanted = max(1, round(PERIOD * share))
    chosen = [attacks[i * len(attacks) // wanted].read_text() for i in range(wanted)]
    every = round(1 / share)
    hostile = 0
    for number, cells in enumerate(sources(ASSIGNMENT, count)):
        if number % every == every - 1:
            cells = [*cells, chosen[number % PERIOD // every % wanted]]
            hostile += 1
        write(v4.new_notebook(cells=[v4.new_code_cell(text) for text in cells]), folder / f"{number:06}.ipynb")
    return hostile


def family() -> list[psutil.Process]:
    """This process, its judges and their warm runners; children of the runners come and go."""
    me = psutil.Process()
    judges = me.children()
    return [me, *judges, *(runner for judge in judges for runner in judge.children())]


def look() -> tuple[float, int]:
    """Resident MB and descriptors of all of them."""
    memory, descriptors = 0.0, 0
    for process in family():
        with contextlib.suppress(psutil.Error):
            memory += process.memory_info().rss / 2**20
            descriptors += process.num_fds()
    return memory, descriptors


def soak(folder: Path, isolation: Any, done: list[float], looks: list[tuple[float, int]]) -> int:
    """Grade the folder; the moments of completion, and what was seen with every hundredth. How many failed."""
    failures = 0
    store = Store(f"sqlite:///{folder.parent}/records.db")
    with Pool(ASSIGNMENT, isolation, default_jobs()) as pool:
        start = time.monotonic()
        for _, outcome in grading.grade(find(folder, ASSIGNMENT), pool, store):
            done.append(time.monotonic() - start)
            if not isinstance(outcome, Record):
                failures += 1
                print(f"no record: {outcome}", flush=True)
            if len(done) % 100 == 0:
                looks.append(look())
            if len(done) % PERIOD == 0:
                print(
                    f"{len(done):8} in {done[-1]:7.0f} s, {looks[-1][0]:6.0f} MB, {looks[-1][1]} descriptors",
                    flush=True,
                )
    store.close()
    return failures


def report(
    count: int, hostile: int, failures: int, url: str, done: list[float], looks: list[tuple[float, int]]
) -> None:
    """Say what it showed."""
    store = Store(url)
    lines = list(store.history(ASSIGNMENT))
    store.close()
    names = {line.submission for line in lines}
    print(f"{count} submissions, {hostile} of them hostile, in {done[-1]:.0f} s on {default_jobs()} cores")
    print(f"records: {len(names)} of {count}; lines of history {len(lines)}; failures of the grader {failures}")
    (first_memory, first_open), (last_memory, last_open) = looks[0], looks[-1]
    print(f"memory: {first_memory:.0f} MB after the first hundred, {last_memory:.0f} MB after the last")
    print(f"descriptors: {first_open} after the first hundred, {last_open} after the last")
    window = min(PERIOD, count // 2)
    first, last = window / done[window - 1], window / (done[-1] - done[-window - 1])
    print(f"throughput: {first:.1f} a second in the first {window}, {last:.1f} in the last; ratio {last / first:.3f}")


def main() -> None:
    """Prepare, grade, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--hostile", type=float, default=0.05, help="share of hostile submissions")
    parser.add_argument("--isolation", choices=["sealed", "confined", "process"])
    options = parser.parse_args()
    done: list[float] = []
    looks: list[tuple[float, int]] = []
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "in"
        folder.mkdir()
        hostile = prepare(folder, options.count, options.hostile)
        print(f"prepared in {folder}; load {os.getloadavg()[0]:.1f}", flush=True)
        failures = soak(folder, options.isolation, done, looks)
        report(options.count, hostile, failures, f"sqlite:///{work}/records.db", done, looks)


if __name__ == "__main__":
    main()
