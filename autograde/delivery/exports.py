"""Grades for Canvas and Moodle: CSV as their imports read it, from nbgrader's gradebook or from the store.

    nbgrader export --exporter=autograde.delivery.exports.CanvasExporter --to canvas.csv
    nbgrader export --exporter=autograde.delivery.exports.MoodleExporter --to moodle.csv

Who handed nothing in has no grade, which is not a 0: an empty cell for Canvas, no line at all for Moodle.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Dict

from autograde import manifest as manifests
from autograde.delivery import stored
from autograde.delivery.sheets import Cell, table
from autograde.store import Store

System = Literal["canvas", "moodle"]


class ExportError(Exception):
    """The grades cannot be exported as asked; the text says what is missing."""


class Student(msgspec.Struct, frozen=True):
    """Who a line is about. `id` is the name of the folder they hand in under: the login of the learning system."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""


class Column(msgspec.Struct, frozen=True):
    """An assignment: what its column is called, its points, and the grade of each student who has one."""

    title: str
    max_score: float
    grades: dict[str, float]


def canvas(students: Sequence[Student], columns: Sequence[Column]) -> str:
    """Canvas finds students by ID, then by SIS Login ID, then by name; a title that ends with Canvas's own number in
    parentheses, as in its export, finds the assignment by that number."""
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(column.title for column in columns)]
    points: list[Cell] = ["    Points Possible", None, None, None, None, *(column.max_score for column in columns)]
    rows: list[list[Cell]] = [
        [_sortable(s), s.lms_user_id, None, s.id, None, *(_rounded(column.grades.get(s.id)) for column in columns)]
        for s in students
    ]
    return table(header, [points, *rows])


def moodle(students: Sequence[Student], columns: Sequence[Column], percent: bool = False) -> str:
    """One line per student who has a grade. `percent`: of each assignment's points, for items of 100.

    Moodle gives a line whose identifying cell is empty to the student of the line above, so a column that could be
    chosen for that is written only when every line has it.
    """
    graded = [s for s in students if s.id and any(s.id in column.grades for column in columns)]
    known = ["id", "first_name", "last_name"] + (["email"] if all(s.email for s in graded) else [])
    names = {"id": "Username", "first_name": "First name", "last_name": "Last name", "email": "Email address"}
    rows: list[list[Cell]] = [
        [*(getattr(s, field) for field in known), *(_moodle_grade(column, s.id, percent) for column in columns)]
        for s in graded
    ]
    return table([*(names[field] for field in known), *(column.title for column in columns)], rows)


def _moodle_grade(column: Column, student: str, percent: bool) -> Cell:
    grade = column.grades.get(student)
    if grade is None:
        return None
    return _rounded(100.0 * grade / column.max_score if percent and column.max_score else grade)


def _rounded(grade: float | None) -> float | None:
    return None if grade is None else round(grade, 5)


def _sortable(student: Student) -> str:
    return ", ".join(part for part in (student.last_name, student.first_name) if part) or student.id


# --- from the store ---------------------------------------------------------------------------------------------------


def from_store(store: Store, assignments: Sequence[str], titles: Mapping[str, str]) -> list[Column]:
    """The latest grade of each submission, without anything that was graded by hand."""
    columns = []
    for assignment in assignments:
        manifest = manifests.load(assignment)
        grades = {item.record.submission: item.record.score for item in stored.latest(store, assignment)}
        columns.append(Column(titles.get(assignment, assignment), manifest.max_score, grades))
    return columns


def roster(path: Path) -> list[Student]:
    """Students from a CSV with the columns of `nbgrader db student import`: id, and first_name, last_name, email,
    lms_user_id where they are known. ExportError when it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ExportError(f"{path}: cannot be read as CSV: {error}") from error
    if not lines or not all(line.get("id") for line in lines):
        raise ExportError(f"{path}: every line needs an id, the name under which the student hands in")
    fields = Student.__struct_fields__
    return [Student(**{name: line.get(name) or "" for name in fields}) for line in lines]


def unknown(students: Sequence[Student], columns: Sequence[Column]) -> list[str]:
    """Who has a grade and is not among the students, sorted."""
    listed = {student.id for student in students}
    return sorted({name for column in columns for name in column.grades} - listed)


# --- from nbgrader's gradebook ----------------------------------------------------------------------------------------


class _Exporter(ExportPlugin):
    """What both exporters share: grades by hand and late penalties included, as nbgrader's own exporter has them."""

    titles = Dict(help="assignment -> title of its column in the learning system").tag(config=True)
    default_file = ""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file; grades that still need a human are named in a warning."""
        path = Path(self.to or self.default_file)
        chosen = [a for a in gradebook.assignments if not self.assignment or a.name in self.assignment]
        students = [s for s in gradebook.students if not self.student or s.id in map(str, self.student)]
        listed = [_student(student) for student in students]
        columns = [self._column(gradebook, assignment, listed) for assignment in chosen]
        stored.write(path, self.text(listed, columns))
        self.log.info("Exported %s students, %s assignments to %s", len(listed), len(columns), path)

    def text(self, students: list[Student], columns: list[Column]) -> str:
        """The file."""
        raise NotImplementedError

    def _column(self, gradebook: Gradebook, assignment: Any, students: list[Student]) -> Column:
        grades = {}
        for student in students:
            try:
                submission = gradebook.find_submission(assignment.name, student.id)
            except MissingEntry:
                continue
            if submission.needs_manual_grade:
                self.log.warning("%s of %s: some of it still needs to be graded by hand", assignment.name, student.id)
            grades[student.id] = max(0.0, submission.score - (submission.late_submission_penalty or 0.0))
        return Column(self.titles.get(assignment.name, assignment.name), assignment.max_score, grades)


class CanvasExporter(_Exporter):
    """Canvas's gradebook CSV."""

    default_file = "canvas.csv"

    def text(self, students: list[Student], columns: list[Column]) -> str:
        """The file."""
        return canvas(students, columns)


class MoodleExporter(_Exporter):
    """Moodle's grade import CSV."""

    default_file = "moodle.csv"
    percent = Bool(False, help="Grades in percent of the points, for grade items of 100.").tag(config=True)

    def text(self, students: list[Student], columns: list[Column]) -> str:
        """The file."""
        return moodle(students, columns, self.percent)


def _student(student: Any) -> Student:
    return Student(**{name: str(getattr(student, name) or "") for name in Student.__struct_fields__})
