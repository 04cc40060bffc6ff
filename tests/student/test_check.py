"""`autograde check`: what a student is told of their own work, in a process of their own."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autograde import manifest
from autograde.manifest import Exercise, Manifest
from autograde.student import checking, runs
from autograde.student.checking import Checked, EnvironmentProblem
from autograde.student.files import NotFound, locate, remarks, submission
from autograde.submission import Rejected

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


def test_nor_do_the_students_names_disturb_a_check(checked: Checker) -> None:
    """What the setup and Python give, a check has as it was given; the student's functions have what they assigned."""
    mine = checked("abs = max = None\nmath = 'mine'\ndef double(x): return 2 * x if math == 'mine' else 0", SIGNS)
    assert mine.complete
    given = Exercise("double", 50.0, ("double",), (), "assert max(math.sqrt(abs(double(-2))), 1) == 2, 'no'")
    checking_them = Manifest("toy", "Toy", (given, TOY.exercises[1]), (), TOY.setup)
    assert checking.check(mine.path, checking_them).complete


def test_cells_that_fail_say_where_and_what_to_do(checked: Checker, tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("def double(x): return 2 * x")
    (tmp_path / "data.txt").write_text("1")
    failed = checked(
        "from helper import double",
        "import no_such_module_here",
        "open('data.txt')",
        "number = input('which? ')",
        "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other",
        f"def plus(x):\n{TODO}\n\ndef minus(x):\n    return -x",
        "y = 1\nplus(y)",
    )
    told = [cell.splitlines() for cell in failed.failed_cells]
    assert [lines[0] for lines in told] == [
        "cell 1, line 1: `from helper import double`",
        "cell 2, line 1: `import no_such_module_here`",
        "cell 3, line 1: `open('data.txt')`",
        "cell 4, line 1: `number = input('which? ')`",
        "cell 5, line 1: `<<<<<<< HEAD`",
        "cell 7, line 2: `plus(y)`",
    ]
    assert [lines[-1] for lines in told] == [
        "helper lies beside your file, but is not handed in: put what you need of it into a cell.",
        "When work is graded, NumPy, SciPy, torch and matplotlib are there, and what Python brings along.",
        "Files beside yours are not handed in: put the data into a cell.",
        "Nobody is at the keyboard when work is graded: do without input().",
        "This is the mark of a merge conflict: keep one of the two versions, and delete the marks.",
        "It needs plus, which is not written yet.",
    ]
    assert (
        text(failed, "double") == "double is not defined: its cell is missing. `autograde reset double` brings it back."
    )


@pytest.mark.parametrize(
    ("source", "state", "said"),
    [
        ("def double(x):\n    2 * x", "wrong", "double has no `return` with a value: it gives back None."),
        ("def double(x):\n    2 * x\ndouble = lambda x: x", "wrong", "double(2) should be 4, not 2."),
        ("def Double(x):\n    return 2 * x", "not run", "Is it your Double? The name has to be double."),
        ("def double(x):\n    return plus(x) + x", "not run", "It needs plus is not defined"),
        ("def double():\n    return 4", "wrong", "in the check: `y = double(2)`\nTypeError: double() takes 0"),
    ],
)
def test_what_novices_do(checked: Checker, source: str, state: str, said: str) -> None:
    found = checked(source)
    assert states(found)["double"] == state
    assert said in text(found, "double")
    assert text(found, "double").count("no `return`") == said.count("no `return`")


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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell that a parent has ended")
def test_a_check_that_is_killed_leaves_nothing_running(tmp_path: Path) -> None:
    loop = "open('here', 'w').write(str(__import__('os').getpid()))\nwhile True:\n    pass"
    code = (
        "from autograde.student import runs, child; import tempfile; "
        f"tempfile.tempdir = {str(tmp_path)!r}; runs.run([child.Step('loop', 0, {loop!r})])"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    until = time.monotonic() + 60
    while not (noted := [path for path in tmp_path.glob("*/here") if path.read_text()]) and time.monotonic() < until:
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    while time.monotonic() < until:
        try:
            os.kill(int(noted[0].read_text()), 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("the loop is still running")


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


def test_of_both_the_one_that_is_worked_in_counts(tmp_path: Path) -> None:
    """Opening the other one and saving it changes its time, not what the student wrote."""
    released, initializers = BUNDLED / "unsolved.ipynb", manifest.load("initializers")
    notebook, script = tmp_path / "initializers.ipynb", tmp_path / "initializers.py"
    notebook.write_bytes(released.read_bytes())
    script.write_text("def zeros(fan_in, fan_out, rng): ...")
    os.utime(script, (1, 1))
    assert locate(tmp_path)[0] == script
    assert remarks(script, initializers) == []
    notebook.write_text("{")
    os.utime(notebook, (2, 2))
    assert locate(tmp_path)[0] == notebook
    assert remarks(notebook, initializers) == [
        "initializers.py was written in, too: this is about initializers.ipynb; say --file initializers.py for that one"
    ]
    (tmp_path / "initializers (1).ipynb").write_text("{}")
    assert (
        remarks(script, initializers)[1]
        == "initializers (1).ipynb is newer, but only a file named initializers.py counts"
    )
    script.write_text("import os, pandas as pd\nfrom mpl_toolkits import mplot3d\nfrom . import x\nimport torch.nn")
    assert remarks(script, initializers)[-1] == "it imports pandas, which may not be there when it is graded"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "toy.ipynb cannot be read: it is empty"),
        ('{\n<<<<<<< HEAD\n "cells": []', "toy.ipynb cannot be read: line 2 is the mark of a merge conflict"),
        ("{", "toy.ipynb cannot be read: not a valid notebook"),
    ],
)
def test_why_a_notebook_cannot_be_read(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "toy.ipynb").write_text(content)
    with pytest.raises(Rejected, match=said):
        submission(tmp_path / "toy.ipynb", TOY)


@pytest.mark.parametrize(
    ("files", "path", "message"),
    [
        ((), ".", "no assignment is in .*Go to the folder where you unpacked one"),
        (("initializers.py", "backprop.py"), ".", r"are here \(backprop\.py, initializers\.py\): go into"),
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


@functools.cache
def run_check(name: str) -> tuple[int, str]:
    """The status and the output of `autograde check` for a bundled submission."""
    source = BUNDLED / name
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"initializers{source.suffix}"
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
def test_the_command(name: str, status: int, said: str) -> None:
    exit_code, output = run_check(name)
    assert (exit_code, said in output) == (status, True), output
    assert status == 2 or "the points come from hidden checks" in output


def test_every_exercise_is_listed_unsolved() -> None:
    _, output = run_check("unsolved.ipynb")
    listed = [line.split(maxsplit=1) for line in output.splitlines() if line.startswith("  ") and line[2] != " "]
    assert [(name, state.strip()) for name, state in listed] == [(name, "not written yet") for name in ALL]


def test_the_tool_itself_starts_without_torch() -> None:
    code = "import sys, autograde.student.checking, autograde.cli.check; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
