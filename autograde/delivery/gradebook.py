"""nbgrader at work in this process: its own converters and exchange, configured as on the command line.

Its gradebook, its autograded notebooks and its feedback come to be exactly as by `nbgrader autograde` and
`nbgrader generate_feedback`, for a chosen set of students and without a start of Python for each command.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde, GenerateFeedback, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from traitlets.config import Config

from autograde.delivery.nbgrader import MARK, mark
from autograde.records import Level
from autograde.submission import Found


class NotDelivered(Exception):
    """nbgrader could not be brought to do it; the text is what it said."""


class _Chosen:
    """Mixed into a converter: it converts what is there of the chosen students, and nothing else."""

    students: frozenset[str] = frozenset()
    assignments: Any

    def init_notebooks(self) -> None:
        super().init_notebooks()  # type: ignore[misc]
        chosen = {self._format_source(self.coursedir.assignment_id, student) for student in self.students}  # type: ignore[attr-defined]
        self.assignments = {path: found for path, found in self.assignments.items() if path in chosen}


class _Autograde(_Chosen, Autograde):
    pass


class _GenerateFeedback(_Chosen, GenerateFeedback):
    pass


class Nbgrader:
    """nbgrader for the course in a folder, with records from the store at `url`, graded at one isolation level.

    `settings` are added to what nbgrader_config.py says. Its messages go to `log`, a standard logger.
    """

    def __init__(self, root: Path, url: str, level: Level, settings: Config | None = None) -> None:
        self.level = level
        self._app = NbGrader(log_level=logging.CRITICAL)
        self._app.initialize([], root=str(root))
        self._app.update_config(Config(SubmissionExporter={"isolation": level, "store": url}))
        self._app.update_config(settings or Config())
        self.course: CourseDirectory = self._app.coursedir
        self.exchange = ExchangeFactory(parent=self._app)

    @property
    def log(self) -> logging.Logger:
        """Where nbgrader writes."""
        return self._app.log

    def gradebook(self) -> Gradebook:
        """nbgrader's database; a context manager."""
        return Gradebook(self.course.db_url, self.course.course_id)

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Where a step ("submitted", "autograded", "feedback", "release") keeps a student's part of an assignment."""
        return Path(self.course.format_path(getattr(self.course, f"{step}_directory"), student, assignment))

    def holds(self, found: Found) -> bool:
        """True when nbgrader would grade this: a notebook of the assignment's name in submitted/."""
        notebook = self.folder("submitted", found.name, found.assignment) / f"{found.assignment}.ipynb"
        return notebook.exists() and found.path.absolute().parent == notebook.parent

    def check(self, assignment: str) -> None:
        """NotDelivered when nbgrader does not know the assignment yet."""
        notebook = self.folder("release", ".", assignment) / f"{assignment}.ipynb"
        try:
            with self.gradebook() as gradebook:
                gradebook.find_notebook(assignment, assignment)
        except MissingEntry as error:
            raise NotDelivered(
                f"the gradebook does not know {assignment}: run `nbgrader generate_assignment {assignment}`"
            ) from error
        if not notebook.is_file():
            raise NotDelivered(f"there is no {notebook}: run `nbgrader generate_assignment {assignment}`")

    def current(self, assignment: str, student: str) -> bool:
        """True when gradebook and autograded notebook are those of what lies in submitted/ and of today's suite."""
        try:
            notebook = json.loads(self._autograded(assignment, student).read_text("utf-8"))
            made_from = notebook["metadata"]["autograde"][MARK]
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return bool(made_from == mark(self.folder("submitted", student, assignment), assignment, self.level))

    def autograde(self, assignment: str, students: Collection[str]) -> dict[str, str]:
        """Gradebook and autograded notebooks of these students; student -> what nbgrader said, where it failed.

        What is current stays as it is: nbgrader takes what it does again for a reason to look at manual grades again.
        """
        stale = {student for student in students if not self.current(assignment, student)}
        said = self._convert(_Autograde, assignment, stale)  # nbgrader removes what it failed to convert
        return {student: said for student in sorted(stale) if not self._autograded(assignment, student).is_file()}

    def generate_feedback(self, assignment: str, students: Collection[str]) -> dict[str, str]:
        """The feedback pages of these students, made anew; student -> what nbgrader said, where it failed."""
        pages = {student: self.folder("feedback", student, assignment) / f"{assignment}.html" for student in students}
        said = self._convert(_GenerateFeedback, assignment, set(students))
        return {student: said for student, page in pages.items() if not page.is_file()}

    def run(self, part: Any) -> None:
        """Let a part of the exchange do its work; NotDelivered with what it said."""
        with self._listening() as said:
            try:
                part.start()
            except (ExchangeError, OSError, RuntimeError, ValueError) as error:
                raise NotDelivered("\n".join([*said, str(error)])) from error

    def part(self, kind: Any, assignment: str, student: str) -> Any:
        """A part of nbgrader, such as one of the exchange's, at work on one student's assignment."""
        return kind(coursedir=self._course_of(assignment, student), authenticator=None, parent=self._app)

    def release_feedback(self, assignment: str, student: str) -> bool:
        """Put the feedback into the exchange, where `nbgrader fetch_feedback` finds it; False when the submission did
        not come from there. NotDelivered."""
        if not (self.folder("feedback", student, assignment) / "submission_secret.txt").is_file():
            return False
        self.run(self.part(self.exchange.release_feedback, assignment, student))
        return True

    def _course_of(self, assignment: str, student: str) -> CourseDirectory:
        return CourseDirectory(parent=self._app, root=self.course.root, assignment_id=assignment, student_id=student)

    def _autograded(self, assignment: str, student: str) -> Path:
        return self.folder("autograded", student, assignment) / f"{assignment}.ipynb"

    def _convert(self, converter: type, assignment: str, students: set[str]) -> str:
        """Run a converter over these students; what it said of failures."""
        if not students:
            return ""
        with self._listening() as said:
            part = converter(coursedir=self._course_of(assignment, "*"), parent=self._app)
            part.students, part.force = frozenset(students), True
            try:
                part.start()
            except (NbGraderException, SystemExit) as error:
                said.append(str(error))
        return "\n".join(said)

    @contextmanager
    def _listening(self) -> Iterator[list[str]]:
        """The errors that nbgrader logs meanwhile."""
        said: list[str] = []
        handler = logging.Handler(logging.ERROR)
        handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
        self.log.addHandler(handler)
        try:
            yield said
        finally:
            self.log.removeHandler(handler)
