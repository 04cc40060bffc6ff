"""The store and the controller: nothing is graded twice, nothing that is finished is lost."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from autograde import grading, suites
from autograde import manifest as manifests
from autograde.engine import GraderError
from autograde.records import Record
from autograde.store import Key, Store, StoreError
from autograde.submission import Found

ROOT = Path(__file__).parent.parent


class FakeGrader:
    """Grades without judges: the score is the length of the first cell. Submissions named in `broken` fail."""

    level = "process"

    def __init__(self, broken: tuple[str, ...] = ()) -> None:
        self.manifest = manifests.load("initializers")
        self.broken = broken
        self.graded: list[str] = []

    def grade_many(self, submissions):
        for index, item in submissions:
            self.graded.append(item.name)
            if item.name in self.broken:
                yield index, GraderError(f"{item.name}: failed")
                continue
            score = float(len(item.cells[0].source))
            yield index, Record(item.name, item.path, item.digest, "graded", None, "process", score, 100.0, 0.1, ())


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'records.db'}")
    yield store
    store.close()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    for name, source in (("ann", "x = 1"), ("bob", "x = 22"), ("eve", "x = 1")):
        (made / f"{name}.py").write_text(source)
    return made


def found(folder: Path) -> list[Found]:
    return [Found(path.stem, path, "initializers") for path in sorted(folder.iterdir())]


def run(folder, grader, store, **options) -> dict[str, object]:
    items = found(folder)
    return {items[index].name: outcome for index, outcome in grading.grade(items, grader, store, **options)}


def test_a_second_run_does_nothing_and_gives_the_same_records(store, folder):
    first, second = FakeGrader(), FakeGrader()
    before, after = run(folder, first, store), run(folder, second, store)
    assert first.graded == ["ann", "bob", "eve"]
    assert second.graded == []
    assert before == after
    assert after["eve"].submission == "eve"
    assert after["eve"].path.endswith("eve.py")


def test_again_grades_anew(store, folder):
    run(folder, FakeGrader(), store)
    again = FakeGrader()
    run(folder, again, store, again=True)
    assert again.graded == ["ann", "bob", "eve"]


def test_a_changed_submission_or_suite_is_graded_and_history_is_kept(store, folder, monkeypatch):
    run(folder, FakeGrader(), store)
    (folder / "bob.py").write_text("x = 333")
    changed = FakeGrader()
    run(folder, changed, store)
    assert changed.graded == ["bob"]
    monkeypatch.setattr(grading, "suite_digest", lambda assignment: "another suite")
    all_again = FakeGrader()
    run(folder, all_again, store)
    assert all_again.graded == ["ann", "bob", "eve"]
    assert [grading.score for grading in store.history("initializers", "bob")] == [6.0, 7.0, 7.0]
    assert store.latest("initializers")["bob"].key.suite_digest == "another suite"


def test_going_back_to_an_earlier_version_is_a_line_of_history_and_no_work(store, folder):
    run(folder, FakeGrader(), store)
    (folder / "bob.py").write_text("x = 333")
    run(folder, FakeGrader(), store)
    (folder / "bob.py").write_text("x = 22")
    back = FakeGrader()
    assert run(folder, back, store)["bob"].score == 6.0
    assert back.graded == []
    assert [grading.score for grading in store.history("initializers", "bob")] == [6.0, 7.0, 6.0]


def test_a_failure_of_the_grader_leaves_no_record_and_is_tried_again(store, folder):
    outcomes = run(folder, FakeGrader(broken=("bob",)), store)
    assert isinstance(outcomes["bob"], GraderError)
    assert set(store.latest("initializers")) == {"ann", "eve"}
    later = FakeGrader()
    assert run(folder, later, store)["bob"].score == 6.0
    assert later.graded == ["bob"]


def test_a_rejected_submission_keeps_the_earlier_grade(store, folder):
    run(folder, FakeGrader(), store)
    (folder / "bob.py").write_bytes(b"\xff")
    outcome = run(folder, FakeGrader(), store)["bob"]
    assert outcome.status == "rejected"
    assert store.latest("initializers")["bob"].score == 6.0


def test_the_same_result_written_twice_is_one(store):
    record = Record("ann", "ann.py", "d", "graded", None, "process", 5.0, 100.0, 0.1, ())
    key = Key("d", "s", "e", "process")
    other = Store(store.url)
    store.add("initializers", key, record)
    other.add("initializers", key, msgspec.structs.replace(record, score=7.0))
    other.close()
    assert store.find(key).score == 5.0
    assert len(list(store.history("initializers"))) == 1


def test_grading_again_that_ends_halfway_keeps_the_result_there_was(store, monkeypatch):
    record = Record("ann", "ann.py", "d", "graded", None, "process", 5.0, 100.0, 0.1, ())
    key = Key("d", "s", "e", "process")
    store.add("initializers", key, record)
    with monkeypatch.context() as patched:
        patched.setattr("autograde.store._latest", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store.replace("initializers", key, msgspec.structs.replace(record, score=7.0))
    assert store.find(key).score == 5.0
    store.replace("initializers", key, msgspec.structs.replace(record, score=7.0))
    assert store.find(key).score == 7.0
    assert len(list(store.history("initializers"))) == 1


def test_a_store_that_cannot_be_opened_says_so_without_the_password(tmp_path):
    for url in ("nonsense", f"sqlite:///{tmp_path}/no/such/folder/x.db", "unknown://user:secret@host/db"):
        with pytest.raises(StoreError, match="cannot be opened") as raised:
            Store(url)
        assert "secret" not in str(raised.value)


WRITER = """
import sys, time
from autograde.records import Record
from autograde.store import Key, Store
store = Store(sys.argv[1])
for i in range(10_000):
    record = Record(f"s{i}", f"{i}.py", f"d{i}", "graded", None, "process", float(i), 100.0, 0.1, ())
    store.add("initializers", Key(f"d{i}", "s", "e", "process"), record)
    print(i, flush=True)
"""


def test_a_writer_that_is_killed_loses_no_record_that_it_had_written(tmp_path):
    url = f"sqlite:///{tmp_path / 'records.db'}"
    process = subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= 40:
            break
    os.kill(process.pid, signal.SIGKILL)
    told = [int(line) for line in process.stdout.read().split()]
    process.wait()
    store = Store(url)
    names = [item.submission for item in store.history("initializers")]
    last = max([40, *told])
    assert len(names) == len(set(names))
    assert names[: last + 1] == [f"s{i}" for i in range(last + 1)]
    assert all(store.find(Key(f"d{i}", "s", "e", "process")) for i in range(len(names)))
    store.close()


def test_a_grading_run_that_is_killed_continues_where_it_was(tmp_path):
    """The real command: killed when half is done, run again; every submission has one line of history."""
    folder = tmp_path / "in"
    folder.mkdir()
    for i in range(8):
        (folder / f"s{i}.py").write_text(f"import time; time.sleep(0.4)\nx = {i}\n")
    url = f"sqlite:///{tmp_path / 'records.db'}"
    autograde = [sys.executable, "-m", "autograde.cli", "grade", str(folder), "--assignment", "initializers"]
    command = [*autograde, "--isolation", "process", "--jobs", "2", "--store", url]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    store = Store(url)
    deadline = time.monotonic() + 60
    while len(list(store.history("initializers"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = [item.submission for item in store.history("initializers")]
    assert 3 <= len(before) < 8
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, check=True)
    after = [item.submission for item in store.history("initializers")]
    assert after[: len(before)] == before
    assert sorted(after) == [f"s{i}" for i in range(8)]
    store.close()


def imported(name: str) -> set[str]:
    """The grader's modules that one of them imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / "autograde" / f"{name}.py").read_text())):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            package, _, module = node.module.partition(".")
            if package == "autograde":
                found |= {module.partition(".")[0]} if module else {alias.name for alias in node.names}
    return found


def test_a_change_of_whatever_makes_a_grade_changes_the_key_of_records():
    """What judge and runner import. The jail lets through or not, but makes no grade; the manifest is the suite's."""
    makes_no_grade = {"jail", "manifest", "pages", "records"}
    core, todo = set(), {"judge", "runner"}
    while todo:
        core |= todo
        todo = set().union(*map(imported, todo)) - core - makes_no_grade
    assert set(suites._CORE) == core
