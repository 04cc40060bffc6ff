"""What a student reads, in plain ASCII of our own: any console shows it, with colour or without."""

from __future__ import annotations

import os
import re
import textwrap

import typer

from autograde.manifest import Manifest
from autograde.student.checking import Checked
from autograde.student.findings import DONE, NEEDS, NOT_RUN, TODO, WRONG
from autograde.student.memory import Finding

_COLOURS = {DONE: "green", TODO: "yellow", WRONG: "red", NOT_RUN: "yellow"}
_MATH = re.compile(r"\$([^$]+)\$")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*]+)(?<=\S)\*(?![\w*])")
_TEX_SPACE = re.compile(r"\\[,;! ]")
_TEX_TEXT = re.compile(r"\\text\{([^{}]*)\}")
_TEX_FRACTION = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")


def paint(text: str, colour: str) -> str:
    """Coloured, unless NO_COLOR asks for none or the terminal knows none. (What is no terminal gets none anyway.)"""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return text if plain else typer.style(text, fg=colour)


def state(finding: Finding) -> str:
    """The state of an exercise, in its colour."""
    return paint(finding.state, _COLOURS[finding.state])


def bar(done: int, total: int, width: int = 24) -> str:
    """A progress bar: `[######------]`."""
    filled = round(width * done / total) if total else width
    return f"[{'#' * filled}{'-' * (width - filled)}]"


def progress(checked: Checked) -> str:
    """The bar and the numbers of an assignment, in one line."""
    return f"{bar(checked.done, len(checked.findings))} {numbers(checked)}"


def numbers(checked: Checked) -> str:
    """How many exercises and points there are so far."""
    points = f"{checked.points:g} of {checked.assignment.max_score:g} points"
    return f"{checked.done} of {len(checked.findings)} exercises, {points}"


def indented(text: str, width: int = 0, by: int = 6) -> list[str]:
    """The lines of a text, moved in, and broken to fit the width (0: as they are)."""
    lines = [line for part in text.splitlines() for line in _fitted(part, width - by)]
    return [" " * by + line for line in lines]


def _fitted(line: str, width: int) -> list[str]:
    if width < 20 or len(line) <= width:
        return [line]
    return textwrap.wrap(line, width, break_on_hyphens=False, drop_whitespace=True) or [""]


def details(finding: Finding, width: int = 0) -> list[str]:
    """All that is to be said of an exercise, moved in."""
    printed = f"It printed:\n{finding.printed}" if finding.printed else ""
    return indented("\n".join(part for part in (finding.text, printed) if part), width)


def summary(finding: Finding, width: int) -> str:
    """What is wrong with an exercise, in one line of at most `width` characters."""
    if not finding.text or (finding.state == TODO and not finding.text.startswith(NEEDS)):
        return ""
    place, *rest = finding.text.splitlines()
    line = rest[0] if rest and place.startswith(("line ", "cell ", "in the check")) else place
    return line if len(line) <= width else line[: width - 3] + "..."


def plain(markdown: str) -> str:
    """Markdown of a hint as a terminal can show it: formulas without their dollars and backslashes, no emphasis."""
    lines = " ".join(markdown.split("\n")) if "\n\n" not in markdown else markdown
    lines = _EMPHASIS.sub(r"\1", lines)
    return _MATH.sub(lambda match: _formula(match[1]), lines)


def _formula(tex: str) -> str:
    tex = _TEX_FRACTION.sub(r"\1 / \2 ", _TEX_TEXT.sub(r"\1", _TEX_SPACE.sub(" ", tex)))
    return tex.replace("\\", "")


def exercise_title(assignment: Manifest, name: str) -> str:
    """`sigmoid (15 points)`."""
    return f"{name} ({assignment.exercise(name).points:g} points)"
