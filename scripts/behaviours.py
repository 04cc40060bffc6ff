"""The table of documented behaviours: which hidden checks pin each of them down, read from the checks' marks.

python scripts/behaviours.py            write docs/course/behaviours.md
python scripts/behaviours.py --check    fail when the page is stale or a behaviour has no check
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograde.audit import function_name
from autograde.judge import MARKS, check_of
from autograde.suites import HIDDEN, Check

COURSE = Path(__file__).resolve().parent.parent / "docs" / "course"
STATEMENTS = COURSE / "behaviours.toml"
PAGE = COURSE / "behaviours.md"
ASSIGNMENTS = (
    *("backprop", "activations", "initializers", "vanishing_gradients", "normalization", "trainability"),
    *("network_size", "nitty_gritty"),
)  # in the order of the course

HEAD = """\
<!-- Written by `python scripts/behaviours.py` from behaviours.toml and the marks of the hidden checks: do not edit. -->

# What the course claims, and what checks it

Each statement below is a claim of the course about training neural networks, and each is pinned down by at least one
hidden check: an implementation for which it does not hold loses points. A check says by a mark which behaviour it is
there for; this page is made from the marks, and the tests fail when a statement has no check or when the page is older
than the marks. Numbers count the checks, each parameter set of a parametrized check for itself.
"""


@dataclass(frozen=True)
class Behaviour:
    """A documented behaviour; `title` and `statement` are plain text."""

    number: int
    title: str
    statement: str

    @property
    def heading(self) -> str:
        """The heading of its section."""
        return f"{self.number}. {self.title}"


def slug(heading: str) -> str:
    """The anchor that a heading gets, on the site as on GitHub."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


class _Collector:
    """A pytest plugin that reads the marks of what is collected, and runs nothing."""

    def __init__(self) -> None:
        self.checks: list[tuple[str, Check]] = []
        self.problems: list[str] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        for mark in MARKS:
            config.addinivalue_line("markers", f"{mark}: read by the judge")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(f"{report.nodeid}: {report.longreprtext}")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.checks = [(item.path.parent.name, check_of(item)) for item in session.items]


def behaviours() -> list[Behaviour]:
    """The documented behaviours, by number."""
    entries = tomllib.loads(STATEMENTS.read_text(encoding="utf-8"))
    found = [Behaviour(int(key), entry["title"], entry["statement"].strip()) for key, entry in entries.items()]
    return sorted(found, key=lambda behaviour: behaviour.number)


def collect() -> list[tuple[str, Check]]:
    """(assignment, check) of all hidden checks; SystemExit when a suite cannot be imported."""
    collector = _Collector()
    folders = [str(HIDDEN / assignment) for assignment in ASSIGNMENTS if list((HIDDEN / assignment).glob("test_*.py"))]
    options = ["--collect-only", "--noconftest", "-c", os.devnull, f"--rootdir={HIDDEN}", "-p", "no:cacheprovider"]
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main([*folders, *options], plugins=[collector])
    if collector.problems:
        sys.exit("\n".join(collector.problems))
    return collector.checks


def empty(checks: list[tuple[str, Check]]) -> list[Behaviour]:
    """The behaviours that no check is there for."""
    pinned = {number for _, check in checks for number in check.behaviours}
    return [behaviour for behaviour in behaviours() if behaviour.number not in pinned]


def render(checks: list[tuple[str, Check]]) -> str:
    """The page."""
    known = behaviours()
    lines = [HEAD, "| behaviour | checks | in |", "|---|---:|---|"]
    for behaviour in known:
        counts = Counter(assignment for assignment, check in checks if behaviour.number in check.behaviours)
        places = ", ".join(f"`{assignment}`" for assignment in counts)
        lines.append(f"| [{behaviour.heading}](#{slug(behaviour.heading)}) | {counts.total()} | {places} |")
    for behaviour in known:
        lines += ["", f"## {behaviour.heading}", "", behaviour.statement, "", *_listed(behaviour.number, checks)]
    return "\n".join(lines) + "\n"


def _listed(number: int, checks: list[tuple[str, Check]]) -> list[str]:
    """One line per assignment and exercise: its checks, parameter sets counted."""
    groups: dict[tuple[str, str], Counter[str]] = {}
    for assignment, check in checks:
        if number in check.behaviours:
            groups.setdefault((assignment, check.exercise), Counter())[function_name(check.name)] += 1
    lines = []
    for (assignment, exercise), names in groups.items():
        shown = ", ".join(f"`{name}`" + (f" ({count})" if count > 1 else "") for name, count in names.items())
        lines.append(f"- `{assignment}`, exercise `{exercise}`: {shown}")
    return lines or ["- no check yet"]


def main() -> None:
    """Write the page, or compare it."""
    checks = collect()
    problems = [f"behaviour {each.number} ({each.title}) has no hidden check" for each in empty(checks)]
    page = render(checks)
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != page:
        problems.append("docs/course/behaviours.md is stale: run `python scripts/behaviours.py`")
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
