"""The suites are themselves tested: right, wrong and mutated submissions of every assignment."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograde import audit as auditing
from autograde import manifest as manifests
from autograde.corpus import CorpusError, bench, read_case, read_cases
from autograde.course import Course
from autograde.engine import Pool, default_jobs
from autograde.mutate import mutants, waivers
from autograde.records import ExerciseResult, Record, TestResult
from autograde.submission import Submission
from autograde.wire import Cell

COURSE = Course(Path(__file__).parent.parent)
ASSIGNMENTS = (
    *("backprop", "activations", "initializers", "vanishing_gradients"),
    *("normalization", "trainability", "network_size", "nitty_gritty"),
)


def test_every_assignment_is_here():
    assert sorted(ASSIGNMENTS) == COURSE.assignments()


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_suite_is_fair_and_sharp(assignment):
    """Right cases pass (also with another seed, shuffled), wrong cases and mutants are killed, every check is needed.

    Some 250 submissions are graded for each assignment: the slowest test of all, and the one that matters most.
    """
    manifest = manifests.load(assignment)
    assert manifest.max_score == 100
    made = bench(COURSE, manifest)
    cases = read_cases(COURSE.root, "right", manifest) + read_cases(COURSE.root, "wrong", manifest)
    with Pool(assignment, None, default_jobs()) as pool:
        report = auditing.audit(pool, made, cases, seeds=1)
        mutation = auditing.audit_mutants(pool, made, waivers(COURSE.root, assignment))
    assert report.problems == ()
    assert (mutation.survivors, mutation.stale) == ((), ())
    assert mutation.total >= 30


def result(name: str, outcome: str = "passed", message: str = "") -> TestResult:
    return TestResult(name, outcome, 5.0 if outcome == "passed" else 0.0, 5.0, message)


def record(*tests: TestResult, exercise: str = "he") -> Record:
    score = sum(test.points for test in tests)
    exercises = (ExerciseResult(exercise, score, 10.0, tests),)
    return Record("x", "x.py", "d", "graded", None, "process", score, 10.0, 0.1, exercises)


GOOD = "he_normal(4, 3, rng)\nexpected: a rule\ncame back: something else"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("", "no message"),
        ("line\n" * 9, "lines"),
        ("x" * 300, "characters"),
        ("f(x)\nexpected: a rule", "came back"),
        ("Traceback (most recent call last)", "traceback"),
    ],
)
def test_a_message_that_does_not_teach_is_a_problem(message, words):
    assert any(words in problem for problem in auditing.message_problems(message))
    assert list(auditing.message_problems(GOOD)) == []


def wrong_case(tmp_path, text: str = "exercise: he\nwrong: takes fan_out"):
    path = tmp_path / "case.py"
    path.write_text(f'"""{text}\n"""\n')
    return path


def test_a_case_says_what_it_is(tmp_path):
    manifest = manifests.load("initializers")
    case = read_case(wrong_case(tmp_path), "wrong", manifest)
    assert (case.exercises, case.text) == (("he",), "takes fan_out")
    for text, words in (
        ("wrong: no exercise", "must name exercises"),
        ("exercise: unknown\nwrong: x", "must name exercises"),
        ("exercise: he", "must say what it is"),
        ("exercises: he, glorot\nwrong: x", "wrong in one exercise"),
    ):
        with pytest.raises(CorpusError, match=words):
            read_case(wrong_case(tmp_path, text), "wrong", manifest)


def test_an_audit_sees_survivors_losses_elsewhere_and_errors(tmp_path):
    case = read_case(wrong_case(tmp_path), "wrong", manifests.load("initializers"))
    survives = list(auditing._wrong_problems(case, record(result("a"))))
    elsewhere = list(auditing._wrong_problems(case, record(result("a", "failed", GOOD), exercise="glorot")))
    error = list(auditing._wrong_problems(case, record(result("a", "error", GOOD))))
    fine = list(auditing._wrong_problems(case, record(result("a", "failed", GOOD))))
    assert "survives" in survives[0]
    assert "fails a of glorot" in elsewhere[0]
    assert "killed by an error" in error[0]
    assert fine == []


SOLUTION = """import numpy as np


def he_normal(fan_in, fan_out, rng):
    if fan_in < 0:
        raise ValueError(fan_in)
    ### BEGIN SOLUTION
    return rng.normal(0.0, np.sqrt(2.0 / fan_in), (fan_in, fan_out))
    ### END SOLUTION


def he_uniform(fan_in, fan_out, rng):
    ### BEGIN SOLUTION
    return np.zeros((fan_in, fan_out)).sum(axis=0)
    ### END SOLUTION
"""


def test_mutants_change_one_thing_in_a_solution_region_and_nothing_above_it():
    reference = Submission("reference", "x.py", "initializers", "d", (Cell(1, SOLUTION),))
    made = mutants(reference, manifests.load("initializers"))
    names = [mutant.name for mutant in made]
    assert "he_normal: dropped: np.sqrt(2.0 / fan_in) -> 2.0 / fan_in" in names
    assert "he_normal: swapped: fan_in -> fan_out" in names
    assert "he_normal: operator: 2.0 / fan_in -> 2.0 * fan_in" in names
    assert any("sum(axis=1)" in mutant.source for mutant in made)
    assert not any("fan_in < 0" in name for name in names)
    assert len({mutant.source for mutant in made}) == len(set(names)) == len(made)
    assert all(mutant.exercise == "he" for mutant in made)
    for mutant in made:
        compile(mutant.source, "mutant", "exec")


def test_a_waiver_needs_a_reason(tmp_path):
    folder = tmp_path / "tests/corpus/mutants"
    folder.mkdir(parents=True)
    (folder / "initializers.toml").write_text('[[survivor]]\nmutant = "x"\n')
    with pytest.raises(CorpusError, match="a reason"):
        waivers(tmp_path, "initializers")
    assert waivers(tmp_path, "backprop") == {}
