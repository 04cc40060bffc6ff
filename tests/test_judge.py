"""From a submission to a record: a toy suite, judged through the real wire, runner and pool."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import msgspec
import numpy as np
import pytest

from autograde import manifest as manifests
from autograde import runner
from autograde.engine import GraderError, JudgeProcess, Pool
from autograde.judge import Settings
from autograde.submission import Found, Submission, find, read
from autograde.wire import Cell

SUITE = str(Path(__file__).parent / "toy_suite")
RIGHT = """
import numpy as np
def zeros(a, b, rng): return np.zeros((a, b))
def random_normal(a, b, rng, std=1.0): return rng.normal(0, std, (a, b))
def he_normal(a, b, rng): return rng.normal(0, 1, (a, b))
def init_mlp(sizes, initializer, rng):
    return [(initializer(a, b, rng), np.zeros(b)) for a, b in zip(sizes, sizes[1:])]
def preactivation_variance(n, x, w): return n * x * w
def layer_output_stats(params, X, activation): return preactivation_variance(10, 2.0, 0.5)
def distinct_units(W, b, tolerance=1e-8): return 1
def init_module_(model, scheme, generator): raise ValueError(scheme)
"""


@pytest.fixture(scope="module")
def pool():
    """Judges of the toy suite, started by somebody whose pytest has options of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_ADDOPTS", "-k no_check_has_this_name")
        with Pool("initializers", "process", 1, suite=SUITE, call_seconds=1.0) as pool:
            yield pool


def submission(*cells: str, split: bool = False) -> Submission:
    made = tuple(Cell(number, source) for number, source in enumerate(cells, 1))
    return Submission("someone", "someone.ipynb", "initializers", "digest", made, split)


def grade(pool: Pool, *cells: str, **options):
    record = pool.grade_one(submission(*cells, **options))
    return record, {test.name: test for exercise in record.exercises for test in exercise.tests}


def test_everything_right_is_full_marks(pool):
    record, tests = grade(pool, RIGHT)
    assert {name: test.message for name, test in tests.items() if test.message} == {}
    assert record.score == record.max_score == 100


def test_one_exercise_alone_is_graded_by_its_checks_alone(pool):
    record = pool.grade_one(submission(RIGHT, "zeros = None"), exercise="random_normal")
    assert [(exercise.name, len(exercise.tests)) for exercise in record.exercises] == [("random_normal", 2)]
    assert record.score == record.max_score == 10


def test_the_same_submission_gives_the_same_record(pool):
    first, second = (grade(pool, RIGHT, "1/0", "def zeros(a, b, rng): return rng")[0] for _ in range(2))
    assert msgspec.structs.replace(first, seconds=0.0) == msgspec.structs.replace(second, seconds=0.0)


def test_an_empty_submission_gets_nothing_but_what_needs_none_of_it(pool):
    record, tests = grade(pool, "")
    assert record.score == 15  # the probe alone
    assert tests["test_values_and_clues"].message == "`zeros` is not defined."


def test_the_last_definition_wins_and_a_broken_cell_costs_only_itself(pool):
    cells = (RIGHT, "def zeros(a, b, rng): return np.ones((a, b))", "def he_normal(:", "1/0\ndef init_mlp(): pass")
    record, tests = grade(pool, *cells)
    assert record.score == 95
    assert tests["test_values_and_clues"].message.splitlines() == [
        "zeros(3, 4, rng)",
        "expected: all zeros",
        "came back: an array with 12 of 12 entries wrong; the one farthest off, at [0, 0], is 1",
        "clue: These are ones.",
    ]
    assert [(error.number, error.line) for error in record.cells] == [(3, 1), (4, 1)]
    assert record.cells[1].message == "ZeroDivisionError: division by zero"


def test_what_a_broken_cell_should_have_defined_is_said(pool):
    _, tests = grade(pool, "import numpy as np", "def zeros(a, b, rng):\nreturn 1")
    assert "because cell 2, line 2 failed: IndentationError" in tests["test_values_and_clues"].message


def test_a_script_without_marks_runs_statement_by_statement(pool):
    record, _ = grade(pool, RIGHT + "\n1/0\nundefined_name\ndef broken(:\n    pass\n", split=True)
    assert record.score == 100
    assert [error.line for error in record.cells] == [13, 14, 15]


@pytest.mark.parametrize(
    ("body", "outcome", "words"),
    [
        ("raise NotImplementedError()", "failed", "not written yet"),
        ("return None", "failed", "None, expected an array"),
        ("return [[0.0] * 4] * 3", "failed", "a list, expected an array"),
        ("return np.zeros((4, 3))", "failed", "the shape of the transpose"),
        ("return np.zeros((3, 4), int)", "failed", "integers (int64)"),
        ("return np.zeros((3, 4), object)", "failed", "array of dtype object"),
        ("return np.full((3, 4), np.nan)", "failed", "Every entry is NaN"),
        ("return np.ma.zeros((3, 4))", "failed", "MaskedArray"),
        ("return object()", "failed", "an object"),
        ("return zeros", "failed", "function"),
        ("return rng", "failed", "a Generator"),
        ("x = []; x.append(x); return x", "failed", "raised"),
        ("return np.zeros((4000, 4000))", "failed", "raised"),
        ("import sys; sys.exit()", "failed", "raised SystemExit"),
        ("raise KeyboardInterrupt", "failed", "raised KeyboardInterrupt"),
        ("class Odd(BaseException): pass\n    raise Odd", "failed", "raised"),
        ("return zeros(a, b, rng)", "failed", "RecursionError"),
        ("return undefined_thing", "failed", "name 'undefined_thing' is not defined"),
        ("raise ValueError('a hidden value: ' + str(rng.normal()))", "failed", "not shown"),
        ("while True: pass", "timeout", "did not return within 1 s"),
        ("import os; os._exit(0)", "crashed", "exit status 0"),
        ("import os; os.kill(os.getpid(), 9)", "crashed", "SIGKILL"),
        ("import ctypes; ctypes.string_at(0)", "crashed", "SIGSEGV"),
    ],
)
def test_whatever_a_function_does_costs_its_check_only(pool, body, outcome, words):
    record, tests = grade(pool, RIGHT, f"def zeros(a, b, rng):\n    {body}")
    test = tests["test_values_and_clues"]
    assert (test.outcome, test.points) == (outcome, 0)
    assert words in test.message
    assert record.score == 95


@pytest.mark.parametrize(
    "attack",
    [
        "import os\nfor fd in range(3, 64):\n    try: os.write(fd, b'\\xff' * 64)\n    except OSError: pass\n"
        "return np.zeros((a, b))",
        "import os\nfor fd in range(3, 64):\n    try: os.write(fd, b'\\x00' * 8)\n    except OSError: pass\n"
        "return np.zeros((a, b))",
        "import gc\nfrom autograde import wire\n"
        "for o in gc.get_objects():\n    if isinstance(o, wire.Channel): o.send(wire.Returned(99, 1.0, [], []))\n"
        "return np.zeros((a, b))",
    ],
    ids=["bytes on every descriptor", "empty frames on every descriptor", "an answer to no question"],
)
def test_forged_frames_cost_the_check_that_was_running(pool, attack):
    body = "\n    ".join(attack.split("\n"))
    record, tests = grade(pool, RIGHT, f"def zeros(a, b, rng):\n    {body}")
    assert tests["test_values_and_clues"].outcome == "crashed"
    assert "no answer" in tests["test_values_and_clues"].message
    assert record.score == 95


def test_a_short_limit_is_kept_and_told(pool):
    """0.7 s are more than four times the limit, which is what a busy host grants."""
    _, tests = grade(
        pool,
        RIGHT,
        "import time\ndef random_normal(a, b, rng, std=1.0):\n    time.sleep(0.7)\n    return rng.normal(size=(a, b))",
    )
    assert tests["test_the_generator_goes_and_comes_back"].outcome == "passed"
    assert tests["test_a_short_limit"].outcome == "timeout"
    assert "0.15 s" in tests["test_a_short_limit"].message


def test_a_generator_that_is_ignored_is_seen(pool):
    _, tests = grade(pool, RIGHT, "def random_normal(a, b, rng, std=1.0): return np.zeros((a, b))")
    assert tests["test_the_generator_goes_and_comes_back"].outcome == "failed"


def test_floating_point_errors_raise_where_the_mark_says_so(pool):
    _, tests = grade(
        pool, RIGHT, "np.seterr(all='ignore')\ndef he_normal(a, b, rng): return np.exp(np.full((a, b), 1e4))"
    )
    assert "overflow encountered in exp" in tests["test_floating_point_errors_raise"].message


def test_a_changed_argument_is_seen(pool):
    _, tests = grade(pool, RIGHT, "def distinct_units(W, b, tolerance=1e-8):\n    W += 1\n    return 1")
    assert "argument 0 was changed in place" in tests["test_purity"].message


def test_an_array_that_was_replaced_in_a_list_counts_as_changed():
    params = [(np.ones((2, 3)), np.zeros(3))]
    given = runner._Arguments([params], {})
    assert given.changed() == []
    params[0] = (params[0][0] + 1, params[0][1])
    assert given.changed() == ["0[0][0]"]
    params.append(params)
    assert given.changed() == ["0[0][0]"]


def test_a_function_of_another_exercise_may_be_wrong(pool):
    record, tests = grade(pool, RIGHT, "def preactivation_variance(n, x, w): raise ValueError")
    assert tests["test_judged_alone"].outcome == "passed"
    assert record.score == 100


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("return [(initializer(a, b, rng), np.zeros(b)) for a, b in [(2, 5), (5, 3), (9, 9)]][:2]", "failed"),
        (
            "global kept; kept = initializer\n"
            "    return [(initializer(a, b, rng), np.zeros(b)) for a, b in [(2, 5), (5, 3)]]",
            "passed",
        ),
        ("while True: initializer(2, 5, rng)", "timeout"),
        ("return initializer('x', object(), rng)", "failed"),
        ("return initializer()", "failed"),
        ("return initializer(2, 5, 7)", "failed"),
    ],
)
def test_callbacks_are_counted_capped_and_get_only_values(pool, body, outcome):
    _, tests = grade(pool, RIGHT, f"def init_mlp(sizes, initializer, rng):\n    {body}")
    assert tests["test_callbacks"].outcome == outcome


@pytest.mark.parametrize("after", ["", "except Exception: return []"], ids=["not caught", "caught"])
def test_what_a_callback_found_wrong_is_what_the_student_reads(pool, after):
    body = f"try: return initializer(2, 5, 7)\n    {after or 'finally: pass'}"
    _, tests = grade(pool, RIGHT, f"def init_mlp(sizes, initializer, rng):\n    {body}")
    assert "expected: the initializer gets a generator" in tests["test_callbacks"].message


def test_a_function_that_was_given_for_one_call_is_refused_later(pool):
    keep = "def init_mlp(sizes, initializer, rng):\n    global kept\n    kept = initializer\n    return []"
    use = "def distinct_units(W, b, tolerance=1e-8): return kept(2, 5, None)"
    _, tests = grade(pool, RIGHT, keep, use)
    assert "for one call only" in tests["test_parametrized[1]"].message


def test_a_cell_that_hangs_is_left_out_and_the_rest_counts(pool):
    record, _ = grade(
        pool,
        RIGHT,
        "while True: pass",
        "import time\nwhile True:\n    try: time.sleep(9)\n    except BaseException: pass",
    )
    assert record.score == 100
    assert [error.number for error in record.cells] == [2, 3]


def test_a_cell_that_ends_the_process_is_left_out_and_the_rest_counts(pool):
    record, _ = grade(pool, "import os; os._exit(0)", RIGHT, "import ctypes; ctypes.string_at(0)")
    assert record.score == 100
    assert [error.number for error in record.cells] == [1, 3]


def test_printing_megabytes_and_redefining_everything_changes_nothing(pool):
    noise = (
        "import builtins, sys\nprint('x' * 10**7); sys.stderr.write('y' * 10**7)\nnp.allclose = lambda *a, **k: True\n"
    )
    tamper = (
        "np.isclose = np.array_equal = np.allclose\nbuiltins.AssertionError = ValueError\nbuiltins.abs = lambda x: 0\n"
    )
    record, _ = grade(pool, RIGHT, noise + tamper, "def zeros(a, b, rng): return np.ones((a, b))")
    assert record.score == 95


def test_a_suite_whose_points_do_not_add_up_is_refused(tmp_path):
    (tmp_path / "test_bad.py").write_text("import pytest\n@pytest.mark.exercise('he', points=1)\ndef test_x(): pass\n")
    judge = JudgeProcess(Settings("initializers", "process", packages=(), suite=str(tmp_path)))
    with pytest.raises(GraderError, match=r"add up to|points"):
        judge.start()
    judge.stop()


def test_an_unknown_assignment_names_the_known_ones():
    with pytest.raises(FileNotFoundError, match="initializers"):
        Pool("no_such_assignment", "process")


def test_rejected_submissions_get_a_record_with_the_reason(pool, tmp_path):
    path = tmp_path / "someone.ipynb"
    path.write_text("no notebook")
    record = pool.grade_path(Found("someone", path, "initializers"))
    assert (record.status, record.score) == ("rejected", 0)
    assert "not a valid notebook" in (record.reason or "")
    assert [exercise.name for exercise in record.exercises] == [e.name for e in pool.manifest.exercises]


def test_a_notebook_and_a_script_give_the_same_record(pool, tmp_path):
    import json

    cells = [
        {"cell_type": "code", "source": RIGHT.strip(), "metadata": {}},
        {"cell_type": "code", "source": "1/0", "metadata": {}},
    ]
    (tmp_path / "x.ipynb").write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}))
    (tmp_path / "x.py").write_text(f"# %%\n{RIGHT.strip()}\n\n# %%\n1/0\n")
    records = [pool.grade_path(item) for item in find(tmp_path, "initializers")]
    one, two = (msgspec.structs.replace(record, path="", seconds=0.0) for record in records)
    assert one == two
    assert one.score == 100


def test_a_judge_that_is_killed_is_started_again():
    manifest = manifests.load("initializers")
    with Pool(manifest.assignment, "process", 1, suite=SUITE) as pool:
        judge = pool._judges[0]
        assert judge._process is not None
        os.kill(judge._process.pid, signal.SIGKILL)
        assert pool.grade_one(submission(RIGHT)).score == 100


def test_pools_take_turns_on_the_cores():
    """Not started: nothing but where they would be."""
    cores = sorted(os.sched_getaffinity(0))
    first, second = (Pool("initializers", "process", 1)._judges[0].settings.core for _ in range(2))
    assert second == cores[(cores.index(first) + 1) % len(cores)]
    whole = Pool("initializers", "process", len(cores))
    assert sorted(judge.settings.core for judge in whole._judges) == cores
    placed = Pool("initializers", "process", 2, first_core=len(cores) + 1)
    assert [judge.settings.core for judge in placed._judges] == [cores[i % len(cores)] for i in (1, 2)]


def test_a_warm_process_that_is_killed_is_started_again(pool):
    judge = pool._judges[0]._process
    children = subprocess.run(
        ["pgrep", "-P", str(judge.pid)], capture_output=True, text=True, check=True
    ).stdout.split()
    for child in children:
        os.kill(int(child), signal.SIGKILL)
    assert pool.grade_one(submission(RIGHT)).score == 100


def test_reading_the_reference_finds_every_exercise():
    manifest = manifests.load("initializers")
    root = Path(__file__).parent.parent
    source = "\n".join(cell.source for cell in read(root / "solutions/initializers/initializers.py", manifest).cells)
    assert all(f"def {name}(" in source for exercise in manifest.exercises for name in exercise.functions)
