"""nbgrader, with the students' code run by this project's grader (see nbgrader_config.py).

`nbgrader autograde` reads a submission (`SubmissionExporter`), restores what was given to students, and then, instead
of executing the notebook beside its tests, writes the grader's results into it (`GradeSubmission`), from where
nbgrader's own `SaveAutoGrades` takes them. What has a record in the store is not graded again.
"""

from __future__ import annotations

import hashlib
import warnings
import weakref
from pathlib import Path
from typing import Any, get_args

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from sqlalchemy.exc import SAWarning
from traitlets import Enum, Unicode

from autograde import course, grading
from autograde import manifest as manifests
from autograde.delivery import outputs, visibility
from autograde.delivery.restore import load, restore
from autograde.manifest import Manifest
from autograde.notebook import grade_id, role
from autograde.ondemand import OnDemand
from autograde.records import Level, Record
from autograde.store import Store
from autograde.submission import Found, Rejected, in_folder, read
from autograde.suites import environment_digest, suite_digest

# How nbgrader makes rows of its gradebook: nothing that an instructor could change.
warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.api")

MARK = "graded"  # in `metadata.autograde` of a graded notebook: what it was made from


class SubmissionExporter(NotebookExporter):
    """Reads what students handed in as data, whatever it is, and keeps the grader warm from one to the next."""

    isolation = Enum(get_args(Level), None, allow_none=True, help="Of the grader; by default the best here.").tag(
        config=True
    )
    store = Unicode(help="URL of the store; by default the one of `autograde grade` in this course.").tag(config=True)

    _grader: OnDemand | None = None
    _store: Store | None = None

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """A submitted file is restored; the notebook that came of it, in nbgrader's second step, is read as usual."""
        assert resources is not None
        if Path(filename) != self.submitted(resources):
            return super().from_filename(filename, resources, **kw)
        return self.from_notebook_node(self._restored(Path(filename), resources), resources, **kw)

    def submitted(self, resources: dict[str, Any]) -> Path:
        """The file as the student handed it in."""
        ids = resources["nbgrader"]
        folder = self._course.format_path(self._course.submitted_directory, ids["student"], ids["assignment"])
        return Path(folder) / f"{ids['notebook']}.ipynb"

    def graded(self, found: Found) -> tuple[Record, str]:
        """The record of a submission, from the store or new, and the mark of what it was made from.

        GraderError when the grader failed.
        """
        if self._grader is None or self._store is None:
            self._grader = OnDemand(found.assignment, self.isolation)
            self._store = Store(self.store or course.store_url(Path(self._course.root)))
            finalizer = weakref.finalize(self, _close, self._grader, self._store)
            finalizer.atexit = False  # when this process ends, its end of the judges' sockets tells them to end too
        [(_, outcome)] = grading.grade([found], self._grader, self._store)
        if not isinstance(outcome, Record):
            raise outcome
        return outcome, mark(found.path.parent, found.assignment, self._grader.level)

    @property
    def _course(self) -> CourseDirectory:
        converter: Any = self.parent
        return converter.coursedir

    def _restored(self, path: Path, resources: dict[str, Any]) -> NotebookNode:
        ids = resources["nbgrader"]
        folder = self._course.format_path(self._course.release_directory, ".", ids["assignment"])
        released = nbformat.read(Path(folder) / f"{ids['notebook']}.ipynb", as_version=4)
        try:
            read(path, manifests.load(ids["assignment"]))
            submitted = load(path)
        except (Rejected, ValueError):  # nothing of it can be shown; GradeSubmission gives the reason
            return released
        return restore(submitted, released)


class GradeSubmission(NbGraderPreprocessor):
    """Takes the place of nbgrader's `Execute`: the hidden suite judges the submitted file; no cell is executed here."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Write the record into the notebook. An error here ends this submission with a message, not with a grade."""
        ids = resources["nbgrader"]
        found = in_folder(self.parent.submitted(resources).parent, ids["student"], ids["assignment"])
        record, made_from = self.parent.graded(found)
        if record.status == "rejected":
            self.log.warning("%s: not graded: %s", ids["student"], record.reason)
            self._write_rejection(nb, record, resources)
        else:
            self._write_grades(nb, record, manifests.load(ids["assignment"]))
            self._write_cell_errors(nb, record)
        nb.cells.insert(0, new_markdown_cell(outputs.heading(record), id="graded"))
        nb.metadata["autograde"] = {MARK: made_from}
        return nb, resources

    def _write_grades(self, nb: NotebookNode, record: Record, manifest: Manifest) -> None:
        results = {f"grade-{result.name}": result for result in record.exercises}
        for cell in _check_cells(nb):
            result = results.get(grade_id(cell))
            if result is None or float(cell.metadata.nbgrader.points) != result.max_score:
                raise RuntimeError(
                    f"the gradebook's {grade_id(cell)} is not the manifest's: run `autograde build` and "
                    f"`nbgrader generate_assignment`, then grade again"
                )
            cell.outputs = outputs.exercise_outputs(result, manifest.exercise(result.name))

    def _write_rejection(self, nb: NotebookNode, record: Record, resources: dict[str, Any]) -> None:
        """No points and the reason; where an earlier submission was graded, its points stay."""
        with Gradebook(resources["nbgrader"]["db_url"]) as gradebook:
            for cell in _check_cells(nb):
                earlier = _earlier_score(gradebook, grade_id(cell), resources["nbgrader"])
                kept = ["The points of an earlier submission are kept."] if earlier else []
                maximum = float(cell.metadata.nbgrader.points)
                cell.outputs = outputs.score_outputs(earlier, maximum, "Not graded.", [f"{record.reason}.", *kept])

    def _write_cell_errors(self, nb: NotebookNode, record: Record) -> None:
        errors = {error.number: error for error in record.cells}
        for cell in nb.cells:
            error = errors.get(cell.metadata.get("autograde", {}).get("number"))
            if error and cell.cell_type == "code" and role(cell) != "checks":
                cell.outputs = [outputs.cell_error(error)]


class ShowFeedback(NbGraderPreprocessor):
    """In `nbgrader generate_feedback`: leaves of what the checks say what feedback.toml shows at this moment."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Make the blocks below the check cells anew. VisibilityError when feedback.toml is not right."""
        assignment = resources["nbgrader"]["assignment"]
        rules = visibility.load(Path(self.parent.parent.coursedir.root)).of(assignment)
        manifest = manifests.load(assignment)
        exercises = {f"grade-{exercise.name}": exercise for exercise in manifest.exercises}
        for cell in _check_cells(nb):
            if grade_id(cell) in exercises:
                cell.outputs = outputs.show(cell.outputs, exercises[grade_id(cell)], rules)
        return nb, resources


def mark(folder: Path, assignment: str, level: Level) -> str:
    """Changes when anything changes that a graded notebook and its grades are made from."""
    digest = hashlib.sha256("\0".join((suite_digest(assignment), environment_digest(), level)).encode())
    for name in (f"{assignment}.ipynb", f"{assignment}.py", "timestamp.txt"):
        path = folder / name
        if path.is_file() and not path.is_symlink():
            digest.update(f"\0{name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:32]


def _close(grader: OnDemand, store: Store) -> None:
    grader.close()
    store.close()


def _check_cells(nb: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in nb.cells if role(cell) == "checks"]


def _earlier_score(gradebook: Gradebook, name: str, ids: dict[str, Any]) -> float:
    """The points that an earlier submission got; 0.0 when there was none."""
    try:
        grade = gradebook.find_grade(name, ids["notebook"], ids["assignment"], ids["student"])
    except MissingEntry:
        return 0.0
    return float(grade.auto_score or 0.0)
