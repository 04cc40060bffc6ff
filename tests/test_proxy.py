"""The proxy: a student's process that is kept waiting, and what is defined beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from autograde.failures import TimedOut
from autograde.jail import levels
from autograde.loading import TimeLimits
from autograde.proxy import StudentModule
from autograde.submission import Submission
from autograde.warm import Warm
from autograde.wire import Cell


def submission(*cells: str) -> Submission:
    numbered = tuple(Cell(number, source) for number, source in enumerate(cells, 1))
    return Submission("ann", "ann.py", "initializers", "digest", numbered)


@pytest.fixture(params=["process", "sealed"])
def starved(request):
    """A student's process with five others on its core; 0.3 s for a cell and 0.15 s for a call."""
    if missing := levels.available()[request.param]:
        pytest.skip(missing)
    core = min(os.sched_getaffinity(0))
    spin = f"import os\nos.sched_setaffinity(0, {{{core}}})\nprint('on', flush=True)\nwhile True: pass"
    busy = [subprocess.Popen([sys.executable, "-c", spin], stdout=subprocess.PIPE) for _ in range(5)]
    warm = Warm(request.param, ())
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    warm.start()
    os.sched_setaffinity(0, everywhere)
    cells = (
        "import time",
        "end = time.process_time() + 0.2\nwhile time.process_time() < end: pass\ndef after_work(): return 2",
        "def work():\n    end = time.process_time() + 0.1\n    while time.process_time() < end: pass\n    return 1",
        "def hang():\n    while True: pass",
        "def sleep(): time.sleep(9)",
    )
    student = StudentModule(warm, submission(*cells), "", TimeLimits(call=0.15, unit=0.3))
    try:
        assert [process.stdout.readline() for process in busy] == [b"on\n"] * 5
        student.load()
        yield student
    finally:
        student.close()
        warm.stop()
        for process in busy:
            process.kill()
            process.communicate()


def test_a_call_that_has_to_wait_for_the_processor_gets_more_time(starved):
    assert starved.work() == 1


def test_a_cell_that_has_to_wait_for_the_processor_gets_more_time(starved):
    assert starved.after_work() == 2


def test_a_call_that_hangs_ends_on_a_busy_processor_too(starved):
    start = time.monotonic()
    with pytest.raises(TimedOut, match=r"hang\(\) did not return within 0.15 s"):
        starved.hang()
    assert time.monotonic() - start < 10


def test_a_call_that_sleeps_is_given_no_more_time(starved):
    start = time.monotonic()
    with pytest.raises(TimedOut):
        starved.sleep()
    assert time.monotonic() - start < 3


def test_a_probe_is_executed_once_per_process():
    """The second time it is the same object, and after the process is gone another one, which answers."""
    warm = Warm("process", ())
    warm.start()
    student = StudentModule(warm, submission("x = 1"), "", TimeLimits())
    source = "calls = []\ndef count():\n    calls.append(1)\n    return len(calls)"
    try:
        assert [student.define(source).count() for _ in range(3)] == [1, 2, 3]
        student.close()
        assert student.define(source).count() == 1
    finally:
        student.close()
        warm.stop()
