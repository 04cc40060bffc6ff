"""The hostile corpus at every level this host offers, graded in one batch with honest submissions.

Each level's batch is graded once; the tests look at what came of it and at what was left behind.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from hostile_cases import BENIGN, FOLDER, HOSTILE, VERDICTS, Case, complaint

from autograde import engine, jail
from autograde import manifest as manifests
from autograde.corpus import Bench, bench
from autograde.course import Course
from autograde.engine import Pool
from autograde.records import Record
from autograde.submission import Submission

ROOT = Path(__file__).resolve().parents[1]
LEVELS = [level for level, problem in jail.available().items() if problem is None]
RESTRICTED = [level for level in LEVELS if level != "process"]
LINES = (  # of the threat model
    *("reading", "tampering", "forging", "lying objects", "leaving", "hanging", "hoarding", "escaping", "callbacks"),
    *("persisting", "readers' safety", "gaming"),
)
PR_SET_CHILD_SUBREAPER = 36
HONEST = ["benign/own_class_with_eq", "benign/joined_threads", "benign/unrelated_cell_raises"]
TRACES = ("/tmp/autograde-hostile-pickle", "/tmp/autograde-hostile-was-here", "/dev/shm/autograde-hostile-was-here")


@dataclass(frozen=True)
class Batch:
    """What came of a level: records by case, honest records alone and amid the batch, and what was left behind."""

    records: dict[str, Record]
    alone: list[Record]
    amid: list[Record]
    left: dict[str, set[str]]


@pytest.fixture(scope="module")
def base() -> Bench:
    return bench(Course(ROOT), manifests.load("initializers"))


def _grade(level: str, base: Bench, cases: list[Case]) -> Batch:
    """Grade the cases and, spread among them, honest submissions, two at a time."""
    honest = [base.reference, *(case.submission(base) for case in BENIGN if case.name in HONEST)]
    mixed: list[Submission] = []
    for i, case in enumerate(cases):
        mixed.append(case.submission(base))
        if i % 10 == 5:
            mixed.append(honest[i // 10 % len(honest)])
    with _watched() as left:
        with (
            Pool("initializers", level, 2, call_seconds=0.5, total_seconds=30.0) as pool,
            ThreadPoolExecutor(2) as executor,
        ):
            alone = [pool.grade_one(submission) for submission in honest]
            records = list(executor.map(pool.grade_one, mixed))
        names = {case.name for case in cases}
    return Batch(
        {record.submission: record for record in records if record.submission in names},
        alone,
        [record for submission, record in zip(mixed, records, strict=True) if submission in honest],
        left,
    )


@contextmanager
def _watched() -> Iterator[dict[str, set[str]]]:
    """Tell afterwards what was left: processes, files, shared memory, sockets.

    What the pool leaves without a parent becomes this process's child; where its jails keep files is a folder here.
    """
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    left: dict[str, set[str]] = {}
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        os.chmod(folder, 0o755)
        patch.setenv("TMPDIR", folder)
        before = _traces(folder)
        yield left
        _reap(before["processes"])
        left.update({kind: found - before[kind] for kind, found in _traces(folder).items()})
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _traces(folder: str) -> dict[str, set[str]]:
    abstract = {line for line in Path("/proc/net/unix").read_text().splitlines() if "autograde-hostile" in line}
    ipc = {f"{kind} {line}" for kind in ("shm", "msg", "sem") for line in _sysvipc(kind)}
    files = {entry.name for entry in Path(folder).iterdir() if entry.name.startswith("autograde-jail-")}
    return {
        "processes": _children(),
        "sockets": abstract,
        "shared memory": ipc,
        "files": files | {path for path in TRACES if os.path.exists(path)},
    }


def _children() -> set[str]:
    found: set[str] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):  # a thread that has just ended
            found.update((task / "children").read_text().split())
    return found


def _reap(known: set[str]) -> None:
    """Do for what ended without its parent what init would do; give what is ending two seconds."""
    end = time.monotonic() + 2
    while (new := _children() - known) and time.monotonic() < end:
        for pid in new:
            os.waitpid(int(pid), os.WNOHANG)
        time.sleep(0.02)


def _sysvipc(kind: str) -> list[str]:
    path = Path("/proc/sysvipc", kind)
    return [line.split()[0] for line in path.read_text().splitlines()[1:]] if path.exists() else []


@pytest.fixture(scope="module")
def batches(base: Bench) -> dict[str, Batch]:
    return {}


@pytest.fixture
def batch(level: str, base: Bench, batches: dict[str, Batch]) -> Batch:
    """The batch of a level: every case where there is a jail, those that say what they do without one where not."""
    if level not in batches:
        cases = [*HOSTILE, *BENIGN]
        if level == "process":
            cases = [case for case in HOSTILE if case.free in ("zeros", "full")]
        batches[level] = _grade(level, base, cases)
    return batches[level]


# --- the corpus itself -----------------------------------------------------------------------------------------------


def test_the_corpus_covers_the_threat_model():
    assert len(HOSTILE) >= 80
    assert len(BENIGN) >= 12
    found = {case.threat.partition(":")[0] for case in HOSTILE}
    assert found == set(LINES)
    assert {case.verdict for case in HOSTILE} == set(VERDICTS)


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.name)
def test_every_case_says_what_it_is(case, base):
    assert case.verdict in VERDICTS
    exercises = {exercise.name for exercise in base.manifest.exercises}
    if case.expect not in ("full", "none", "less"):
        assert {name.strip().lstrip("~?") for name in case.expect.removeprefix("all but ").split(",")} <= exercises
    assert case.free in ("", "zeros", "full") or case.free.startswith("skip: ")
    if case.verdict in ("denied", "gap"):
        assert case.expect == "full"  # a denied attack costs nothing; it would cost `zeros` if it worked


# --- verdicts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [*HOSTILE, *BENIGN], ids=lambda case: case.name)
@pytest.mark.parametrize("level", RESTRICTED)
def test_verdict(batch, level, case):
    record = batch.records[case.name]
    assert record.status == "graded"
    assert record.isolation == level
    assert complaint(record, case.expect) == ""
    for exercise in record.exercises:
        for test in exercise.tests:
            assert (test.outcome == "passed") == (test.points == test.max_points) == (test.message == "")
            assert test.outcome != "error", test.message


@pytest.mark.skipif("process" not in LEVELS, reason="no fork here")
@pytest.mark.parametrize("level", ["process"])
@pytest.mark.parametrize("case", [case for case in HOSTILE if case.free in ("zeros", "full")], ids=lambda c: c.name)
def test_without_a_jail_the_attack_works(batch, level, case):
    """The first of the three proofs: what the jail denies is something that would happen without it."""
    if os.geteuid() != 0 and case.name == "escaping_bpf_and_perf":
        pytest.skip("needs rights without a jail too")
    record = batch.records[case.name]
    assert complaint(record, "full" if case.free == "full" else "all but zeros") == ""


@pytest.mark.parametrize("level", RESTRICTED)
def test_honest_submissions_amid_the_batch_have_their_normal_records(batch, level):
    normal = {record.submission: msgspec.structs.replace(record, seconds=0.0) for record in batch.alone}
    assert len(batch.amid) >= 10
    for record in batch.amid:
        assert msgspec.structs.replace(record, seconds=0.0) == normal[record.submission]
        assert record.score == record.max_score


@pytest.mark.parametrize("level", RESTRICTED)
def test_nothing_is_left(batch, level):
    assert batch.left == {"processes": set(), "sockets": set(), "shared memory": set(), "files": set()}


def test_a_pool_refuses_a_level_that_does_not_hold(monkeypatch):
    monkeypatch.setattr(engine, "failed_canaries", lambda level: (f"{level}: read a file outside: worked",))
    known = _children()
    with pytest.raises(
        engine.GraderError, match=r"does not hold on this host: .*read a file outside.*autograde doctor"
    ):
        Pool("initializers", "process").__enter__()
    _reap(known)
    assert _children() <= known


# --- what students may read ------------------------------------------------------------------------------------------


def texts(record: Record) -> list[str]:
    """Everything in a record that a student may read."""
    messages = [test.message for exercise in record.exercises for test in exercise.tests]
    return [*messages, *(error.message for error in record.cells), *record.notes, record.reason or ""]


@pytest.mark.parametrize("level", RESTRICTED)
def test_no_text_disturbs_its_reader(batch, level):
    for record in batch.records.values():
        for text in texts(record):
            assert all(char.isprintable() or char == "\n" for char in text), (record.submission, text)
            assert len(text) < 2000, record.submission
            assert len(text.splitlines()) <= 8, (record.submission, text)
        assert len(record.cells) <= 50
        assert len(msgspec.json.encode(record)) < 200_000


@pytest.mark.parametrize("level", RESTRICTED)
def test_no_text_shows_paths_of_the_host(batch, level):
    paths = (str(ROOT), sys.prefix, sys.base_prefix, "/proc/", "site-packages/")
    for record in batch.records.values():
        for text in texts(record):
            assert not any(path in text for path in paths), (record.submission, text)


@pytest.mark.parametrize("level", RESTRICTED)
def test_html_is_escaped(batch, level):
    from autograde.delivery import outputs

    record = batch.records["showing_html"]
    shown = [outputs.cell_error(error) for error in record.cells]
    for exercise in record.exercises:
        shown += outputs.score_outputs(exercise.score, exercise.max_score, *outputs.exercise_text(exercise))
    assert any("<script>" in error.message for error in record.cells)
    for output in shown:
        assert "<script" not in output.get("data", {}).get("text/html", "")


CHANNELS = {
    "an exception": "raise ValueError(text)",
    "an exception of its own": "raise type('E' + digits, (Exception,), {})(text)",
    "a key error": "raise KeyError(text)",
    "an unknown name": "raise NameError(f\"name 'x{digits}' is not defined\")",
    "an attribute error": "raise AttributeError(f\"'x{digits}' object has no attribute 'y{digits}'\")",
    "text after a known message": "raise RuntimeError('Trying to backward through the graph a second time ' + text)",
    "more such text": "raise ValueError('setting an array element with a sequence. ' + text)",
    "numbers in a known message": "raise IndexError(f'index {number} is out of bounds for axis {count} with size 1')",
    "a word in a known message": "raise FloatingPointError(f'overflow encountered in x{digits}')",
    "a chained exception": "raise ValueError from KeyError(text)",
    "an exception group": "raise ExceptionGroup(text, [ValueError(text)])",
    "a system exit": "raise SystemExit(text)",
    "a warning": "warnings.warn(text); warnings.warn(text, RuntimeWarning)",
    "prints": "print(text); print(text, file=sys.stderr); os.write(2, text.encode())",
    "a string": "return text",
    "a dict": "return {text: text, 'x' + digits: number}",
    "a list of strings": "return [text] * 3",
    "the name of a type": "return type('x' + digits, (), {})()",
    "the name of a type, in a list": "return [type(text, (), {})()] * 3",
    "the name of a dtype": "return np.zeros(3, [(text, float)])",
    "the arguments": "return args[0]",
    "an argument changed": "args[0][:] = 0; return args[0]",
    "an exit status": "os._exit(int(number) % 256)",
    "a forged place": (
        "child.channel.send(wire.Returned(child.active[-1], 1.0, [text, '0', 'x' + digits], [])); os._exit(0)"
    ),
    "a forged exception": (
        "child.channel.send(wire.Raised(child.active[-1], 'NameError', text, [(1, number)], [text])); os._exit(0)"
    ),
}
NAMES = (
    *("zeros", "random_normal", "glorot_normal", "he_normal", "orthogonal", "init_mlp", "preactivation_variance"),
    *("distinct_units", "init_module_"),
)
ECHO = """
import gc
import os
import sys
import warnings

import numpy as np
from autograde import wire


def echo(*args, **kwargs):
    number, count = float(args[0].ravel()[0]), 48151623
    for value in args:
        if getattr(value, "dtype", None) == int:
            count = int(value[0])
    state = getattr(getattr(args[-1], "bit_generator", None), "state", None)
    text = f"{number!r} {count} {state!r}"
    child = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Child")
    digits = f"{count}_" + repr(number).replace(".", "_")
    number = int(number)
    BODY
"""


@pytest.fixture(scope="module")
def marked() -> Iterator[Pool]:
    """A pool whose hidden suite is full of markers."""
    level = RESTRICTED[0] if RESTRICTED else "process"
    suite = str(FOLDER / "suite")
    with Pool("initializers", level, 2, call_seconds=2.0, suite=suite) as pool:
        yield pool


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_marker_reaches_the_student(marked, base, channel):
    source = ECHO.replace("BODY", CHANNELS[channel]) + "\n".join(f"{name} = echo" for name in NAMES)
    case = Case("echo", source, "", "", "", "", False)
    record = marked.grade_one(case.submission(base), seed=772211)
    assert record.score == 0
    shown = json.dumps(msgspec.to_builtins(record))
    for marker in ("8731", "48151623", "marker", "772211", "27182", "31415"):
        assert marker not in shown
    for path in (str(ROOT), sys.prefix, "test_marked"):
        assert path not in "".join(texts(record))


def test_gap_the_shape_of_an_answer_is_told(marked, base):
    """Written down: what came back is described, so a few digits of an input can be told by a shape."""
    source = ECHO.replace("BODY", "return np.zeros((int(number), 1))")
    case = Case("echo", source + "\n".join(f"{name} = echo" for name in NAMES), "", "", "", "", False)
    record = marked.grade_one(case.submission(base))
    assert any("(8731, 1)" in text for text in texts(record))
