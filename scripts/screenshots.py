"""Take the pictures of docs/instructors/images: feedback, the report, formgrader, JupyterLab's assignment list.

python scripts/screenshots.py    (needs Chromium; a minute and a half of processor time)

The class is made up: every student makes some of the mistakes of the corpus, the first ones often. No test compares the
pictures.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from pathlib import Path

from nbgrader.api import Gradebook
from PIL import Image
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import web  # noqa: E402

IMAGES = ROOT / "docs" / "instructors" / "images"
WRONG = ROOT / "tests" / "corpus" / "wrong" / web.NAME
STUDENTS, MISTAKES = 40, 30
BUNDLED = ("forgot_square_root", "half_done", "leaves_the_process", "not_a_notebook", "torch_inside", "unsolved")
FEEDBACK_FOR = "forgot_square_root"
IN_FORMGRADER = {"fan_out_for_fan_in": ("Ada", "Ay"), "half_done": ("Ben", "Bo"), "not_a_notebook": ("Cem", "Ce")}
COLORS = 256  # a palette: pages look the same, at a third of the size


def main() -> None:
    with tempfile.TemporaryDirectory() as place, web.chromium() as browser:
        folder = Path(place)
        hand_in_as_a_class(folder / "class")
        pages(browser, folder / "class")
        web_interface(browser, folder)
    for path in sorted(IMAGES.glob("*.png")):
        Image.open(path).convert("RGB").quantize(COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            path, optimize=True
        )
        print(path, f"{path.stat().st_size >> 10} kB")


def hand_in_as_a_class(course: Path) -> None:
    """A course folder in which a class handed in."""
    shutil.copytree(ROOT / "assignments" / web.NAME, course / "assignments" / web.NAME)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    reference = (ROOT / "solutions" / web.NAME / f"{web.NAME}.py").read_text()
    draw = random.Random(0)
    mistakes = draw.sample(sorted(WRONG.glob("*.py")), MISTAKES)
    for number in range(1, STUDENTS + 1):
        made = [path.read_text() for rank, path in enumerate(mistakes, 3) if draw.random() < 1 / rank]
        text = "\n# %%\n".join([reference, *made])
        write(course / "submitted" / f"student_{number:02}" / web.NAME / f"{web.NAME}.py", text)
    for name in BUNDLED:
        text = (web.BUNDLED / f"{name}.ipynb").read_text()
        write(course / "submitted" / name / web.NAME / f"{web.NAME}.ipynb", text)
    web.run(course, "autograde", "grade", "submitted", "--assignment", web.NAME)
    web.run(course, "autograde", "feedback", web.NAME)
    web.run(course, "autograde", "report", web.NAME)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(text)


def pages(browser: Browser, course: Path) -> None:
    """The feedback page on a desk and on a phone in the dark, side by side; the report with an exercise open."""
    feedback = course / "feedback_pages" / web.NAME / f"{FEEDBACK_FOR}.html"
    desk = browser.new_page(viewport={"width": 900, "height": 1560})
    desk.goto(feedback.as_uri())
    desk.screenshot(path=IMAGES / "feedback.png")
    phone = browser.new_page(viewport={"width": 390, "height": 1560}, color_scheme="dark")
    phone.goto(feedback.as_uri())
    phone.screenshot(path=course / "phone.png")
    left, right = Image.open(IMAGES / "feedback.png"), Image.open(course / "phone.png")
    both = Image.new("RGB", (left.width + 14 + right.width, left.height), "white")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + 14, 0))
    both.save(IMAGES / "feedback.png")
    desk.set_viewport_size({"width": 1100, "height": 2000})
    desk.goto((course / f"{web.NAME}-report.html").as_uri())
    desk.get_by_role("heading", name="glorot").click()
    desk.screenshot(path=IMAGES / "report.png")


def web_interface(browser: Browser, folder: Path) -> None:
    """A submission in formgrader, and the student's list when the feedback is there."""
    root, home, exchange = folder / "course", folder / "home", folder / "exchange"
    web.open_course(root, exchange)
    web.join_course(home, exchange)
    web.run(root, "nbgrader", "generate_assignment", web.NAME)
    web.run(root, "nbgrader", "release_assignment", web.NAME)
    web.hand_in(root, *IN_FORMGRADER)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        for student, (first, last) in IN_FORMGRADER.items():
            gradebook.update_or_create_student(student, first_name=first, last_name=last)
    with web.jupyter(root) as at, web.opened(browser, at.format("formgrader"), folder / "failed.png") as page:
        formgrader(page)
    web.run(home, "nbgrader", "fetch_assignment", web.NAME, "--course", "nitty-gritty")
    web.run(home, "nbgrader", "submit", web.NAME, "--course", "nitty-gritty")
    web.run(root, "autograde", "serve", web.NAME, "--once")
    with web.jupyter(home) as at, web.opened(browser, at.format("lab"), folder / "failed.png") as page:
        assignment_list(page)


def formgrader(page: Page) -> None:
    page.locator("#main-table .num-submissions a").click()
    expect(page.locator("#main-table .score").first).to_contain_text("110")
    page.set_viewport_size({"width": 1180, "height": 470})
    page.screenshot(path=IMAGES / "formgrader-submissions.png")
    page.locator("#main-table tr").filter(has_text="92 / 110").locator(".student-name a").click()
    page.locator("#main-table .name a").click()
    expect(page.locator("#grade-he")).to_have_attribute("placeholder", "7")
    page.set_viewport_size({"width": 1180, "height": 900})
    page.evaluate("window.scrollTo(0, document.querySelector('#grade-he').getBoundingClientRect().top - 70)")
    page.screenshot(path=IMAGES / "formgrader.png")


def assignment_list(page: Page) -> None:
    page.set_viewport_size({"width": 1180, "height": 520})
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Assignment List").click()
    page.locator("#fetched_assignments_list .assignment-notebooks-link").click()
    expect(page.locator("#submitted_assignments_list")).to_contain_text("(feedback available to fetch)")
    page.locator(".jp-SideBar.jp-mod-left [data-id=filebrowser]").click()  # folds the file browser
    page.screenshot(path=IMAGES / "assignment-list.png")


if __name__ == "__main__":
    main()
