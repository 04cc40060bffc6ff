"""`autograde grade --gradebook` writes what `nbgrader autograde` writes, and nobody grades twice."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograde import course, engine
from autograde.config import Config, ConfigError, Service, load
from autograde.delivery.gradebook import Nbgrader, NotDelivered

ROOT = Path(__file__).resolve().parent.parent
BUNDLED = ROOT / "tests" / "submissions" / "initializers"
NAME = "initializers"
STUDENTS = ("complete", "half_done", "not_a_notebook", "own_helper_cells", "unsolved")


def command(folder: Path, *words: str, succeeds: bool = True) -> str:
    """What a command says in a course folder."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True)
    assert (done.returncode == 0) == succeeds, done.stdout + done.stderr
    return done.stdout + done.stderr


def hand_in(folder: Path, student: str, text: str, at: str = "2026-03-01 10:00:00.000000 UTC") -> None:
    place = folder / "submitted" / student / NAME
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{NAME}.ipynb").write_text(text)
    (place / "timestamp.txt").write_text(at)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which everything was handed in, one of them late, and nothing is graded."""
    made = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "source" / NAME, made / "source" / NAME)
    config = (ROOT / "nbgrader_config.py").read_text()
    (made / "nbgrader_config.py").write_text(config + 'c.LateSubmissionPlugin.penalty_method = "zero"\n')
    command(made, "nbgrader", "generate_assignment", NAME)
    for name in STUDENTS:
        hand_in(made, name, (BUNDLED / f"{name}.ipynb").read_text())
    hand_in(made, "late", (BUNDLED / "complete.ipynb").read_text(), "2026-03-09 10:00:00.000000 UTC")
    with Gradebook(f"sqlite:///{made / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-03-05 00:00:00")
    return made


@pytest.fixture(scope="module")
def by_nbgrader(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course, graded by `nbgrader autograde`."""
    made = tmp_path_factory.mktemp("nbgrader") / "course"
    shutil.copytree(folder, made)
    command(made, "nbgrader", "autograde", NAME, "--SubmissionExporter.isolation=process")
    return made


@pytest.fixture(scope="module")
def by_autograde(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another copy, graded by `autograde grade --gradebook`."""
    made = tmp_path_factory.mktemp("autograde") / "course"
    shutil.copytree(folder, made)
    words = ("autograde", "grade", "submitted", "--assignment", NAME, "--isolation", "process", "--jobs", "1")
    command(made, *words, "--gradebook")
    return made


def rows(folder: Path) -> dict[str, list[tuple]]:
    """Every row of the gradebook, with random ids replaced by what they stand for."""
    connection = sqlite3.connect(folder / "gradebook.db")
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    plain = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
    names = {id: (name,) for table in ("assignment", "notebook") for id, name in
             connection.execute(f"SELECT id, name FROM {table}")}  # fmt: skip
    for table, columns in (
        ("base_cell", "name, notebook_id"),
        ("source_cell", "name, notebook_id"),
        ("submitted_assignment", "assignment_id, student_id"),
        ("submitted_notebook", "assignment_id, notebook_id"),
        ("grade", "cell_id, notebook_id"),
        ("comment", "cell_id, notebook_id"),
    ):
        for id, *what in connection.execute(f"SELECT id, {columns} FROM {table}"):
            names[id] = (table, *(names.get(value, value) for value in what))
    connection.close()
    return {
        table: sorted((tuple(names.get(value, value) for value in row) for row in content), key=repr)
        for table, content in plain.items()
    }


def test_the_databases_are_equal_row_by_row(by_nbgrader: Path, by_autograde: Path) -> None:
    one, other = rows(by_nbgrader), rows(by_autograde)
    assert set(one) == set(other)
    assert len(one["grade"]) > 10 * len(STUDENTS)
    for table, content in one.items():
        assert content == other[table], table
    with Gradebook(f"sqlite:///{by_autograde / 'gradebook.db'}") as gradebook:
        scores = {item.student.id: item.score for item in gradebook.assignment_submissions(NAME)}
        late = gradebook.find_submission_notebook(NAME, NAME, "late")
        assert late.late_submission_penalty == late.score == scores["complete"] == 100


def test_the_autograded_notebooks_are_equal(by_nbgrader: Path, by_autograde: Path) -> None:
    for student in (*STUDENTS, "late"):
        part = Path("autograded") / student / NAME
        one, other = (
            {file.name: (file.stat().st_mode, file.read_text()) for file in (course / part).iterdir()}
            for course in (by_nbgrader, by_autograde)
        )
        assert one == other
        assert set(one) == {f"{NAME}.ipynb", "timestamp.txt"}


@pytest.fixture
def without_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    """No judge can be started: whoever tries has not looked in the store."""

    def refuse(self: engine.JudgeProcess) -> None:
        raise engine.GraderError("a judge was started")

    monkeypatch.setattr(engine.JudgeProcess, "start", refuse)


def nbgrader(folder: Path) -> Nbgrader:
    return Nbgrader(folder, course.store_url(folder), "process")


@pytest.mark.usefixtures("without_judges")
def test_nbgrader_takes_from_the_store_what_was_graded(by_autograde: Path) -> None:
    shutil.rmtree(by_autograde / "autograded")
    part = nbgrader(by_autograde)
    assert part.autograde(NAME, STUDENTS) == {}
    assert all(part.current(NAME, student) for student in STUDENTS)


@pytest.mark.usefixtures("without_judges")
def test_a_failure_of_the_grader_gives_no_grade_and_names_the_reason(by_autograde: Path) -> None:
    notebook = json.loads((BUNDLED / "unsolved.ipynb").read_text())
    notebook["cells"].append({"cell_type": "code", "source": "new = 1", "metadata": {}, "outputs": []})
    hand_in(by_autograde, "fresh", json.dumps(notebook))
    failed = nbgrader(by_autograde).autograde(NAME, ["complete", "fresh"])
    assert set(failed) == {"fresh"}
    assert "a judge was started" in failed["fresh"]
    with Gradebook(f"sqlite:///{by_autograde / 'gradebook.db'}") as gradebook:
        grades = gradebook.find_submission_notebook(NAME, NAME, "fresh").grades
        assert {grade.auto_score for grade in grades} == {None}


@pytest.mark.usefixtures("without_judges")
def test_what_is_current_is_left_alone_and_a_manual_grade_with_it(by_autograde: Path) -> None:
    part = nbgrader(by_autograde)
    part.autograde(NAME, ["half_done"])
    with part.gradebook() as gradebook:
        grade = gradebook.find_grade("reflection", NAME, NAME, "half_done")
        grade.manual_score, grade.needs_manual_grade = 7, False
        gradebook.db.commit()
    part.autograde(NAME, ["half_done"])
    with part.gradebook() as gradebook:
        assert gradebook.find_grade("reflection", NAME, NAME, "half_done").needs_manual_grade is False
    path = by_autograde / "submitted" / "half_done" / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == "reflection").source = "Another thought."
    path.write_text(nbformat.writes(notebook))  # the code is the same, so its record is
    assert not part.current(NAME, "half_done")
    part.autograde(NAME, ["half_done"])
    assert part.current(NAME, "half_done")
    with part.gradebook() as gradebook:
        assert gradebook.find_grade("reflection", NAME, NAME, "half_done").needs_manual_grade is True


def test_what_cannot_be_booked_is_said(by_autograde: Path, tmp_path: Path) -> None:
    with pytest.raises(NotDelivered, match="run `nbgrader generate_assignment activations`"):
        nbgrader(by_autograde).check("activations")
    shutil.copy(BUNDLED / "not_a_notebook.ipynb", tmp_path / "x.ipynb")  # rejected, so that no judge is needed
    words = ("autograde", "grade", str(tmp_path / "x.ipynb"), "--assignment", NAME, "--isolation", "process")
    said = command(by_autograde, *words, "--gradebook", succeeds=False)
    assert "not in the gradebook" in said


# --- autograde.toml ---------------------------------------------------------------------------------------------------


def test_the_configuration_has_defaults_and_is_read(tmp_path: Path) -> None:
    assert load(tmp_path) == Config(None, Service("latest", 0, True, None, 2.0))
    assert course.store_url(tmp_path) == f"sqlite:///{tmp_path / 'autograde.db'}"
    (tmp_path / "autograde.toml").write_text('store = "sqlite:///x.db"\n[service]\npolicy = "before the deadline"\n')
    assert load(tmp_path).service.policy == "before the deadline"
    assert course.store_url(tmp_path) == "sqlite:///x.db"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[service", "not TOML"),
        ('[service]\npolicy = "first"', "`service.policy`"),
        ("[service]\nattempts_per_hour = -1", "`service.attempts_per_hour`"),
        ("[service]\nattempts = 3", "there is no setting `attempts`"),
        ("[sevrice]", "there is no setting `sevrice`"),
    ],
)
def test_a_wrong_configuration_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "autograde.toml").write_text(text)
    with pytest.raises(ConfigError, match=r"autograde\.toml") as caught:
        load(tmp_path)
    assert said in str(caught.value)
