"""The recorded evening, lived again, and what a terminal does to `autograde watch`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import evening
import nbformat
import pytest

from autograde.notebook import solution_lines

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed: no terminal to drive")


def shape(page: str) -> list[str]:
    """The page without what may differ from one computer to the next: numbers, and white space."""
    return [" ".join(re.sub(r"\d+", "0", line).split()) for line in page.splitlines()]


def test_the_page_is_what_happens() -> None:
    """A screen may be caught while it is drawn; a page that is stale differs every time."""
    written = shape(evening.PAGE.read_text("utf-8"))
    for _ in range(3):
        page, picture = evening.record()
        if shape(page) == written:
            break
    assert shape(page) == written, (
        "docs/students/first-evening.md is stale: run `python tests/student/evening.py` and look at what it writes"
    )
    assert picture[:4] == b"\x89PNG"


def test_the_page_shows_no_solution() -> None:
    lines = solution_lines(nbformat.read(evening.COURSE.source(evening.ASSIGNMENT), as_version=4))
    page = evening.PAGE.read_text("utf-8")
    assert [line for line in lines if line in page] == []


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[evening.Terminal]:
    """A terminal in which `autograde watch` shows the first exercise of a fresh assignment."""
    folder = tmp_path / "my evening"
    folder.mkdir()
    shutil.copyfile(evening.COURSE.released(evening.ASSIGNMENT), folder / f"{evening.ASSIGNMENT}.ipynb")
    terminal = evening.Terminal(folder)
    try:
        terminal.type("autograde watch; echo status $?")
        terminal.wait("relu (10 points)", "q quit")
        yield terminal
    finally:
        terminal.close()


def test_resizing_and_leaving_by_ctrl_c(watching: evening.Terminal) -> None:
    watching.resize(50, 12)
    small = watching.wait(
        "relu (10 points)",
        "it still says\n      `raise NotImplementedError()`.",
        "h hint   n next   l list   f figure   q quit",
    )
    assert max(map(len, small.splitlines())) <= 50
    assert len(small.splitlines()) <= 12
    watching.press("n")
    watching.wait("leaky_relu (10 points)")
    watching.press("C-z")
    watching.wait("Stopped", without="")
    watching.type("clear; fg; echo status $?")
    watching.wait("leaky_relu (10 points)", "q quit")
    watching.press("l")
    watching.wait("> leaky_relu")
    watching.press("C-c")
    screen = watching.wait("0 of 7 exercises pass their visible checks.", "status 1", without="")
    assert "Traceback" not in screen
    watching.type("echo typed")  # the terminal echoes what is typed, as it did before
    watching.wait("echo typed\ntyped", without="")
