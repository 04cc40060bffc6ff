"""Pages in a real browser: an instructor in formgrader, a student in JupyterLab's assignment list, our own pages.

Every step waits for a condition, none for a time. The versions are those of constraints.txt.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
import web
from nbgrader.api import Gradebook
from nbgrader.utils import get_username
from playwright.sync_api import Locator, Page, expect
from web import BUNDLED, NAME

from autograde import manifest as manifests
from autograde.delivery import feedback, report
from autograde.delivery.report import HandedIn, Problem
from autograde.delivery.stored import Stored
from autograde.delivery.visibility import Visibility
from autograde.notebook import role
from autograde.records import CellError, ExerciseResult, Record, TestResult
from autograde.store import Grading, Key

needs_chromium = pytest.mark.skipif(web.CHROMIUM is None, reason="there is no Chromium here")

STUDENT = get_username()  # who hands in through the exchange; the others' submissions are there already
REFLECTION = "Every unit of a layer computes the same."
COMMENT = "And for which activation do they learn nothing at all?"


@needs_chromium
def test_a_course_in_the_browser(tmp_path: Path) -> None:
    root, home, exchange = tmp_path / "course", tmp_path / "home", tmp_path / "exchange"
    web.open_course(root, exchange)
    web.join_course(home, exchange)
    with (
        web.chromium() as browser,
        web.jupyter(root) as course,
        web.jupyter(home) as lab,
        web.opened(browser, course.format("formgrader"), tmp_path / "formgrader.png") as instructor,
        web.opened(browser, lab.format("lab"), tmp_path / "jupyterlab.png") as student,
    ):
        release(instructor)
        do_the_homework(student, home)
        web.hand_in(root, "half_done", "not_a_notebook")
        collect_and_autograde(instructor)
        grade_by_hand(instructor)
        give_feedback(instructor)
        read_feedback(student)
    [feedback] = (home / NAME / "feedback").glob(f"*/{NAME}.html")
    page = feedback.read_text()
    assert "This is the variance that fan_out would give." in page  # the grader's words
    assert COMMENT in page
    assert "(Score: 99.0 / 110.0)" in page
    assert booked(root) == {
        "half_done": (60, 110, None, True),
        "not_a_notebook": (0, 110, None, False),
        STUDENT: (99, 110, 7, False),
    }


def booked(root: Path) -> dict[str, tuple[float, float, float | None, bool]]:
    """The gradebook's database: student -> score, maximum, the reflection's points by hand, whether it waits."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: (
                submission.score,
                submission.max_score,
                gradebook.find_grade("reflection", NAME, NAME, submission.student.id).manual_score,
                submission.needs_manual_grade,
            )
            for submission in gradebook.assignment_submissions(NAME)
        }


# --- the instructor, in formgrader ------------------------------------------------------------------------------------


def release(page: Page) -> None:
    """Make the students' version, and put it where they can fetch it."""
    assignment = page.locator("#main-table tr")
    expect(assignment.locator(".name")).to_have_text(NAME)
    expect(assignment.locator(".status")).to_have_text("draft")
    assignment.locator(".assign a").click()
    succeeds(page, "Successfully created the student version")
    assignment.locator(".release a").click()
    succeeds(page, "Successfully released")
    expect(assignment.locator(".status")).to_have_text("released")


def collect_and_autograde(page: Page) -> None:
    """Collect the student's submission beside the two that are there, and have it graded from the page."""
    page.reload()
    page.locator("#main-table .collect a").click()
    succeeds(page, "Successfully collected")
    expect(page.locator("#main-table .num-submissions")).to_have_text("3")
    page.locator("#main-table .num-submissions a").click()
    for name, status, score in (
        ("half_done", "needs manual grading", "60 / 110"),
        ("not_a_notebook", "graded", "0 / 110"),
        (STUDENT, "needs autograding", ""),
    ):
        expect(row(page, name).locator(".status")).to_have_text(status)
        expect(row(page, name).locator(".score")).to_have_text(score)
    row(page, STUDENT).locator(".autograde a").click()
    succeeds(page, "Successfully autograded")
    expect(row(page, STUDENT).locator(".status")).to_have_text("needs manual grading")
    expect(row(page, STUDENT).locator(".score")).to_have_text("92 / 110")


def grade_by_hand(page: Page) -> None:
    """Open the submission: points and what the checks say are there, and the reflection can be graded."""
    row(page, STUDENT).locator(".student-name a").click()
    page.locator("#main-table .name a").click()
    expect(page.get_by_text("Graded: 92 of 100 points.")).to_be_visible()
    expect(page.locator("#grade-glorot")).to_have_attribute("placeholder", "15")
    expect(page.locator("#grade-he")).to_have_attribute("placeholder", "7")
    said = page.locator(".cell").filter(has=page.locator("#grade-he")).locator(".ag .failure")
    expect(said).to_contain_text("This is the variance that fan_out would give.")
    expect(page.get_by_text(REFLECTION)).to_be_visible()
    for field, value in (("#reflection", "7"), ("#reflection-comment", COMMENT)):
        with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
            page.locator(field).fill(value)
            page.locator(field).press("Tab")
        assert saved.value.ok


def give_feedback(page: Page) -> None:
    """The total is there; make the feedback and hand it back."""
    page.get_by_role("link", name="Manual Grading").click()
    page.get_by_role("link", name="Manage Assignments").click()
    page.locator("#main-table .num-submissions a").click()
    expect(row(page, STUDENT).locator(".status")).to_have_text("graded")
    expect(row(page, STUDENT).locator(".score")).to_have_text("99 / 110")
    row(page, STUDENT).locator(".generate-feedback a").click()
    succeeds(page, "Successfully generated feedback")
    row(page, STUDENT).locator(".release-feedback a").click()
    succeeds(page, "Successfully released feedback")


def row(page: Page, student: str) -> Locator:
    """A student's row in the list of an assignment's submissions."""
    return page.locator("#main-table tr").filter(has=page.locator(f'.student-id[data-order="{student}"]'))


def succeeds(page: Page, said: str) -> None:
    """Wait until formgrader says how what was asked for ended, which must be well, and close the message."""
    dialog = page.locator(".modal-dialog")
    expect(dialog).to_contain_text(said)
    dialog.get_by_role("button", name="OK").click()
    expect(dialog).to_have_count(0)


# --- the student, in JupyterLab ---------------------------------------------------------------------------------------


def do_the_homework(page: Page, home: Path) -> None:
    """Fetch, write, validate, submit."""
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Assignment List").click()
    page.locator("#released_assignments_list").get_by_role("button", name="Fetch").click()
    fetched = page.locator("#fetched_assignments_list")
    fetched.locator(".assignment-notebooks-link").click()
    folder = home / NAME
    assert {path.name for path in folder.iterdir()} == {f"{NAME}.ipynb", f"{NAME}.py"}
    (folder / f"{NAME}.ipynb").write_text(written("complete"))
    validate(page, "Success! Your notebook passes all the tests.")
    (folder / f"{NAME}.ipynb").write_text(written("fan_out_for_fan_in"))
    validate(page, "he_normal: the variance should be 2 / 400 = 0.005; yours is")
    fetched.get_by_role("button", name="Submit").click()
    expect(page.locator("#submitted_assignments_list .list_item").first).to_contain_text(NAME)


def written(name: str) -> str:
    """A bundled submission with a reflection, and without its experiments, which train, plot and count for nothing."""
    notebook = nbformat.read(BUNDLED / f"{name}.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if role(cell) != "experiment"]
    for cell in notebook.cells:
        if role(cell) == "reflection":
            cell.source = REFLECTION
    return json.dumps(notebook)


def validate(page: Page, said: str) -> None:
    page.locator("#fetched_assignments_list").get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text(said)
    dialog.get_by_role("button", name="OK").click()


def read_feedback(page: Page) -> None:
    """Fetch the feedback; its link leads to its folder in the file browser."""
    submitted = page.locator("#submitted_assignments_list")
    page.locator("#refresh_assignments_list").click()
    expect(submitted).to_contain_text("(feedback available to fetch)")
    submitted.get_by_role("button", name="Fetch Feedback").click()
    submitted.get_by_text("(view feedback)").click()
    expect(page.locator(".jp-DirListing-content")).to_contain_text(f"{NAME}.html")


# --- the project's own pages ------------------------------------------------------------------------------------------


@needs_chromium
@pytest.mark.parametrize("width", [320, 1200])
def test_pages_fit_the_screen_whatever_was_handed_in(tmp_path: Path, width: int) -> None:
    long = "<b>" + "z" * 5000
    said = TestResult("test_he", "failed", 0.0, 15.0, f"he_normal({long})\nexpected: {long}\nclue: {long}\n{long}")
    exercises = (ExerciseResult("he", 0.0, 15.0, (said,)),)
    made = Record(long, "x.py", "d", "graded", None, "sealed", 0.0, 100.0, 0.1, exercises, (CellError(1, 1, long),))
    manifest, moment = manifests.load(NAME), datetime(2026, 3, 1, tzinfo=UTC)
    grading = Grading(NAME, long, "/x.py", Key("d", "s", "e", "sealed"), 0.0, moment)
    problems = HandedIn(frozenset({long}), (Problem(long, long),))
    pages = {
        "feedback": feedback.page(made, manifest, Visibility(), moment),
        "report": report.page(report.summary([Stored(grading, made, 1)], manifest, problems), moment),
    }
    with web.chromium() as browser:
        page = browser.new_page(viewport={"width": width, "height": 800})
        for name, text in pages.items():
            (tmp_path / name).with_suffix(".html").write_text(text)
            page.goto((tmp_path / name).with_suffix(".html").as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
