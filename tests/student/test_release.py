"""What students get, opened and searched: the zip, the package as wheel and as source, what the exchange holds."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograde import manifest
from autograde.course import find
from autograde.delivery import handout
from autograde.notebook import solution_lines
from autograde.student import figure, submit

COURSE = find(Path(__file__).resolve().parent)
HIDDEN = COURSE.root / "autograde" / "hidden"
ASSIGNMENT = "activations"
GRADERS_PARTS = (
    *("hidden", "judge", "jail", "runner", "engine", "store", "cluster", "delivery", "audit", "mutate", "corpus"),
    *("migrations", "proxy", "expect", "clues", "suites", "wire", "disclosure", "records", "service", "grading"),
)
Contents = dict[str, bytes]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is handed to students, in a folder of the test's own."""
    place = tmp_path_factory.mktemp("stage")
    with handout.staged(COURSE, ASSIGNMENT) as temporary:
        (temporary / ASSIGNMENT).rename(place / ASSIGNMENT)
        (temporary / ASSIGNMENT).mkdir()
    return place


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return handout.package(COURSE, tmp_path_factory.mktemp("dist"))


def opened(path: Path) -> Contents:
    """The files in a zip, a wheel or a source archive."""
    if path.suffix == ".gz":
        with tarfile.open(path) as archive:
            members = [member for member in archive.getmembers() if member.isfile()]
            return {member.name: archive.extractfile(member).read() for member in members}  # type: ignore[union-attr]
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def leaks(contents: Contents) -> list[str]:
    """Solution text, hidden names, outputs, bytecode and traces of this computer in what students get."""
    found = []
    solutions = {name: _solution(name) for name in COURSE.assignments()}
    anything = set().union(*solutions.values())
    words = _hidden_names() | {"BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS"}
    for name, data in contents.items():
        if Path(name).suffix in (".pyc", ".pyo", ".db", ".pickle", ".npz") or "__pycache__" in name:
            found.append(f"{name}: a file of this kind")
        if name.endswith(".png"):
            if b"tEXt" in data or b"iTXt" in data:
                found.append(f"{name}: a picture with text in it")
            continue
        text = data.decode("utf-8")
        secrets = words | solutions.get(Path(name).stem, anything)
        found += [f"{name}: {secret}" for secret in secrets if secret in text or json.dumps(secret)[1:-1] in text]
        found += [f"{name}: {path}" for path in re.findall(r"(?<![\w.:/])/(?:home|root|tmp|work|Users)/\S*", text)]
        if name.endswith(".ipynb"):
            code = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
            found += [f"{name}: outputs" for cell in code if cell["outputs"] or cell["execution_count"]]
    return found


def _solution(assignment: str) -> set[str]:
    """The telling lines of an assignment's solution. (Given code of another assignment may have one of them.)"""
    return set(solution_lines(nbformat.read(COURSE.source(assignment), as_version=4)))


def _hidden_names() -> set[str]:
    trees = [ast.parse(path.read_text("utf-8")) for path in HIDDEN.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_the_search_finds_what_is_planted() -> None:
    """A search that finds nothing proves nothing: each kind of leak, one by one."""
    solution, hidden = sorted(_solution(ASSIGNMENT))[0], sorted(_hidden_names())[0]
    cell = {"cell_type": "code", "source": "", "outputs": ["1"], "execution_count": None}
    planted = {
        "a.py": solution.encode(),
        "b.json": json.dumps(solution).encode(),
        "c.py": hidden.encode(),
        "d.ipynb": json.dumps({"cells": [cell]}).encode(),
        "e/__pycache__/e.pyc": b"",
        "f.txt": b"see /home/teacher/notes.txt",
        "g.png": b"\x89PNG tEXtSoftware",
    }
    assert {leak.partition(":")[0] for leak in leaks(planted)} == set(planted)


def test_the_zip(stage: Path, tmp_path: Path) -> None:
    contents = opened(handout.as_zip(stage, ASSIGNMENT, tmp_path))
    pictures = [f"{ASSIGNMENT}/expected/{experiment.name}.png" for experiment in figure.experiments(ASSIGNMENT)]
    files = [f"{ASSIGNMENT}/{name}" for name in ("README.txt", f"{ASSIGNMENT}.ipynb", f"{ASSIGNMENT}.py")]
    assert sorted(contents) == sorted(files + pictures)
    assert len(pictures) >= 3
    assert leaks(contents) == []
    assert all(len(data) < 60_000 for name, data in contents.items() if name.endswith(".png"))
    assert (
        handout.as_zip(stage, ASSIGNMENT, tmp_path / "again").read_bytes()
        == (tmp_path / f"{ASSIGNMENT}.zip").read_bytes()
    )


def test_the_package(packages: list[Path], stage: Path) -> None:
    assert sorted(path.suffix for path in packages) == [".gz", ".whl"]
    [wheel] = [path for path in packages if path.suffix == ".whl"]
    assert wheel.name in (stage / ASSIGNMENT / "README.txt").read_text("utf-8")
    [metadata] = [data.decode() for name, data in opened(wheel).items() if name.endswith(".dist-info/METADATA")]
    assert re.findall("^(?:Provides|Requires).* torch.*$", metadata, re.MULTILINE) == [
        "Provides-Extra: torch",
        "Requires-Dist: torch>=2.2; extra == 'torch'",
    ]
    for path in packages:
        contents = opened(path)
        assert leaks(contents) == []
        names = {part for name in contents for part in Path(name).with_suffix("").parts if "cli" not in name}
        assert names & set(GRADERS_PARTS) == set()
        given = {Path(name).stem for name in contents if "/assignments/" in name or name.startswith("assignments/")}
        assert given == set(manifest.known())


def test_both_packages_are_of_one_version() -> None:
    versions = {
        tomllib.loads(path.read_text())["project"]["version"]
        for path in (COURSE.root / "pyproject.toml", COURSE.root / handout.PACKAGE / "pyproject.toml")
    }
    assert len(versions) == 1


def test_the_package_works_without_the_grader(packages: list[Path], stage: Path, tmp_path: Path) -> None:
    """Unpacked somewhere else, put before everything, in the folder of a release: every verb is there and works."""
    [wheel] = [path for path in packages if path.suffix == ".whl"]
    installed = tmp_path / "site packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    work = tmp_path / "work"
    with zipfile.ZipFile(io.BytesIO(handout.as_zip(stage, ASSIGNMENT, tmp_path).read_bytes())) as archive:
        archive.extractall(work)
    folder = work / ASSIGNMENT

    def autograde(*arguments: str) -> tuple[int, str]:
        environment = {**os.environ, "PYTHONPATH": str(installed), "DISPLAY": "", "HOME": str(tmp_path)}
        environment["JUPYTER_CONFIG_DIR"] = str(tmp_path)
        command = [sys.executable, "-P", "-m", "autograde.cli", *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    status, said = autograde("--help")
    verbs = re.findall(r"^  (\w+) {2,}\w", said.partition("Commands:")[2], re.MULTILINE)
    assert (status, verbs) == (0, ["check", "doctor", "figure", "hint", "progress", "reset", "submit", "watch"])
    assert autograde("doctor")[0] == 0
    status, said = autograde("check")
    assert (status, "0 of 7 exercises" in said) == (1, True), said
    assert autograde("hint", "relu")[0] == 0
    assert autograde("reset", "relu")[0] == 0
    assert autograde("progress")[0] == 1
    status, said = autograde("figure", "relu")
    assert (status, "It needs relu" in said) == (1, True), said
    assert autograde("submit", "--yes")[0] == 0
    assert len(list((folder / "submission").iterdir())) == 1


# --- nbgrader's exchange ----------------------------------------------------------------------------------------------


@pytest.fixture
def exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that nbgrader's configuration, in the current folder, names as its exchange."""
    if sys.platform == "win32":
        pytest.skip("nbgrader has no exchange on Windows")
    root = tmp_path / "exchange"
    root.mkdir(mode=0o777)
    root.chmod(0o777)
    config = (
        f"c = get_config()\nc.CourseDirectory.course_id = 'nets'\nc.Exchange.root = {str(root)!r}\n"
        f"c.Exchange.cache = {str(tmp_path / 'cache')!r}\n"
    )
    (tmp_path / "nbgrader_config.py").write_text(config)
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "none"))
    monkeypatch.chdir(tmp_path)
    return root


def test_through_the_exchange_and_back(exchange: Path, stage: Path, tmp_path: Path) -> None:
    """Released, and a script handed in: it arrives as a notebook, alone, with the same cells."""
    to = submit.exchange()
    assert to is not None
    assert (to.course, to.root) == ("nets", str(exchange))
    handout.to_exchange(stage, ASSIGNMENT, to, force=False)
    outbound = exchange / "nets" / "outbound"
    contents = {path.relative_to(outbound).as_posix(): path.read_bytes() for path in outbound.rglob("*.*")}
    assert f"{ASSIGNMENT}/expected/shapes.png" in contents
    assert leaks(contents) == []
    with pytest.raises(handout.NotReleased):
        handout.to_exchange(stage, ASSIGNMENT, to, force=False)

    work = tmp_path / "home" / ASSIGNMENT
    work.mkdir(parents=True)
    (work / f"{ASSIGNMENT}.py").write_text(COURSE.solution(ASSIGNMENT).read_text("utf-8"), "utf-8")
    (work / f"{ASSIGNMENT}.ipynb").write_bytes(COURSE.released(ASSIGNMENT).read_bytes())
    submit.to_exchange(work / f"{ASSIGNMENT}.py", to)
    [arrived] = (exchange / "nets" / "inbound").iterdir()
    names = {path.name for path in arrived.iterdir()}
    assert names == {f"{ASSIGNMENT}.ipynb", "timestamp.txt", "submission_secret.txt"}
    handed_in = nbformat.read(arrived / f"{ASSIGNMENT}.ipynb", as_version=4)
    source = nbformat.read(COURSE.source(ASSIGNMENT), as_version=4)
    assert [cell.source for cell in handed_in.cells] == [cell.source for cell in source.cells]
    ids = [[cell.metadata.get("nbgrader", {}).get("grade_id") for cell in book.cells] for book in (handed_in, source)]
    assert ids[0] == ids[1]


def test_no_exchange_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert submit.exchange() is None


def test_an_exchange_that_refuses_says_why(exchange: Path, tmp_path: Path) -> None:
    to = submit.exchange()
    assert to is not None
    (tmp_path / f"{ASSIGNMENT}.ipynb").write_bytes(COURSE.released(ASSIGNMENT).read_bytes())
    with pytest.raises(submit.NotHandedIn, match="Inbound directory doesn't exist"):
        submit.to_exchange(tmp_path / f"{ASSIGNMENT}.ipynb", to)
