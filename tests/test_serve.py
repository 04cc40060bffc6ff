"""`autograde serve`: what arrives is graded, booked and answered once, whatever happens meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from nbgrader.api import Gradebook

from autograde import manifest as manifests
from autograde.config import Service
from autograde.engine import GraderError
from autograde.records import ExerciseResult, Record
from autograde.service import inbox, policy
from autograde.service.collect import copy
from autograde.service.inbox import Version
from autograde.service.ledger import TRIES, Entry, Ledger
from autograde.service.server import Server
from autograde.service.state import AlreadyRunning, Files, first_status

ROOT = Path(__file__).resolve().parent.parent
NAME = "initializers"
BUNDLED = ROOT / "tests" / "submissions" / NAME
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def version(student: str = "ann", name: str = "1", minutes: float = 0, path: Path = Path("/in")) -> Version:
    return Version(NAME, student, name, path, NOON + timedelta(minutes=minutes))


def entry(of: Version, score: float | None = 5.0, tries: int = 0, done: bool = True, after: float = 1) -> Entry:
    at = of.submitted_at + timedelta(minutes=after)
    return Entry(of.assignment, of.student, of.name, of.submitted_at, tries, "", at, at if done else None, score)


def plan(versions, entries=(), moment=NOON + timedelta(days=1), deadline=None, **service) -> policy.Plan:
    return policy.plan(versions, entries, Service(**service), lambda student: deadline, moment)


# --- what is to be done -----------------------------------------------------------------------------------------------


def test_the_latest_version_of_each_student_is_due():
    old, new, other = version(), version(name="2", minutes=5), version("bob")
    assert plan([new, old, other]).now == (new, other)
    after = plan([new, old, other], [entry(new), entry(other)])
    assert (after.now, after.counting) == ((), (new, other))


def test_the_best_version_counts_and_all_are_graded_in_order():
    first, second, third = (version(name=str(n), minutes=n) for n in (1, 2, 3))
    versions = [third, first, second]
    assert plan(versions, policy="best").now == (first,)
    assert plan(versions, [entry(first)], policy="best").now == (second,)
    scores = [entry(first, 7.0), entry(second, 9.0), entry(third, None)]
    assert plan(versions, scores, policy="best").counting == (second,)
    equal = [entry(first, 9.0), entry(second, 9.0), entry(third, 2.0)]
    assert plan(versions, equal, policy="best").counting == (second,)


def test_the_last_version_before_the_deadline_counts_and_a_late_one_where_there_is_no_other():
    versions = [version(name=str(n), minutes=n) for n in (1, 2, 3)]
    at = NOON + timedelta(minutes=2)
    assert plan(versions, policy="before the deadline", deadline=at).now == (versions[1],)
    assert plan(versions[2:], policy="before the deadline", deadline=at).now == (versions[2],)
    assert plan(versions, policy="before the deadline").now == (versions[2],)


def test_attempts_are_counted_by_the_hour():
    versions = [version(name=str(n), minutes=n) for n in (0, 10, 20)]
    graded = [entry(versions[0]), entry(versions[1])]
    moment = NOON + timedelta(minutes=21)
    held = plan(versions, graded, moment, attempts_per_hour=2)
    assert (held.now, held.waiting) == ((), ((versions[2], NOON + timedelta(minutes=61)),))
    assert plan(versions, graded, moment, attempts_per_hour=3).now == (versions[2],)
    assert plan(versions, graded, NOON + timedelta(minutes=61), attempts_per_hour=2).now == (versions[2],)


def test_a_failure_is_tried_again_later_and_then_set_aside():
    one = version()
    failed = entry(one, None, tries=1, done=False, after=0)
    assert plan([one], [failed], NOON + timedelta(seconds=5)).waiting == ((one, NOON + policy.RETRY),)
    assert plan([one], [failed], NOON + policy.RETRY).now == (one,)
    aside = entry(one, None, tries=TRIES, done=False)
    assert plan([one], [aside]) == policy.Plan((), (), ())


# --- what lies in the inbox -------------------------------------------------------------------------------------------


def exchange_folder(inbound: Path, name: str, finished: bool = True) -> Path:
    folder = inbound / name
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text("2026-03-01 12:00:00.000000 UTC")
    (folder / "submission_secret.txt").write_text("s" if finished else "")
    return folder


def test_versions_in_the_exchange(tmp_path):
    time_ = "2026-03-01 12:00:00.000000 UTC"
    exchange_folder(tmp_path, f"ann+{NAME}+{time_}+r4nd0m")
    exchange_folder(tmp_path, f"a+b+{NAME}+{time_}+x")
    exchange_folder(tmp_path, f"ann+other+{time_}+x")
    for name in ("..", "*", ".hidden", "a\nb", "[x]"):
        exchange_folder(tmp_path, f"{name}+{NAME}+{time_}+x")
    exchange_folder(tmp_path, f"eve+{NAME}+never+x")
    (tmp_path / f"link+{NAME}+{time_}+x").symlink_to(tmp_path)
    look = inbox.exchange(tmp_path, {NAME})
    assert [(v.student, v.submitted_at) for v in look.versions] == [("a+b", NOON), ("ann", NOON)]
    assert len(look.refused) == 6
    assert not look.unfinished
    exchange_folder(tmp_path, f"zoe+{NAME}+{time_}+x", finished=False)
    look = inbox.exchange(tmp_path, {NAME})
    assert len(look.versions) == 2
    assert look.unfinished


def test_versions_in_a_folder(tmp_path):
    place = tmp_path / "ann" / NAME
    place.mkdir(parents=True)
    assert inbox.folder(tmp_path, {NAME}).versions == []
    (place / f"{NAME}.py").write_text("x = 1")
    assert inbox.folder(tmp_path, {NAME}).unfinished
    os.utime(place / f"{NAME}.py", (NOON.timestamp(), NOON.timestamp()))
    [first] = inbox.folder(tmp_path, {NAME}).versions
    assert (first.student, first.submitted_at) == ("ann", NOON)
    os.utime(place / f"{NAME}.py", (NOON.timestamp() + 5, NOON.timestamp() + 5))
    [second] = inbox.folder(tmp_path, {NAME}).versions
    assert second.name != first.name
    (place / "timestamp.txt").write_text("soon")
    assert "is not a time" in inbox.folder(tmp_path, {NAME}).refused[f"ann/{NAME}"]


def test_only_regular_files_are_collected(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the hidden suite")
    source = tmp_path / "source"
    (source / "data").mkdir(parents=True)
    (source / "a.ipynb").write_text("{}")
    (source / "data" / "b.csv").write_text("1")
    (source / "page.html").symlink_to(secret)
    (source / "folder").symlink_to(tmp_path)
    os.mkfifo(source / "pipe")
    copy(source, tmp_path / "target", 1000)
    copied = {str(path.relative_to(tmp_path / "target")) for path in (tmp_path / "target").rglob("*")}
    assert copied == {"a.ipynb", "data", "data/b.csv"}
    with pytest.raises(RuntimeError, match="more than"):
        copy(source, tmp_path / "again", 2)


# --- what is remembered -----------------------------------------------------------------------------------------------


def test_the_ledger_counts_tries_and_keeps_the_first_delivery(tmp_path):
    ledger = Ledger(f"sqlite:///{tmp_path / 'x.db'}")
    one = version()
    assert [ledger.failed(one, "no judge").tries for _ in range(TRIES)] == [1, 2, 3]
    [aside] = ledger.entries(NAME)
    assert aside.set_aside
    assert aside.reason == "no judge"
    ledger.retry()
    assert ledger.entries(NAME) == []
    ledger.delivered(one, 5.0)
    [first] = ledger.entries(NAME)
    ledger.delivered(one, 6.0)
    [second] = ledger.entries(NAME)
    assert (second.delivered_at, second.score) == (first.delivered_at, 6.0)
    assert second.submitted_at == NOON
    ledger.close()


def test_one_instance_at_a_time_and_a_killed_one_holds_nothing(tmp_path):
    code = "import sys, time; from pathlib import Path; from autograde.service.state import Files\n" \
           "lock = Files(Path(sys.argv[1])).lock(); print('held', flush=True); time.sleep(60)"  # fmt: skip
    holder = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    files = Files(tmp_path)
    assert files.running
    with pytest.raises(AlreadyRunning, match="another"):
        files.lock(0)
    holder.kill()
    holder.wait()
    assert not files.running
    files.lock(0).close()


def test_the_status_file_is_read_back(tmp_path):
    files = Files(tmp_path)
    assert files.read() is None
    files.folder.mkdir()
    files.write(first_status())
    assert files.read().pid == os.getpid()


# --- the loop, with a grader that needs no judges ---------------------------------------------------------------------


class FakeGrader:
    """The first number in the first cell is the score of `zeros`. "fail" in it: the grader fails."""

    running = True

    def __init__(self, assignment: str, level: str, jobs: int) -> None:
        self.manifest = manifests.load(assignment)
        self.level = level

    def grade_many(self, submissions):
        to_do = list(submissions)
        if to_do and not self.running:
            raise GraderError("the suite cannot be collected")
        for index, item in to_do:
            source = item.cells[0].source
            if "fail" in source:
                yield index, GraderError("the judge is gone")
                continue
            score = float(source.split("=")[1])
            exercises = tuple(
                ExerciseResult(e.name, score if e.name == "zeros" else 0.0, e.points, ())
                for e in self.manifest.exercises
            )
            yield (
                index,
                Record(item.name, item.path, item.digest, "graded", None, self.level, score, 100.0, 0.1, exercises),
            )

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    """A course whose assignment is known to the gradebook."""
    made = tmp_path_factory.mktemp("prepared") / "course"
    shutil.copytree(ROOT / "source" / NAME, made / "source" / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", made)
    command(made, "nbgrader", "generate_assignment", NAME)
    return made


@pytest.fixture
def root(prepared, tmp_path, monkeypatch) -> Path:
    """A copy of it, with an exchange beside it."""
    made = tmp_path / "course"
    shutil.copytree(prepared, made)
    config = made / "nbgrader_config.py"
    config.write_text(config.read_text() + f"c.Exchange.root = {str(tmp_path / 'exchange')!r}\n")
    inbound = tmp_path / "exchange" / "nitty-gritty" / "inbound"
    inbound.mkdir(parents=True)
    (tmp_path / "exchange").chmod(0o777)
    monkeypatch.chdir(made)
    return made


def command(folder: Path, *words: str) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def notebook(score: float | str) -> str:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": f"x = {score}"}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def submit(root: Path, student: str, text: str | None, minutes: float = 0) -> Path:
    """A submission as `nbgrader submit` leaves it; without a text, the notebook is missing."""
    at = (NOON + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    folder = root.parent / "exchange" / "nitty-gritty" / "inbound" / f"{student}+{NAME}+{at}+rand"
    folder.mkdir()
    if text is not None:
        (folder / f"{NAME}.ipynb").write_text(text)
    (folder / "timestamp.txt").write_text(at)
    (folder / "submission_secret.txt").write_text(f"secret of {student} at {minutes}")
    return folder


def serve(root: Path, **options) -> Server:
    server = Server(root, (NAME,), isolation="process", make_grader=FakeGrader, **options)
    server.done = server.run(once=True)
    return server


def scores(root: Path) -> dict[str, float]:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {item.student.id: item.score for item in gradebook.assignment_submissions(NAME)}


def pages(root: Path) -> int:
    return len(list((root.parent / "exchange" / "nitty-gritty" / "feedback").glob("*.html")))


def events(root: Path, name: str) -> list[dict]:
    lines = (root / ".autograde" / "serve.log").read_text().splitlines()
    return [line for line in map(json.loads, lines) if line["event"] == name]


def test_what_arrives_is_graded_booked_and_answered_once(root):
    submit(root, "ann", notebook(3))
    submit(root, "bob", notebook(4))
    submit(root, "eve", "no notebook")
    submit(root, "zoe", None)
    server = serve(root)
    assert server.done
    assert scores(root) == {"ann": 3, "bob": 4, "eve": 0, "zoe": 0}
    assert pages(root) == 4
    assert "not a valid notebook" in (root / "feedback" / "eve" / NAME / f"{NAME}.html").read_text()
    assert {line["student"]: line["score"] for line in events(root, "delivered")} == {
        "ann": 3, "bob": 4, "eve": None, "zoe": None}  # fmt: skip
    assert server.status.assignments[NAME].delivered == 4
    serve(root)
    assert len(events(root, "delivered")) == 4
    submit(root, "ann", notebook(2), minutes=5)
    serve(root)
    assert scores(root)["ann"] == 2
    assert pages(root) == 5
    assert [line["score"] for line in events(root, "delivered")][4:] == [2]


def test_the_best_version_stays_in_the_gradebook(root):
    (root / "autograde.toml").write_text('[service]\npolicy = "best"\n')
    for minutes, score in ((0, 1), (1, 4), (2, 2)):
        submit(root, "ann", notebook(score), minutes)
    serve(root)
    assert scores(root) == {"ann": 4}
    assert pages(root) == 3


def test_late_penalties_are_nbgraders(root):
    (root / "autograde.toml").write_text('[service]\nlate_penalty = "zero"\n')
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-03-01 12:01:00")
    submit(root, "ann", notebook(3))
    submit(root, "bob", notebook(3), minutes=2)
    serve(root)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        penalties = {
            s: gradebook.find_submission_notebook(NAME, NAME, s).late_submission_penalty for s in ("ann", "bob")
        }
    assert penalties == {"ann": None, "bob": 3}


def test_a_failure_of_the_grader_is_set_aside_and_never_a_zero(root, monkeypatch):
    monkeypatch.setattr(policy, "RETRY", timedelta(0))
    submit(root, "ann", notebook("fail"))
    submit(root, "bob", notebook(4))
    server = serve(root)
    assert not server.done
    assert scores(root) == {"bob": 4}
    [aside] = server.status.assignments[NAME].set_aside
    assert (aside.student, aside.tries) == ("ann", 3)
    assert "the judge is gone" in aside.reason
    assert len(events(root, "failed")) == 2
    assert len(events(root, "set aside")) == 1
    serve(root)
    assert len(events(root, "set aside")) == 1
    submit(root, "ann", notebook(5), minutes=1)
    serve(root)
    assert scores(root) == {"ann": 5, "bob": 4}


def test_a_suite_that_cannot_run_is_nobodys_failure(root, monkeypatch):
    monkeypatch.setattr(FakeGrader, "running", False)
    submit(root, "ann", notebook(3))
    server = serve(root)
    assert not server.done
    assert "the suite cannot be collected" in server.status.problem
    assert server.status.assignments[NAME].set_aside == ()
    monkeypatch.setattr(FakeGrader, "running", True)
    assert serve(root).done
    assert scores(root) == {"ann": 3}


def test_a_link_in_a_submission_brings_nothing_back(root):
    secret = root / "secret.html"
    secret.write_text("the hidden suite")
    folder = submit(root, "eve", notebook(1))
    (folder / "loot.html").symlink_to(secret)
    serve(root)
    assert pages(root) == 1
    assert not (root / "submitted" / "eve" / NAME / "loot.html").exists()


def test_a_folder_is_watched_too_and_a_script_is_enough(root, tmp_path):
    place = tmp_path / "in" / "ann" / NAME
    place.mkdir(parents=True)
    (place / f"{NAME}.py").write_text("x = 3")
    os.utime(place / f"{NAME}.py", (NOON.timestamp(), NOON.timestamp()))
    serve(root, inbox=tmp_path / "in")
    assert scores(root) == {"ann": 3}
    assert (root / "feedback" / "ann" / NAME / f"{NAME}.html").is_file()


@pytest.mark.parametrize("step", ["collect", "record", "gradebook", "feedback", "release"])
def test_whatever_step_it_dies_at_the_next_start_finishes(root, monkeypatch, step):
    from autograde.delivery.gradebook import Nbgrader
    from autograde.service import collect, deliver

    class Killed(BaseException):
        pass

    def killed(*args, **options):
        raise Killed

    submit(root, "ann", notebook(3))
    places = {
        "collect": (collect, "_complete"),
        "record": (deliver.grading, "grade"),
        "gradebook": (Nbgrader, "autograde"),
        "feedback": (Nbgrader, "generate_feedback"),
        "release": (Nbgrader, "release_feedback"),
    }
    with monkeypatch.context() as patch:
        patch.setattr(*places[step], killed)
        with pytest.raises(Killed):
            serve(root)
    assert serve(root).done
    assert scores(root) == {"ann": 3}
    assert pages(root) == 1
    assert len(events(root, "delivered")) == 1


def test_it_wakes_at_a_change_and_stops_in_order(root):
    (root / "autograde.toml").write_text("[service]\npoll_seconds = 60\n")
    server = Server(root, (NAME,), isolation="process", make_grader=FakeGrader)
    thread = threading.Thread(target=server.run)
    thread.start()
    until(lambda: server.status.state == "idle")
    time.sleep(0.3)  # the watch is set up by a thread of its own
    submit(root, "ann", notebook(3))
    until(lambda: server.status.assignments.get(NAME) and server.status.assignments[NAME].delivered == 1)
    server.stop()
    thread.join(20)
    assert not thread.is_alive()
    assert msgspec.json.decode((root / ".autograde" / "serve.json").read_bytes())["state"] == "stopped"


def until(condition, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
