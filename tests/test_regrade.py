"""Regrading after a suite changed: first the difference, then, on request, the change; history is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import autograde.cli.grade
import autograde.cli.regrade  # noqa: F401 (registers itself, as the one above does)
from autograde import grading, regrade, suites
from autograde import manifest as manifests
from autograde.cli import app
from autograde.engine import GraderError, Pool
from autograde.records import ExerciseResult, Record, TestResult
from autograde.store import Store
from autograde.submission import find

TOY_SUITE = Path(__file__).parent / "toy_suite"
MANIFEST = manifests.load("initializers")


class FakeGrader:
    """Two checks: the first passes for sources with a letter of `first` in them, the second likewise."""

    level = "process"
    manifest = MANIFEST

    def __init__(self, first: str, second: str, broken: str = "") -> None:
        self.needs = {"test_first": first, "test_second": second}
        self.broken = broken
        self.graded: list[str] = []

    def grade_many(self, submissions):
        for index, item in submissions:
            self.graded.append(item.name)
            if item.name == self.broken:
                yield index, GraderError(f"{item.name}: failed")
                continue
            source = item.cells[0].source
            passed = {name: any(letter in source for letter in letters) for name, letters in self.needs.items()}
            tests = tuple(
                TestResult(name, "passed" if right else "failed", 5.0 * right, 5.0) for name, right in passed.items()
            )
            score = sum(test.points for test in tests)
            exercises = (ExerciseResult("he", score, 10.0, tests),)
            yield (
                index,
                Record(item.name, item.path, item.digest, "graded", None, "process", score, 10.0, 0.1, exercises),
            )


@pytest.fixture
def suite(monkeypatch):
    """A function that changes the suite: it gives the digest from then on."""

    def change(digest: str) -> None:
        monkeypatch.setattr(grading, "suite_digest", lambda assignment: digest)
        monkeypatch.setattr(regrade, "suite_digest", lambda assignment: digest)

    change("old suite")
    return change


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'records.db'}")
    yield store
    store.close()


@pytest.fixture
def graded(tmp_path, store, suite):
    """ann, bob and eve, graded with the old suite, which has been changed since; their folder."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("ann", "bob", "eve"):
        (folder / f"{name}.py").write_text(f"x = '{name}'")
    outcomes = dict(grading.grade(find(folder, "initializers"), FakeGrader("ae", "b"), store))
    assert [outcomes[index].score for index in range(3)] == [5.0, 5.0, 5.0]
    suite("new suite")
    return folder


NEW = ("aeb", "e")  # ann keeps 5, bob goes from the second check's 5 to the first one's, eve goes from 5 to 10
LOWER = ("e", "b")  # ann goes from 5 to 0


def run(store, grader) -> dict[str, regrade.Change]:
    outcomes = regrade.changes(regrade.due(store, MANIFEST), grader, store)
    return {change.line.submission: change for change in outcomes}


def test_the_difference_names_who_by_which_check_from_what_to_what(store, graded):
    changes = run(store, FakeGrader(*NEW))
    assert {name: change.gain for name, change in changes.items()} == {"ann": 0.0, "bob": 0.0, "eve": 5.0}
    [check] = changes["eve"].checks
    assert check.name == "he: test_second"
    assert (check.before.outcome, check.after.outcome) == ("failed", "passed")
    assert [(c.name, c.before.points, c.after.points) for c in changes["bob"].checks] == [
        ("he: test_first", 0.0, 5.0),
        ("he: test_second", 5.0, 0.0),
    ]
    assert changes["ann"].checks == ()


def test_a_dry_run_changes_no_grade_and_applying_it_grades_nothing_again(store, graded):
    dry, then = FakeGrader(*NEW), FakeGrader(*NEW)
    run(store, dry)
    assert dry.graded == ["ann", "bob", "eve"]
    assert {line.key.suite_digest for line in store.history("initializers")} == {"old suite"}
    changes = list(run(store, then).values())
    assert then.graded == []
    assert regrade.apply(changes, store) == changes
    assert [line.score for line in store.history("initializers", "eve")] == [5.0, 10.0]
    assert store.latest("initializers")["eve"].key.suite_digest == "new suite"
    assert regrade.due(store, MANIFEST) == regrade.Due((), (), {}, 3)


def test_never_lower_keeps_what_would_lose_points(store, graded):
    changes = list(run(store, FakeGrader(*LOWER)).values())
    written = regrade.apply(changes, store, never_lower=True)
    assert sorted(change.line.submission for change in written) == ["bob", "eve"]
    assert [line.score for line in store.history("initializers", "ann")] == [5.0]
    regrade.apply(changes, store)
    assert [line.score for line in store.history("initializers", "ann")] == [5.0, 0.0]


def test_a_file_that_is_gone_or_changed_is_said_and_its_grade_stays(store, graded):
    (graded / "ann.py").unlink()
    (graded / "bob.py").write_text("x = 'someone else'")
    due = regrade.due(store, MANIFEST)
    assert [item.name for item in due.found] == ["eve"]
    assert "cannot be read" in due.lost["ann"]
    assert "not what was graded" in due.lost["bob"]
    grader = FakeGrader(*NEW)
    regrade.apply(list(run(store, grader).values()), store)
    assert grader.graded == ["eve"]
    assert [line.score for line in store.history("initializers", "bob")] == [5.0]


def test_a_failure_of_the_grader_is_no_change(store, graded):
    outcomes = list(regrade.changes(regrade.due(store, MANIFEST), FakeGrader(*NEW, broken="bob"), store))
    assert [str(outcome) for outcome in outcomes if isinstance(outcome, GraderError)] == ["bob: failed"]
    assert len(outcomes) == 3


def test_an_interrupted_dry_run_goes_on_where_it_was(store, graded):
    first, second = FakeGrader(*NEW), FakeGrader(*NEW)
    next(regrade.changes(regrade.due(store, MANIFEST), first, store))
    run(store, second)
    assert first.graded == ["ann"]
    assert second.graded == ["bob", "eve"]


def test_the_command_with_a_real_suite_that_changes(tmp_path, monkeypatch):
    """A check that was too strict is corrected: the dry run says who wins by it, --apply writes it."""
    shutil.copytree(TOY_SUITE, tmp_path / "initializers")
    test_file = next((tmp_path / "initializers").glob("test_*.py"))
    right = test_file.read_text()
    strict = right.replace('rng, std=2.0), (3, 4), "a matrix")', 'rng, std=2.0), (4, 3), "a matrix")')
    assert strict != right
    test_file.write_text(strict)
    monkeypatch.setattr(suites, "HIDDEN", tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ann.py").write_text("def random_normal(a, b, rng, std=1.0): return rng.normal(0, std, (a, b))\n")
    (folder / "bob.py").write_text("x = 1\n")
    url = f"sqlite:///{tmp_path / 'records.db'}"

    def grader(*args) -> Pool:
        return Pool("initializers", "process", suite=str(tmp_path / "initializers"))

    monkeypatch.setattr("autograde.cli.grade.make_grader", grader)
    runner = CliRunner()
    first = runner.invoke(app, ["grade", str(folder), "--assignment", "initializers", "--store", url])
    assert first.exit_code == 0, first.output
    test_file.write_text(right)
    dry = runner.invoke(app, ["regrade", "initializers", "--store", url])
    assert dry.exit_code == 0, dry.output
    assert dry.output.splitlines() == [
        "up: 1",
        "  ann: 19 -> 25",
        "    random_normal: test_the_generator_goes_and_comes_back: failed 0/6 -> passed 6/6",
        "down: 0",
        "same: 1",
        "2 graded with the changed suite, 0 had been graded with it before",
        "Nothing is changed yet. --apply writes these grades without grading again.",
    ]
    monkeypatch.setattr(Pool, "grade_one", None)  # --apply must not grade
    applied = runner.invoke(app, ["regrade", "initializers", "--store", url, "--apply"])
    assert "written: 2" in applied.output
    store = Store(url)
    assert [line.score for line in store.history("initializers", "ann")] == [19.0, 25.0]
    store.close()
    (folder / "bob.py").unlink()
    assert (
        "0 graded with the changed suite, 2 had"
        in runner.invoke(app, ["regrade", "initializers", "--store", url]).output
    )
