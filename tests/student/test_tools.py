"""Hints, progress, figures, reset, submit: each on a student's folder, and in consoles that know little."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograde import manifest
from autograde.cli.check import next_step
from autograde.course import find
from autograde.student import computer, dependencies, files, findings, runs, text
from autograde.student.checking import Checked, own_steps
from autograde.student.child import Step
from autograde.student.dependencies import unit
from autograde.student.findings import FIRST_CHECK
from autograde.student.memory import Finding
from autograde.student.reset import reset
from autograde.student.submit import reflection_missing, to_upload

COURSE = find(Path(__file__).resolve().parent)
ASSIGNMENT = manifest.load("activations")
SOLUTION = COURSE.solution("activations").read_text("utf-8")
RELEASED = COURSE.released("activations", ".py").read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A student's folder with the assignment's script, unsolved; its name has a space and an accent."""
    place = tmp_path / "mes réseaux de neurones"
    place.mkdir()
    (place / "activations.py").write_text(RELEASED, "utf-8")
    return place


def autograde(folder: Path, *arguments: str, typed: str = "", **environment: str) -> tuple[int, str]:
    """Run the command there; its status and all it printed."""
    command = [sys.executable, "-P", "-m", "autograde.cli", *arguments]
    home = {"HOME": str(folder), "JUPYTER_CONFIG_DIR": str(folder), "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **home, **environment}, input=typed.encode(), capture_output=True
    )
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    return done.returncode, (done.stdout + done.stderr).decode(encoding).replace("\r\n", "\n")


# --- speed ------------------------------------------------------------------------------------------------------------


def test_imports_wait_and_are_the_real_ones(folder: Path) -> None:
    """A module is loaded when something of it is used: torch here, and not matplotlib's."""
    (folder / "activations.py").write_text(
        RELEASED + "\n# %%\nx = torch.ones(2)\nfrom torch import nn\nassert isinstance(nn.Linear(1, 1), nn.Module)\n"
        "assert not torch.is_tensor(2) and torch.is_tensor(x) and float(x.sum()) == 2\n"
        "import sys\nassert 'matplotlib.pyplot' not in sys.modules\nraise ValueError('all of it was run')\n",
        "utf-8",
    )
    _, output = autograde(folder, "check")
    assert "ValueError: all of it was run" in output, output


NEEDS_TORCH = {"backprop": {"torch_backward"}, "initializers": {"torch_init"}, "trainability": {"rmsprop", "adam"}}


@pytest.mark.parametrize("name", manifest.known())
def test_only_exercises_about_torch_import_it(name: str) -> None:
    """Importing torch takes longer than all the rest of a check; solutions and the other checks do without it."""
    assignment = manifest.load(name)
    checks = [each for each in assignment.exercises if each.name not in NEEDS_TORCH.get(name, set())]
    steps = [
        Step("setup", 0, assignment.setup),
        *own_steps(files.submission(COURSE.solution(name), assignment)),
        *(Step(each.name, index, each.checks, is_check=True) for index, each in enumerate(checks, FIRST_CHECK)),
        Step("torch", 0, "import sys\nassert 'torch' not in sys.modules"),
    ]
    assert {key: event.failure for key, event in runs.run(steps).items() if event.failure} == {}


def test_without_torch_the_other_exercises_can_be_checked(folder: Path) -> None:
    hidden = folder / "without"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "from importlib.machinery import PathFinder\nfind = PathFinder.find_spec\n"
        "PathFinder.find_spec = lambda name, *more: None if name == 'torch' else find(name, *more)\n"
    )
    (folder / "activations.py").rename(folder / "backprop.py")
    (folder / "backprop.py").write_text(COURSE.solution("backprop").read_text("utf-8"), "utf-8")
    status, output = autograde(folder, "check", PYTHONPATH=str(hidden))
    assert (status, "5 of 6 exercises pass" in output) == (1, True), output
    assert "It needs torch, which this Python does not have: `autograde doctor` says how to get it." in output


# --- consoles ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["check", "hint", "progress", "submit"])
def test_a_console_of_another_age(folder: Path, verb: str) -> None:
    """cp1252, no colour; what the student wrote has letters that this console does not know."""
    body = 'raise ValueError("\u03c3 ist größer \U0001f600")'
    solved = RELEASED.replace("# YOUR CODE HERE\n    raise NotImplementedError()", body, 1)
    (folder / "activations.py").write_text(solved.replace("\n", "\r\n"), "utf-8", newline="")
    status, output = autograde(folder, verb, PYTHONIOENCODING="cp1252", NO_COLOR="1", PYTHONUTF8="0", LC_ALL="C")
    assert "Traceback" not in output
    assert "\x1b" not in output
    assert status == (0 if verb == "hint" else 1), output
    if verb == "check":
        assert "ValueError: ? ist größer ?" in output
        number = solved[: solved.index(body)].count("\n") + 1
        assert f"line {number}: `raise ValueError(" in output


@pytest.mark.parametrize("no_color", ["", "1"])
def test_no_color(monkeypatch: pytest.MonkeyPatch, no_color: str) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    assert ("\x1b" in text.paint("done", "green")) is not bool(no_color)


def test_what_is_missing_in_python_is_an_error_of_the_environment(folder: Path) -> None:
    """As in a Python without SciPy: the import fails, and the next step is named."""
    hidden = folder / "without"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['scipy.special'] = None\n")
    status, output = autograde(folder, "check", PYTHONPATH=str(hidden))
    assert status == 3, output
    assert "the setup cell fails in" in output
    assert "Run `autograde doctor --student`" in output


def test_a_folder_that_cannot_be_written_to(folder: Path) -> None:
    """(A file is where the tools' own folder would be: not even the administrator can write there.)"""
    (folder / ".autograde").write_text("")
    (folder / "submission").write_text("")
    status, output = autograde(folder, "hint", "relu")
    assert (status, output.startswith("relu, hint 1 of 3")) == (0, True)
    assert "it will come again: see `autograde doctor`" in output
    status, output = autograde(folder, "reset", "relu")
    assert (status, "autograde doctor" in output) == (3, True)
    assert to_upload(folder / "activations.py") == folder / "activations.py"


# --- hints and progress -----------------------------------------------------------------------------------------------


def test_hints_come_one_at_a_time(folder: Path) -> None:
    outputs = [autograde(folder, "hint", "sigmoid_grad")[1] for _ in range(4)]
    for number, output in enumerate(outputs[:3], 1):
        assert output.startswith(f"sigmoid, hint {number} of 3\n")
        assert output.count("hint ") == 1 + (number < 3)
    assert [f"hint {number} of 3" in outputs[3] for number in (1, 2, 3)] == [True] * 3
    assert "no more hints" in outputs[3]
    assert "$" not in "".join(outputs)


def test_a_hint_is_plain_text() -> None:
    markdown = r"With $p = \min(1, \frac{\text{steps}}{T})$ it is *not* `a * b`."
    assert text.plain(markdown) == "With p = min(1, steps / T ) it is not `a * b`."


def test_a_misspelt_exercise_gets_the_nearest_name(folder: Path) -> None:
    status, output = autograde(folder, "hint", "sigmod_grad")
    assert (status, "Did you mean sigmoid_grad? Its exercises: relu, leaky_relu" in output) == (2, True), output


def test_what_is_next() -> None:
    """While the exercise that was named is not right, something about it; else about the first that is not."""
    found = [Finding(each.name, findings.DONE) for each in ASSIGNMENT.exercises]
    sigmoid, tanh, gelu = 2, 3, 4

    def said(named: str, failed_cells: tuple[str, ...] = ()) -> str:
        return next_step(Checked(Path("activations.py"), ASSIGNMENT, tuple(found), failed_cells), named)

    assert said("") == "answer the reflection, then `autograde submit`."
    assert said("relu", ("line 3: ...",)).startswith("repair the cells that failed")
    found[sigmoid] = Finding("sigmoid", findings.TODO)
    assert said("").startswith("write sigmoid where it says YOUR CODE HERE.\nStuck? `autograde hint sigmoid`.")
    found[gelu] = Finding("gelu", findings.NOT_RUN)
    found[tanh] = Finding("tanh", findings.WRONG)
    assert said("").startswith("`autograde hint tanh`;")
    assert said("relu").startswith("`autograde hint tanh`;")
    assert said("gelu").startswith("repair that.")


def test_the_hint_is_for_what_is_wrong(folder: Path) -> None:
    wrong = SOLUTION.replace("return 1.0 - np.tanh(z) ** 2", "return 1.0 - z**2")
    (folder / "activations.py").write_text(wrong, "utf-8")
    assert autograde(folder, "hint")[1].startswith("tanh, hint 1 of 3")


def test_progress(folder: Path) -> None:
    inner = folder / "backprop"
    inner.mkdir()
    (inner / "backprop.ipynb").write_text("half a note")
    (folder / "activations.py").write_text(SOLUTION, "utf-8")
    status, output = autograde(folder, "progress")
    assert status == 1
    assert "[########################] 7 of 7 exercises, 100 of 100 points" in output
    assert "backprop             backprop.ipynb cannot be read: not a valid notebook" in output
    assert "trainability         not here" in output
    (inner / "backprop.ipynb").unlink()
    assert autograde(folder, "progress")[0] == 0
    status, output = autograde(inner, "progress")
    assert (status, "no assignment here" in output) == (2, True)


# --- figures ----------------------------------------------------------------------------------------------------------


def test_a_figure_of_unfinished_work(folder: Path) -> None:
    status, output = autograde(folder, "figure", "relu")
    assert status == 1
    assert "It needs relu, which is not written yet." in output
    status, output = autograde(folder, "figure", "nothing")
    assert (status, "Figures of activations: shapes, random_weights" in output) == (2, True)
    status, output = autograde(folder, "figure")
    assert (status, "Name an exercise, or one of shapes, random_weights" in output) == (2, True)
    status, output = autograde(folder, "figure", "reluu")
    assert (status, "Did you mean relu?" in output) == (2, True)


def test_a_figure_that_builds_on_another(folder: Path) -> None:
    """`zero_weights` uses what `random_weights` prepared."""
    (folder / "activations.py").write_text(SOLUTION, "utf-8")
    status, output = autograde(folder, "figure", "zero_weights")
    assert status == 0, output
    assert (folder / "figures" / "zero_weights.png").read_bytes()[:4] == b"\x89PNG"


# --- reset ------------------------------------------------------------------------------------------------------------


def test_reset_of_a_notebook_changes_that_cell_alone(tmp_path: Path) -> None:
    path = tmp_path / "activations.ipynb"
    before = nbformat.read(COURSE.source("activations"), as_version=4)
    nbformat.write(before, path)
    original = path.read_bytes()
    backup = reset(path, ASSIGNMENT, "sigmoid")
    assert backup.read_bytes() == original
    after = nbformat.read(path, as_version=4)
    nbformat.validate(after)
    changed = [cell.id for cell, old in zip(after.cells, before.cells, strict=True) if cell != old]
    assert changed == ["sigmoid"]
    nbformat.write(after, tmp_path / "as Jupyter writes it.ipynb")
    assert path.read_bytes() == (tmp_path / "as Jupyter writes it.ipynb").read_bytes()
    assert files.released_cells("activations")["sigmoid"] in [cell.source for cell in after.cells]


def test_reset_brings_a_deleted_cell_back(tmp_path: Path) -> None:
    path = tmp_path / "activations.ipynb"
    notebook = nbformat.read(COURSE.source("activations"), as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id != "sigmoid"]
    nbformat.write(notebook, path)
    reset(path, ASSIGNMENT, "sigmoid")
    last = json.loads(path.read_text())["cells"][-1]
    assert "".join(last["source"]) == files.released_cells("activations")["sigmoid"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_reset_of_a_script(tmp_path: Path, newline: str) -> None:
    path = tmp_path / "activations.py"
    path.write_text(SOLUTION, "utf-8", newline=newline)
    reset(path, ASSIGNMENT, "sigmoid")
    lines = path.read_bytes().split(b"\n")
    assert all(line.endswith(b"\r") for line in lines[:-1]) is (newline == "\r\n")
    cells = {cell.id: cell.source for cell in files.text_cells(files.read_text(path)[0])}
    given, solved = files.released_cells("activations"), files.text_cells(SOLUTION)
    assert cells == {cell.id: given[cell.id] if cell.id == "sigmoid" else cell.source for cell in solved}


@pytest.mark.parametrize("body", ["return 0", "return (0"])
def test_reset_of_a_script_without_marks(tmp_path: Path, body: str) -> None:
    """A broken definition is one, too; what stands between the two functions of the exercise stays."""
    path = tmp_path / "activations.py"
    path.write_text(f"import numpy\n\ndef relu(z):\n    {body}\n\nX = 1\n\ndef relu_grad(z):\n    return 2\n\nY = 2\n")
    reset(path, ASSIGNMENT, "relu")
    new = path.read_text()
    assert new.count("def relu(") == new.count("def relu_grad(") == 1
    assert body not in new
    assert files.released_cells("activations")["relu"] in new
    assert [line for line in ("import numpy", "X = 1", "Y = 2") if f"{line}\n" not in new] == []
    path.write_text("")
    reset(path, ASSIGNMENT, "relu")
    assert path.read_text() == files.released_cells("activations")["relu"] + "\n"
    assert len(list((tmp_path / ".autograde" / "backups").iterdir())) == 2


# --- submit -----------------------------------------------------------------------------------------------------------


def test_a_file_to_upload(folder: Path) -> None:
    status, output = autograde(folder, "submit")
    assert (status, "Nothing was handed in" in output) == (1, True)
    assert "relu             10 points  not written yet" in output
    assert "reflection       10 points  not answered yet" in output
    assert not (folder / "submission").exists()
    (folder / "activations.py").write_text(SOLUTION, "utf-8")
    status, output = autograde(folder, "submit")
    assert status == 0, output
    assert (folder / "submission" / "activations.py").read_text("utf-8") == SOLUTION


def test_the_reflection_of_a_notebook(tmp_path: Path) -> None:
    path = tmp_path / "activations.ipynb"
    for released, missing in ((COURSE.released("activations"), True), (COURSE.source("activations"), False)):
        path.write_bytes(released.read_bytes())
        assert reflection_missing(Checked(path, ASSIGNMENT, (), ())) is missing


# --- what depends on what ---------------------------------------------------------------------------------------------


def test_dependencies() -> None:
    sources = ["import math", "def f(x): return g(x)", "def g(x): return math.pi", "def h(x): return 1", "np.seterr()"]
    units = [unit(source) for source in sources]
    assert dependencies.needed(units, ["f"]) == [0, 1, 2, 4]
    assert dependencies.needed(units, ["h"]) == [3, 4]
    assert unit("def f(:").acts
    changed = [*units[:3], unit("def h(x): return 2"), units[4]]
    assert dependencies.fingerprint(units, ["f"]) == dependencies.fingerprint(changed, ["f"])
    assert dependencies.fingerprint(units, ["h"]) != dependencies.fingerprint(changed, ["h"])


# --- the computer -----------------------------------------------------------------------------------------------------


def test_doctor_for_students(folder: Path) -> None:
    status, output = autograde(folder, "doctor", "--student")
    assert status == 0, output
    assert "All is well" in output


def test_doctor_names_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computer, "NEEDED", ("no_such_package",))
    (tmp_path / "random.py").write_text("")
    found = {remark.what: remark for remark in computer.examine(tmp_path)}
    assert "pip install --upgrade no_such_package" in found["no_such_package"].advice
    assert "No module named 'no_such_package'" in found["no_such_package"].found
    assert "files are named after it" in found["assignments here"].advice
    assert found["this folder"].advice == ""
    assert (found["names"].found, "Rename it" in found["names"].advice) == ("random.py", True)
