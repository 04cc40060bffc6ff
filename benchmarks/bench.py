"""What grading costs on this machine, beside other ways to run the same checks on the same submissions (see `ways`).

    python benchmarks/bench.py [--quick] [--assignment NAME] [--all]

Every figure per submission is a difference of two runs, so that what is done once (imports, collection) is not in it;
that stands beside it as the start. `--quick` is a trial with few submissions; `--all` compares every assignment with
nbgrader, which takes long. The machine should have nothing else to do.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from measure import Cost, cost
from ways import ENVIRONMENT, HERE, MIX, WAYS, command, prepare, scores

from autograde import manifest

CORES = len(os.sched_getaffinity(0))
TITLES = {
    "nbgrader": "nbgrader, stock",
    "pytest": "pytest, cold",
    "sealed": "autograde, sealed",
    "process": "autograde, process",
    "floor": "floor: no isolation",
}


@dataclass(frozen=True)
class Result:
    """What a way costs: seconds to start; wall and processor seconds per submission; MB at the most."""

    start: float
    seconds: float
    cpu: float
    memory: float
    scores: list[float]


def run(way: str, assignment: str, count: int, cores: int, memory: bool = False) -> tuple[Cost, list[float]]:
    """Grade `count` submissions in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(way, assignment, count, Path(folder))
        spent = cost(command(way, assignment, cores), Path(folder), cores, ENVIRONMENT, memory)
        return spent, scores(way, assignment, Path(folder))


def measure(way: str, assignment: str, few: int, many: int, cores: int, memory: bool = True) -> Result:
    """The costs of a way, from a run with few and one with many submissions (and one that looks at the memory)."""
    peak = run(way, assignment, few, cores, memory=True)[0].memory if memory else 0.0
    small, _ = run(way, assignment, few, cores)
    large, earned = run(way, assignment, many, cores)
    seconds = (large.seconds - small.seconds) / (many - few)
    return Result(small.seconds - few * seconds, seconds, (large.cpu - small.cpu) / (many - few), peak, earned)


def compare(assignment: str, few: int, many: dict[str, int]) -> None:
    """The table of ways, and the ratios that matter."""
    print(f"\n{assignment}: nbgrader and pytest grade one at a time, autograde on {CORES} cores, the floor on one")
    print(f"{'':22}{'start':>8}{'per second':>12}{'CPU each':>12}{'memory':>10}{'x nbgrader':>12}{'CPU / floor':>13}")
    results: dict[str, Result] = {}
    for way in WAYS:
        results[way] = measure(way, assignment, few, many[way], 1 if way == "floor" else CORES)
        print(f"  {way}: measured", file=sys.stderr)
    stock, floor = results["nbgrader"], results["floor"]
    for way, result in results.items():
        print(
            f"{TITLES[way]:22}{result.start:6.1f} s{1 / result.seconds:12.2f}{1e3 * result.cpu:9.0f} ms"
            f"{result.memory:7.0f} MB{stock.seconds / result.seconds:12.1f}{result.cpu / floor.cpu:13.2f}"
        )
    common = min(len(result.scores) for result in results.values())
    equal = all(result.scores[:common] == stock.scores[:common] for result in results.values())
    print(f"scores of the first {common} submissions: {'equal in all ways' if equal else 'DIFFERENT'}")
    sealed, bound = results["sealed"], 1.5 * floor.cpu + 0.020
    print(f"sealed, throughput: {stock.seconds / sealed.seconds:.0f} times stock nbgrader's (wanted: 100)")
    print(f"sealed, CPU: {1e3 * sealed.cpu:.0f} ms (wanted: 1.5 floors and 20 ms, {1e3 * bound:.0f} ms)")


def cores(assignment: str, few: int, many: int) -> None:
    """One core against all."""
    rates = {n: 1 / measure("sealed", assignment, few, many, n, memory=False).seconds for n in sorted({1, CORES})}
    text = ", ".join(f"{n} cores {rate:.1f} a second" for n, rate in rates.items())
    print(f"\nsealed: {text}; ratio {rates[CORES] / rates[1]:.2f} (wanted on two: 1.8)")


def growth(assignment: str, counts: list[int]) -> None:
    """How the time of a whole run grows."""
    print(f"\nsealed on {CORES} cores, start included:")
    for count in counts:
        spent, _ = run("sealed", assignment, count, CORES)
        print(f"{count:8} submissions {spent.seconds:8.1f} s{1e3 * spent.seconds / count:8.0f} ms each", flush=True)


def split(assignment: str, count: int) -> None:
    """The steps of one submission on one core, in milliseconds."""
    columns = {}
    for level in ("process", "sealed"):
        script = [sys.executable, str(HERE / "split.py"), assignment, level, str(count)]
        output = subprocess.run(script, env=ENVIRONMENT, stdout=subprocess.PIPE, check=True).stdout
        columns[level] = json.loads(output.splitlines()[-1])
    print("\none submission, wall milliseconds     process    sealed")
    rows = {
        "start": "fork (sealed: and lock in)",
        "cells": "run the cells",
        "calls": "calls: wire and student's code",
        "checks": "checks, pytest",
        "end": "kill, reap",
        "intake": "read the file",
        "record": "write the record",
    }
    for step, title in rows.items():
        print(f"{title:34}{columns['process'][step]:11.2f}{columns['sealed'][step]:10.2f}")
    print(f"{'sum':34}{sum(columns['process'].values()):11.2f}{sum(columns['sealed'].values()):10.2f}")


def everywhere(few: int, stock: int, ours: int) -> None:
    """Every assignment against nbgrader."""
    print(f"\nsealed on {CORES} cores beside stock nbgrader, submissions per second")
    ratios = []
    for assignment in manifest.known():
        slow = measure("nbgrader", assignment, few, stock, CORES, memory=False)
        fast = measure("sealed", assignment, few, ours, CORES, memory=False)
        ratios.append(slow.seconds / fast.seconds)
        common = min(len(slow.scores), len(fast.scores))
        equal = "equal scores" if slow.scores[:common] == fast.scores[:common] else "DIFFERENT scores"
        print(
            f"{assignment:22}{1 / slow.seconds:8.2f}{1 / fast.seconds:8.1f}  ratio {ratios[-1]:6.1f}  {equal}",
            flush=True,
        )
    print(f"median ratio {median(ratios):.1f} (wanted: 50)")


def main() -> None:
    """Run everything that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assignment", default="initializers")
    parser.add_argument("--quick", action="store_true", help="few submissions: does it work?")
    parser.add_argument("--all", action="store_true", help="every assignment beside nbgrader")
    options = parser.parse_args()
    few = 4 if options.quick else MIX
    slow, fast = (2 * few, 10 * few) if options.quick else (2 * few, 20 * few)
    many = {"nbgrader": slow, "pytest": slow, "sealed": fast, "process": fast, "floor": fast}
    print(f"{platform.node()}: {CORES} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}")
    compare(options.assignment, few, many)
    cores(options.assignment, few, fast)
    growth(options.assignment, [10, 30] if options.quick else [10, 30, 100, 300, 1000])
    split(options.assignment, few * 5)
    if options.all:
        everywhere(few, slow, fast)


if __name__ == "__main__":
    main()
