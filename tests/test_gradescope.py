"""The Gradescope package: what is in the zip, and its run on Gradescope's directory layout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from autograde import manifest as manifests
from autograde.cli import app
from autograde.cli import package as _  # noqa: F401 (registers itself)
from autograde.delivery.gradescope import handed_in, package, report
from autograde.delivery.visibility import Visibility
from autograde.records import Record

ROOT = Path(__file__).resolve().parent.parent
NAME = "initializers"
SUBMISSIONS = ROOT / "tests" / "submissions" / NAME
RULES = b"""
[assignments.initializers]
show = "after-deadline"
deadline = 2026-03-01T12:00:00Z
[assignments.initializers.checks]
"test_zeros_*" = "now"
"test_he_randomness*" = "never"
"""


@pytest.fixture(scope="module")
def autograder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """/autograder as Gradescope makes it: the zip in source/, run_autograder copied beside it."""
    root = tmp_path_factory.mktemp("autograder")
    archive = root / "upload.zip"
    archive.write_bytes(package(NAME, RULES))
    for name in ("source", "submission", "results"):
        (root / name).mkdir()
    subprocess.run(["unzip", "-q", str(archive), "-d", str(root / "source")], check=True)  # keeps the modes
    shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
    return root


def grade(root: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    """Run it on these files, from /autograder as Gradescope does."""
    shutil.rmtree(root / "submission")
    (root / "submission").mkdir()
    for path in files:
        shutil.copy(path, root / "submission" / path.name)
    environment = {**os.environ, "AUTOGRADER_ROOT": str(root), "AUTOGRADER_PYTHON": sys.executable}
    return subprocess.run([root / "run_autograder"], cwd=root, env=environment, capture_output=True, text=True)


def results(root: Path) -> dict[str, Any]:
    return json.loads((root / "results" / "results.json").read_text())


def valid(made: dict[str, Any]) -> None:
    """Gradescope's format: a score, or tests that each have one; visibilities of its four kinds."""
    kinds = {"visible", "after_due_date", "after_published", "hidden"}
    assert "score" in made or (made["tests"] and all("score" in test for test in made["tests"]))
    assert made.get("stdout_visibility", "hidden") == "hidden"
    for test in made["tests"]:
        assert 0 <= test["score"] <= test["max_score"]
        assert test["visibility"] in kinds
        assert test["status"] in ("passed", "failed")
        assert all(isinstance(test[key], str) for key in ("name", "number", "output"))


def test_a_submission_is_graded(autograder: Path) -> None:
    done = grade(autograder, SUBMISSIONS / "fan_out_for_fan_in.ipynb")
    assert done.returncode == 0, done.stderr
    made = results(autograder)
    valid(made)
    short = {test["tags"][0] for test in made["tests"] if test["score"] < test["max_score"]}
    assert short == {"he"}
    assert sum(test["max_score"] for test in made["tests"]) == manifests.load(NAME).max_score
    by_name = {test["name"]: test for test in made["tests"]}
    assert by_name["zeros: zeros shape and dtype"]["visibility"] == "visible"
    assert by_name["he: he variance"]["visibility"] == "after_due_date"
    assert by_name["he: he randomness"]["visibility"] == "hidden"
    assert any("This is the variance that fan_out would give." in test["output"] for test in made["tests"])


def test_what_cannot_be_graded_says_so(autograder: Path) -> None:
    done = grade(autograder, SUBMISSIONS / "not_a_notebook.ipynb")
    assert done.returncode == 0, done.stderr
    made = results(autograder)
    valid(made)
    assert made["score"] == 0.0
    assert "not a valid notebook" in made["output"]


def test_the_notebook_and_the_script_together_are_one_submission(autograder: Path, tmp_path: Path) -> None:
    notebook, script = tmp_path / f"{NAME}.ipynb", tmp_path / f"{NAME}.py"
    shutil.copy(SUBMISSIONS / "fan_out_for_fan_in.ipynb", notebook)
    shutil.copy(ROOT / "assignments" / NAME / f"{NAME}.py", script)
    done = grade(autograder, notebook, script)
    assert done.returncode == 0, done.stderr
    made = results(autograder)
    assert sum(test["score"] for test in made["tests"]) == 92
    assert made["output"] == f"{NAME}.ipynb was graded; {NAME}.py beside it was not"


def test_a_failure_of_the_grader_is_no_zero(autograder: Path) -> None:
    (autograder / "results" / "results.json").write_text("{}")
    manifest = autograder / "source" / "autograde" / "manifests" / f"{NAME}.json"
    text = manifest.read_text()
    manifest.unlink()
    try:
        done = grade(autograder, SUBMISSIONS / "complete.ipynb")
    finally:
        manifest.write_text(text)
    assert done.returncode != 0
    assert "no grade" in done.stderr
    assert not (autograder / "results" / "results.json").exists()


def test_the_zip_holds_one_suite_and_what_gradescope_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "upload.zip"
    done = CliRunner().invoke(app, ["package", "gradescope", NAME, "--to", str(path)])
    assert done.exit_code == 0, done.output
    assert path.stat().st_mode & 0o077 == 0  # the hidden suite is nobody else's to read
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
        pinned = archive.read("requirements.txt").decode()
    assert {"setup.sh", "run_autograder"} <= set(names)
    assert modes["run_autograder"] & 0o111
    suites = {name.split("/")[2] for name in names if name.startswith("autograde/hidden/") and name.count("/") > 2}
    assert suites == {NAME}
    assert [name for name in names if name.startswith("autograde/manifests/")] == [f"autograde/manifests/{NAME}.json"]
    assert not any(part in name for name in names for part in ("solutions/", "corpus/", "__pycache__/", ".db"))
    assert "torch==" in pinned
    assert package(NAME, RULES) == package(NAME, RULES)
    for script in ("setup.sh", "run_autograder"):
        with zipfile.ZipFile(path) as archive:
            (tmp_path / script).write_bytes(archive.read(script))
        subprocess.run(["bash", "-n", str(tmp_path / script)], check=True)


def test_an_unknown_assignment_is_refused() -> None:
    done = CliRunner().invoke(app, ["package", "gradescope", "nonesuch"])
    assert done.exit_code == 2
    assert "no assignment named 'nonesuch'" in done.output


@pytest.mark.parametrize(
    ("files", "chosen"),
    [
        (["mine.ipynb"], "mine.ipynb"),
        ([f"{NAME}.py", "helper.py"], f"{NAME}.py"),
        (["a.py", "b.py"], None),
        ([f"{NAME}.py", f"{NAME}.ipynb"], f"{NAME}.ipynb"),
        (["notes.txt"], None),
        ([], None),
    ],
)
def test_which_file_counts(tmp_path: Path, files: list[str], chosen: str | None) -> None:
    for name in files:
        (tmp_path / name).touch()
    found = handed_in(tmp_path, NAME)
    assert (found.path.name if not found.problem else None) == chosen


def test_a_rejection_is_capped_and_cleaned() -> None:
    made = report(Record("a", "a", "", "rejected", "x\x1b" * 9999, "sealed", 0, 100, 0, ()), Visibility())
    assert len(made["output"]) < 1000
    assert "\x1b" not in made["output"]
