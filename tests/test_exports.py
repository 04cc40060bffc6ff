"""Grades on their way to Canvas and Moodle, as their importers read them; and no formula in any spreadsheet."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograde import manifest as manifests
from autograde.cli import app, export  # noqa: F401 (registers itself)
from autograde.delivery.exports import Column, ExportError, Student, canvas, moodle, roster
from autograde.delivery.sheets import cell, table
from autograde.records import ExerciseResult, Record
from autograde.store import Key, Store

ADA = Student("ada", "Ada", "Lovelace", "ada@example.org", "17")
BOB = Student("bob", "Bob", "Dylan")
COLUMN = Column("Backprop (4711)", 110.0, {"ada": 99.123456789, "eve": 3.0})


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def canvas_header_is_valid(row: list[str]) -> bool:
    """The conditions of Canvas's importer (lib/gradebook_importer.rb) on the first row."""
    names = len(row) > 3 and "Student" in row[0] and "ID" in row[1]
    section = 4 if row[2] == "SIS User ID" and row[3] == "SIS Login ID" else 2
    return names and "Section" in row[section]


def test_canvas_reads_it() -> None:
    header, points, ada, bob = read(canvas([ADA, BOB], [COLUMN]))
    assert canvas_header_is_valid(header)
    assert header[5:] == ["Backprop (4711)"]
    assert "Points Possible" in points[0]
    assert points[5] == "110"
    assert ada == ["Lovelace, Ada", "17", "", "ada", "", "99.12346"]
    assert bob == ["Dylan, Bob", "", "", "bob", "", ""]  # no grade is no 0


def test_moodle_reads_it() -> None:
    header, ada = read(moodle([ADA, BOB], [COLUMN]))
    assert header == ["Username", "First name", "Last name", "Email address", "Backprop (4711)"]
    assert ada == ["ada", "Ada", "Lovelace", "ada@example.org", "99.12346"]
    assert read(moodle([ADA], [COLUMN], percent=True))[1][-1] == "90.11223"


def test_moodle_never_gets_a_line_without_its_student() -> None:
    """An empty identifier would give the grade to the student of the line above."""
    column = Column("x", 10.0, {"ada": 1.0, "bob": 2.0, "": 3.0})
    lines = read(moodle([ADA, BOB, Student("")], [column]))
    assert [line[0] for line in lines] == ["Username", "ada", "bob"]
    assert "Email address" not in lines[0]


HOSTILE = [
    '=HYPERLINK("http://x")',
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    " =1",
    "\N{FULLWIDTH EQUALS SIGN}1",
    '",=1',
    "a\n=1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text: str) -> None:
    for line in read(table(["a", "b"], [[text, -1.5]]))[1:]:
        assert line[0].lstrip()[0] not in "=+-@\N{FULLWIDTH EQUALS SIGN}"
        assert line[1] == "-1.5"
    assert len(read(canvas([Student(text, text, text, text, text)], [COLUMN]))) == 3


def test_harmless_text_stays_as_it_is() -> None:
    assert [cell(v) for v in ("Ada", "O'Hara", 0.1 + 0.2, 100.0, None)] == ["Ada", "O'Hara", "0.3", "100", ""]


def test_a_roster_must_name_everybody(tmp_path: Path) -> None:
    path = tmp_path / "students.csv"
    path.write_text("\N{BOM}id,first_name,group\nada,Ada,3\n".replace("\N{BOM}", "\ufeff"))
    assert roster(path) == [Student("ada", "Ada")]
    path.write_text("id,first_name\n,Ada\n")
    with pytest.raises(ExportError, match="needs an id"):
        roster(path)
    with pytest.raises(ExportError, match="cannot be read"):
        roster(tmp_path / "none.csv")


def graded(store: Store, name: str, score: float, digest: str) -> None:
    exercises = tuple(ExerciseResult(e.name, 0.0, e.points, ()) for e in manifests.load("initializers").exercises)
    made = Record(name, f"{name}.py", digest, "graded", None, "sealed", score, 100.0, 0.1, exercises)
    store.add("initializers", Key(digest, "s", "e", "sealed"), made)


def test_the_command_exports_the_latest_grade(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'records.db'}"
    store = Store(url)
    graded(store, "ada", 40.0, "1")
    graded(store, "ada", 60.5, "2")
    graded(store, "eve", 10.0, "3")
    store.close()
    people = tmp_path / "students.csv"
    people.write_text("id,first_name,last_name,email,lms_user_id\nada,Ada,Lovelace,,17\nbob,,,,\n")
    out = tmp_path / "canvas.csv"
    arguments = ["--store", url, "--roster", str(people), "--to", str(out), "--title", "initializers=One (7)"]
    done = CliRunner().invoke(app, ["export", "canvas", "initializers", *arguments])
    assert done.exit_code == 0, done.output
    lines = read(out.read_text())
    assert [line[-1] for line in lines] == ["One (7)", "100", "60.5", ""]
    assert "eve has a grade and is not in the roster" in done.output


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder whose gradebook holds grades by hand and a late penalty."""
    root = tmp_path_factory.mktemp("course")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv(
        "PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )  # nbgrader runs alembic
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.add_assignment("hw")
        book.add_notebook("hw", "hw")
        book.add_grade_cell("grade-a", "hw", "hw", max_score=10, cell_type="code")
        book.add_solution_cell("grade-a", "hw", "hw")
        for name, auto, manual, late in (("ada", 7.5, None, 0), ("bob", 3, 9.25, 0), ("cem", 5, None, 2)):
            book.add_student(name, first_name=name.title(), last_name="=1+1", lms_user_id=f"{len(name)}{name}")
            submission = book.add_submission("hw", name, timestamp=datetime(2026, 1, 1))
            grade = book.find_grade("grade-a", "hw", "hw", name)
            grade.auto_score, grade.manual_score, grade.needs_manual_grade = auto, manual, False
            submission.notebooks[0].late_submission_penalty = late
            book.db.commit()
        book.add_student("zoe")
    monkeypatch.undo()
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'x'\n")
    return root


@pytest.mark.parametrize(("name", "column"), [("Canvas", 3), ("Moodle", 0)])
def test_nbgrader_export_writes_the_gradebook_to_the_point(gradebook: Path, name: str, column: int) -> None:
    out = gradebook / f"{name}.csv"
    command = ["nbgrader", "export", f"--exporter=autograde.delivery.exports.{name}Exporter", "--to", str(out)]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(command, cwd=gradebook, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    grades = {line[column]: line[-1] for line in read(out.read_text())[1:]}
    expected = {"ada": "7.5", "bob": "9.25", "cem": "3"}
    assert {name: grades.get(name) for name in expected} == expected
    assert grades.get("zoe", "") == ""  # handed nothing in: no 0
    assert ",=1" not in out.read_text()
    assert '"=1' not in out.read_text()
