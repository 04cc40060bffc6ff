"""Grading on a Dask cluster: the same records as on one core, and a lost worker costs a rerun, never a record."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

import msgspec
import psutil
import pytest

from autograde import manifest as manifests
from autograde.cluster import Cluster
from autograde.engine import GraderError, Pool
from autograde.records import Record
from autograde.submission import Submission, find, intake
from autograde.wire import Cell

SUBMISSIONS = Path(__file__).parent / "submissions" / "initializers"
HANDFUL = ("complete", "fan_out_for_fan_in", "leaves_the_process", "plain_script", "syntax_error_in_one_cell")


def handful() -> list[tuple[int, Submission]]:
    manifest = manifests.load("initializers")
    found = [item for item in find(SUBMISSIONS, "initializers") if item.name in HANDFUL]
    assert len(found) == len(HANDFUL)
    return [(index, intake(item, manifest)) for index, item in enumerate(found)]


def records(grader) -> dict[str, bytes]:
    """What the grader says of each submission, byte for byte but for the time it took."""
    outcomes = {}
    for _, record in grader.grade_many(handful()):
        assert isinstance(record, Record), record
        outcomes[record.submission] = msgspec.json.encode(msgspec.structs.replace(record, seconds=0.0))
    return outcomes


def sleepers(count: int) -> list[tuple[int, Submission]]:
    cells = (Cell(1, "import time; time.sleep(0.5)"),)
    return [(i, Submission(f"s{i}", f"s{i}.py", "initializers", f"d{i}", cells)) for i in range(count)]


def family(others: set[psutil.Process]) -> list[psutil.Process]:
    """The cluster's processes, but for Python's resource tracker, which stays."""
    below = [process for process in psutil.Process().children(recursive=True) if process not in others]
    return [process for process in below if "resource_tracker" not in str(command(process))]


def command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


@pytest.fixture(scope="module")
def opened():
    with contextlib.ExitStack() as opened:
        yield opened


@pytest.fixture(scope="module")
def others():
    """What other tests have running below this process."""
    return set(psutil.Process().children(recursive=True))


@pytest.fixture(scope="module")
def cluster(opened, others):
    return opened.enter_context(Cluster("local", "initializers", "process", 2))


def test_one_core_two_cores_and_dask_give_the_same_bytes(cluster):
    with Pool("initializers", "process", 1) as one:
        alone = records(one)
    with Pool("initializers", "process", 2) as two:
        assert records(two) == alone
    assert records(cluster) == alone
    assert set(alone) == set(HANDFUL)


def test_a_lost_worker_costs_a_rerun_and_no_record(cluster, others):
    """A worker is killed while it grades: its judge and runner end with it, and every submission has one record."""
    killed: list[psutil.Process] = []

    def kill() -> None:
        judges = [process for process in family(others) if "autograde.judge" in command(process)]
        judge = next(judge for judge in judges if any("autograde.runner" in command(c) for c in judge.children()))
        worker = judge.parent()
        killed.extend([worker, *worker.children(recursive=True)])
        os.kill(worker.pid, signal.SIGKILL)

    timer = threading.Timer(1.0, kill)
    timer.start()
    outcomes = [(index, outcome.score) for index, outcome in cluster.grade_many(sleepers(12))]
    assert sorted(index for index, _ in outcomes) == list(range(12))
    assert len(killed) >= 3
    _, alive = psutil.wait_procs(killed, timeout=5)
    assert not alive


def test_no_scheduler_at_the_address_is_said(monkeypatch):
    monkeypatch.setattr("autograde.cluster.CONNECT_SECONDS", 0.5)
    with (
        pytest.raises(GraderError, match="no Dask scheduler at tcp:"),
        Cluster("tcp://127.0.0.1:9", "initializers", "process"),
    ):
        pass


def test_a_worker_with_another_suite_is_refused(cluster, monkeypatch):
    monkeypatch.setattr("autograde.cluster.suite_digest", lambda assignment: "changed since")
    outcomes = [outcome for _, outcome in cluster.grade_many(sleepers(1))]
    assert all("another version of the hidden suite" in str(outcome) for outcome in outcomes)


def test_closing_is_quick_and_leaves_no_process_even_while_it_grades(cluster, opened, others):
    """The last test: it closes the cluster of all of them."""
    assert next(cluster.grade_many(sleepers(12)))
    processes = family(others)
    assert any("autograde.judge" in command(process) for process in processes)
    start = time.monotonic()
    opened.close()
    assert time.monotonic() - start < 10
    assert not psutil.wait_procs(processes, timeout=20)[1]
