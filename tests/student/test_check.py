"""`autograde check`: what a student is told of their own work, in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograde import manifest
from autograde.manifest import Exercise, Manifest
from autograde.student import checking, runs
from autograde.student.checking import Checked, EnvironmentProblem
from autograde.student.files import NotFound, locate

BUNDLED = Path(__file__).parent.parent / "submissions" / "initializers"
ALL = [exercise.name for exercise in manifest.load("initializers").exercises]

TOY = Manifest(
    assignment="toy",
    title="Toy",
    exercises=(
        Exercise("double", 50.0, ("double",), (), 'y = double(2)\nassert y == 4, f"double(2) should be 4, not {y}."'),
        Exercise("signs", 50.0, ("plus", "minus"), (), 'assert (plus(1), minus(1)) == (1, -1), "plus, then minus"'),
    ),
    cells=(),
    setup="import math\n",
)
DOUBLE = "def double(x):\n    return 2 * x"
SIGNS = "def plus(x):\n    return x\n\ndef minus(x):\n    return -x"
TODO = "    # YOUR CODE HERE\n    raise NotImplementedError()"

Checker = Callable[..., Checked]


@pytest.fixture
def checked(tmp_path: Path) -> Checker:
    """Check a notebook (or a script, when `suffix` says so) of the toy assignment made of these cells."""

    def run(*sources: str, suffix: str = ".ipynb") -> Checked:
        path = tmp_path / f"toy{suffix}"
        cells = [{"cell_type": "code", "source": source, "metadata": {}, "outputs": []} for source in sources]
        notebook = json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})
        path.write_text(notebook if suffix == ".ipynb" else "\n".join(sources))
        return checking.check(path, TOY)

    return run


def states(checked: Checked) -> dict[str, str]:
    return {finding.exercise: finding.state for finding in checked.findings}


def text(checked: Checked, exercise: str) -> str:
    return next(finding.text for finding in checked.findings if finding.exercise == exercise)


def test_all_right(checked: Checker) -> None:
    done = checked(DOUBLE, SIGNS)
    assert states(done) == {"double": "done", "signs": "done"}
    assert done.complete


def test_a_wrong_result_gives_the_checks_message(checked: Checker) -> None:
    wrong = checked("def double(x):\n    print('doubling', x)\n    return x", SIGNS)
    assert states(wrong) == {"double": "wrong", "signs": "done"}
    assert text(wrong, "double") == "double(2) should be 4, not 2."
    assert wrong.findings[0].printed == "doubling 2"
    assert not wrong.complete


def test_what_is_not_written_yet_is_named(checked: Checker) -> None:
    half = checked(f"def double(x):\n{TODO}", f"def plus(x):\n    return x\n\ndef minus(x):\n{TODO}")
    assert states(half) == {"double": "not written yet", "signs": "not written yet"}
    still = "is not written yet: it still says `raise NotImplementedError()`."
    assert (text(half, "double"), text(half, "signs")) == (f"double {still}", f"minus {still}")


def test_an_exception_is_shown_with_the_students_line(checked: Checker) -> None:
    wrong = checked("import math\n\ndef double(x):\n    return math.sqrt(x) + nothing", SIGNS)
    assert text(wrong, "double") == (
        "cell 1, line 4: `return math.sqrt(x) + nothing`\nNameError: name 'nothing' is not defined"
    )


def test_an_assert_of_the_students_own_is_an_exception(checked: Checker) -> None:
    wrong = checked("def double(x):\n    assert x > 5\n    return 2 * x", SIGNS)
    assert text(wrong, "double") == "cell 1, line 2: `assert x > 5`\nAssertionError"


def test_a_broken_cell_costs_only_what_depends_on_it(checked: Checker) -> None:
    broken = checked("def double(x:\n    return 2", SIGNS)
    assert states(broken) == {"double": "not run", "signs": "done"}
    [failed] = broken.failed_cells
    assert failed.startswith("cell 1, line 1: `def double(x:`\nSyntaxError: ")
    assert text(broken, "double") == f"double is not defined, because this fails:\n{failed}"
    assert broken.cells_to_tell("double") == []
    assert broken.cells_to_tell("signs") == [failed]


def test_the_last_definition_wins_and_magics_do_not_matter(checked: Checker) -> None:
    assert checked("%matplotlib inline\ndef double(x): return 0", SIGNS, DOUBLE, "%time print(1)").complete


def test_a_check_does_not_disturb_the_students_names(checked: Checker) -> None:
    """The toy's first check assigns `y`; the student's function reads a `y` of its own."""
    assert checked("y = 2\ndef double(x): return y * x", SIGNS.replace("return x", "return x * y // 2")).complete


def test_scripts_with_and_without_cell_marks(checked: Checker) -> None:
    plain = checked("def double(x):\n    return x\n\n", SIGNS, "\nprint(undefined)\n", suffix=".py")
    assert states(plain) == {"double": "wrong", "signs": "done"}
    assert plain.failed_cells == ("line 11: `print(undefined)`\nNameError: name 'undefined' is not defined",)
    marked = checked(
        "# %%\n" + DOUBLE, "# %% [markdown]\n# text\n", "# %%\nprint(undefined)", f"# %%\n{SIGNS}", suffix=".py"
    )
    assert states(marked) == {"double": "done", "signs": "done"}
    assert marked.failed_cells == ("line 8: `print(undefined)`\nNameError: name 'undefined' is not defined",)


def test_a_script_with_nothing_in_it(checked: Checker) -> None:
    assert states(checked("# nothing yet", suffix=".py")) == {"double": "not run", "signs": "not run"}


def test_a_loop_that_never_ends_costs_itself(checked: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "STEP_SECONDS", 2.0)
    slow = checked("while True:\n    pass", "def double(x):\n    while True:\n        pass", SIGNS)
    assert states(slow) == {"double": "wrong", "signs": "done"}
    assert text(slow, "double") == "Stopped: it ran for more than 2 s. Is there a loop that never ends?"
    assert slow.failed_cells == (
        "cell 1, line 1: `while True:`\nStopped: it ran for more than 2 s. Is there a loop that never ends?",
    )


def test_all_together_has_a_limit_too(checked: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "TOTAL_SECONDS", 2.0)
    slow = checked("import time\ntime.sleep(60)", DOUBLE, SIGNS)
    assert states(slow) == {"double": "not run", "signs": "not run"}
    assert text(slow, "signs") == "All together, the checks may take 2 s."


@pytest.mark.parametrize(
    "leave", ["import os\n    os._exit(0)", "import sys\n    sys.exit(0)", "raise KeyboardInterrupt"]
)
def test_leaving_python_does_not_pass(checked: Checker, leave: str) -> None:
    left = checked(f"def double(x):\n    {leave}", SIGNS)
    assert states(left) == {"double": "wrong", "signs": "done"}


def test_student_code_cannot_speak_for_the_checks(checked: Checker) -> None:
    forged = 'import os\nfor fd in (1, 2):\n    os.write(fd, b\'{"key": "double", "done": true}\\n\')'
    assert states(checked(forged, "def double(x): return 0", SIGNS))["double"] == "wrong"


def test_a_python_without_what_is_needed_is_said(tmp_path: Path) -> None:
    path = tmp_path / "toy.py"
    path.write_text(DOUBLE)
    poor = Manifest("toy", "Toy", TOY.exercises, (), "import no_such_module_here")
    with pytest.raises(EnvironmentProblem, match=r"setup cell fails in .*No module named 'no_such_module_here'"):
        checking.check(path, poor)


# --- which file -------------------------------------------------------------------------------------------------------


def test_the_file_is_found(tmp_path: Path) -> None:
    for name in ("initializers.ipynb", "initializers.py", "notes.txt", "other.ipynb"):
        (tmp_path / name).write_text("{}")
    os.utime(tmp_path / "initializers.ipynb", (1, 1))
    assert locate(tmp_path)[0].name == "initializers.py"  # of both, the one changed last
    os.utime(tmp_path / "initializers.py", (0, 0))
    path, assignment = locate(tmp_path)
    assert (path.name, assignment.assignment) == ("initializers.ipynb", "initializers")
    assert locate(tmp_path / "initializers.py")[0].name == "initializers.py"


@pytest.mark.parametrize(
    ("files", "path", "message"),
    [
        ((), ".", "no assignment is in .*Go to the folder where you unpacked one"),
        (("initializers.py", "backprop.py"), ".", r"say which file you mean \(backprop\.py, initializers\.py\)"),
        (("mine.ipynb",), "mine.ipynb", "name it after its assignment"),
        (("initializers (1).ipynb",), ".", r"initializers \(1\)\.ipynb: .* rename it to initializers\.ipynb"),
        (("initializers.py.txt",), ".", r"rename it to initializers\.py$"),
        (("Initializers-Copy1.py",), "Initializers-Copy1.py", r"rename it to initializers\.py$"),
        ((), "initializers.py", "no such file"),
        (("initializers.py",), "initialisers.py", r"Did you mean .*initializers\.py\?"),
    ],
)
def test_what_is_not_found_is_said(tmp_path: Path, files: tuple[str, ...], path: str, message: str) -> None:
    for name in files:
        (tmp_path / name).write_text("")
    with pytest.raises(NotFound, match=message):
        locate(tmp_path / path)


# --- the command, on the real assignment ------------------------------------------------------------------------------


def run_check(tmp_path: Path, name: str) -> tuple[int, str]:
    source = BUNDLED / name
    path = tmp_path / f"initializers{source.suffix}"
    path.write_text(source.read_text())
    command = [sys.executable, "-c", "from autograde.cli import main; main()", "check", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("complete.ipynb", 0, "9 of 9 exercises pass their visible checks."),
        ("plain_script.py", 1, "9 of 9 exercises pass their visible checks."),  # its last line fails
        ("unsolved.ipynb", 1, "0 of 9 exercises pass their visible checks."),
        ("fan_out_for_fan_in.ipynb", 1, "the variance should be 2 / 400 = 0.005"),
        ("deleted_and_doubled_cells.ipynb", 1, "1 of 9 exercises pass their visible checks."),
        ("not_a_notebook.ipynb", 2, "not a valid notebook"),
    ],
)
def test_the_command(tmp_path: Path, name: str, status: int, said: str) -> None:
    exit_code, output = run_check(tmp_path, name)
    assert (exit_code, said in output) == (status, True), output
    assert status == 2 or "the points come from hidden checks" in output


def test_every_exercise_is_listed_unsolved(tmp_path: Path) -> None:
    _, output = run_check(tmp_path, "unsolved.ipynb")
    listed = [line.split(maxsplit=1) for line in output.splitlines() if line.startswith("  ") and line[2] != " "]
    assert [(name, state.strip()) for name, state in listed] == [(name, "not written yet") for name in ALL]


def test_the_tool_itself_starts_without_torch() -> None:
    code = "import sys, autograde.student.checking, autograde.cli.check; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
