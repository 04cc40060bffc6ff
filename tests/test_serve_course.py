"""A course played from end to end by nbgrader's own tools, with `autograde serve` killed twice on the way.

COURSE_STUDENTS=30 makes the class larger.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeFetchFeedback, ExchangeSubmit
from traitlets.config import Config

from autograde import jail

ROOT = Path(__file__).resolve().parent.parent
NAME = "initializers"
BUNDLED = ROOT / "tests" / "submissions" / NAME
STUDENTS = int(os.environ.get("COURSE_STUDENTS", "6"))
HANDED_IN = ("half_done", "fan_out_for_fan_in", "leaves_the_process", "own_helper_cells", "unsolved", "not_a_notebook")
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "PYTHONWARNINGS": "ignore",
    "OMP_NUM_THREADS": "1",
}


def run(folder: Path, *words: str) -> str:
    done = subprocess.run(words, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


class Student:
    """A student with a folder and a cache of their own. `by_command`: nbgrader's commands, else the same code here."""

    def __init__(self, name: str, exchange: Path, home: Path, by_command: bool) -> None:
        self.name, self.home, self._by_command = name, home, by_command
        home.mkdir(parents=True)
        settings = {"root": str(exchange), "cache": str(home / "cache"), "assignment_dir": str(home)}
        self._config = Config(Exchange=settings, CourseDirectory={"course_id": "nitty-gritty"})
        lines = [f"c.Exchange.{key} = {value!r}" for key, value in settings.items()]
        (home / "nbgrader_config.py").write_text("\n".join([*lines, "c.CourseDirectory.course_id = 'nitty-gritty'"]))

    def fetch(self) -> None:
        self._do("fetch_assignment", ExchangeFetchAssignment)

    def submit(self, handed_in: str) -> None:
        shutil.copy(BUNDLED / f"{handed_in}.ipynb", self.home / NAME / f"{NAME}.ipynb")
        self._do("submit", ExchangeSubmit)

    def fetch_feedback(self) -> list[str]:
        """The pages, oldest submission first."""
        self._do("fetch_feedback", ExchangeFetchFeedback)
        return [page.read_text() for page in sorted((self.home / NAME / "feedback").glob(f"*/{NAME}.html"))]

    def _do(self, verb: str, part: Any) -> None:
        if self._by_command:
            run(self.home, "nbgrader", verb, NAME, f"--student={self.name}")
            return
        course = CourseDirectory(config=self._config, assignment_id=NAME, student_id=self.name, root=str(self.home))
        part(coursedir=course, authenticator=Authenticator(), config=self._config).start()


class Service:
    """`autograde serve` in a course folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["autograde", "serve", NAME, "--isolation", jail.best()]
        with (self.root / "serve.out").open("ab") as out:
            self._process = subprocess.Popen(command, cwd=self.root, env=ENVIRONMENT, stdout=out, stderr=out)

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def end(self) -> int:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(60)

    def events(self, name: str) -> list[dict[str, Any]]:
        log = self.root / ".autograde" / "serve.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [line for line in map(json.loads, lines) if line["event"] == name]

    def until(self, condition: Callable[[], object], seconds: float = 240) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert self._process is not None
            assert self._process.poll() is None, (self.root / "serve.out").read_text()
            assert time.monotonic() < end, (self.root / "serve.out").read_text()
            time.sleep(0.02)

    def answered(self) -> set[str]:
        return {event["version"] for event in self.events("delivered")}


def open_course(root: Path, exchange: Path) -> None:
    """An instructor's course folder, with the assignment released."""
    shutil.copytree(ROOT / "source" / NAME, root / "source" / NAME)
    exchange.mkdir()
    exchange.chmod(0o777)
    config = (ROOT / "nbgrader_config.py").read_text()
    (root / "nbgrader_config.py").write_text(config + f"c.Exchange.root = {str(exchange)!r}\n")
    (root / "autograde.toml").write_text('[service]\nlate_penalty = "zero"\n')
    run(root, "nbgrader", "generate_assignment", NAME)
    run(root, "nbgrader", "release_assignment", NAME)


def test_a_course(tmp_path: Path) -> None:
    root, exchange = tmp_path / "course", tmp_path / "exchange"
    open_course(root, exchange)
    students = [Student(f"s{n:02}", exchange, tmp_path / f"s{n:02}", n == 0) for n in range(STUDENTS)]
    handed_in = {student.name: HANDED_IN[n % len(HANDED_IN)] for n, student in enumerate(students)}
    service = Service(root)
    service.start()
    for student in students:
        student.fetch()

    students[0].submit(handed_in["s00"])
    service.until(service.answered)
    service.kill()  # at rest
    for student in students[1:-1]:
        student.submit(handed_in[student.name])
    service.start()
    service.until(lambda: len(service.events("delivering")) > 1)
    service.kill()  # at work
    loot = next((exchange / "nitty-gritty" / "inbound").glob("s02+*")) / "loot.html"
    loot.symlink_to(root / "nbgrader_config.py")
    service.start()
    service.until(lambda: len(service.answered()) == STUDENTS - 1)

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=datetime.now(UTC).replace(tzinfo=None))
    late, again = students[-1], students[1]
    handed_in[late.name] = "own_helper_cells"
    late.submit(handed_in[late.name])
    service.until(lambda: len(service.answered()) == STUDENTS)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=None)
    handed_in[again.name] = "complete"
    again.submit("complete")
    service.until(lambda: len(service.answered()) == STUDENTS + 1)
    said = json.loads(run(root, "autograde", "status", "--json"))
    assert (said["running"], said["assignments"][NAME]["delivered"]) == (True, STUDENTS + 1)
    assert service.end() == 0

    delivered = service.events("delivered")
    seconds = [event["seconds"] for event in delivered]
    print(f"from submission to feedback, kills included: median {statistics.median(seconds):.1f} s")
    assert len(delivered) == len(service.answered())  # nothing was answered twice
    assert all(event["released"] for event in delivered)
    score = {event["student"]: event["score"] for event in delivered}
    assert score["s01"] == 100
    assert score["s02"] == 85  # the hostile one keeps what it earned

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        booked = {item.student.id: item for item in gradebook.assignment_submissions(NAME)}
        assert {name: item.score for name, item in booked.items()} == {name: s or 0 for name, s in score.items()}
        assert booked[late.name].notebooks[0].late_submission_penalty == score[late.name] == 100
    for student in students:
        pages = student.fetch_feedback()
        assert len(pages) == 1 + (student is again)
        assert "get_config" not in pages[-1]
    assert not list((root / "submitted").rglob("loot.html"))

    run(root, "autograde", "grade", "submitted", "--isolation", jail.best(), "--json", "records.json")
    records = json.loads((root / "records.json").read_text())["records"]
    assert {record["submission"]: record["score"] for record in records} == {n: s or 0 for n, s in score.items()}
    run(root, "nbgrader", "export")
    with (root / "grades.csv").open() as file:
        exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert exported == {name: 0 if name == late.name else s or 0 for name, s in score.items()}
    for name, wanted in handed_in.items():
        if wanted != "not_a_notebook":
            kept = nbformat.read(root / "submitted" / name / NAME / f"{NAME}.ipynb", as_version=4)
            assert kept == nbformat.read(BUNDLED / f"{wanted}.ipynb", as_version=4)
