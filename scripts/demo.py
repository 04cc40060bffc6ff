"""The whole path, for show: grade the bundled submissions, then let nbgrader do the same in a course folder, demo/.

`make demo` runs this in the environment it has set up.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from nbgrader.api import Gradebook

from autograde import jail

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "demo"
SUBMISSIONS = ROOT / "tests" / "submissions" / "initializers"
ASSIGNMENT = "initializers"

WHERE_TO_LOOK = """
Look at
  assignments/initializers/       what students get, as a notebook and as text
  demo/feedback/half_done/initializers/initializers.html    what a student gets back
  demo/records.json               every check of every submission, for programs
  demo/gradebook.db, grades.csv   nbgrader's gradebook, and the same as a table
"""


def main() -> None:
    shutil.rmtree(DEMO, ignore_errors=True)
    make_course()
    level = jail.best()
    print(f"== autograde grade tests/submissions/initializers (isolation: {level})", flush=True)
    report = DEMO / "records.json"
    run("autograde", "grade", SUBMISSIONS, "--assignment", ASSIGNMENT, "--isolation", level, "--json", report)
    print(
        "\n== nbgrader generate_assignment, autograde, generate_feedback, export (log: demo/nbgrader.log)", flush=True
    )
    with (DEMO / "nbgrader.log").open("w") as log:
        run("nbgrader", "generate_assignment", ASSIGNMENT, cwd=DEMO, log=log)
        run("nbgrader", "autograde", ASSIGNMENT, f"--SubmissionExporter.isolation={level}", cwd=DEMO, log=log)
        run("nbgrader", "generate_feedback", ASSIGNMENT, cwd=DEMO, log=log)
        run("nbgrader", "export", cwd=DEMO, log=log)
    compare()
    print(WHERE_TO_LOOK)


def make_course() -> None:
    """What an instructor has: nbgrader's configuration, source/ and submitted/."""
    shutil.copytree(ROOT / "source" / ASSIGNMENT, DEMO / "source" / ASSIGNMENT)
    shutil.copy(ROOT / "nbgrader_config.py", DEMO)
    for path in sorted(SUBMISSIONS.glob("*.ipynb")):
        folder = DEMO / "submitted" / path.stem / ASSIGNMENT
        folder.mkdir(parents=True)
        shutil.copy(path, folder / f"{ASSIGNMENT}.ipynb")


def run(*command: object, cwd: Path = ROOT, log: object = None) -> None:
    """Run a command of this environment; a failing one ends the demo."""
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}  # nbgrader's own, about SQLAlchemy
    output = {"stdout": log, "stderr": subprocess.STDOUT} if log else {}
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=environment, **output)
    if done.returncode:
        where = f"; see {log.name}" if log else ""
        sys.exit(f"{' '.join(map(str, command))} ended with status {done.returncode}{where}")


def compare() -> None:
    """The points of both ways, side by side."""
    records = json.loads((DEMO / "records.json").read_text())["records"]
    graded = {record["submission"]: record["score"] for record in records}
    with Gradebook(f"sqlite:///{DEMO / 'gradebook.db'}") as gradebook:
        booked = {item.student.id: item.score for item in gradebook.assignment_submissions(ASSIGNMENT)}
    print(f"{'submission':28}{'autograde':>10}{'gradebook':>11}")
    for name, score in booked.items():
        print(f"{name:28}{graded[name]:>10g}{score:>11g}")
    if any(graded[name] != score for name, score in booked.items()):
        sys.exit("the gradebook differs from `autograde grade`")


if __name__ == "__main__":
    main()
