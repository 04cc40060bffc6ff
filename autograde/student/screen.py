"""The screen of `autograde watch`: one exercise, a bar, the keys. Nothing here reads or runs anything."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from autograde.student import text
from autograde.student.checking import Checked
from autograde.student.findings import DONE, TODO
from autograde.student.hints import Hint

KEYS = "h hint   n next   l list   f figure   q quit"
SHORT_KEYS = "h hint n next l list f figure q quit"


@dataclass
class View:
    """What is to be seen: `shown` is the exercise, `note` a line below it, `busy` what is going on."""

    file: str
    title: str
    checked: Checked | None = None
    shown: str = ""
    hints: tuple[Hint, ...] = ()
    note: str = ""
    busy: str = "checking ..."
    listing: bool = False


def render(view: View, width: int, height: int) -> str:
    """The screen for a terminal of this size; what does not fit is left out with a word about it."""
    width = max(width - 1, 20)
    head = [view.title[:width], ""]
    foot = ["", view.busy[:width] if view.busy else "", *_bar(view, width), _keys(width)]
    body = _body(view, width)
    body += ["", *text.indented(view.note, width, by=2)] if view.note else []
    room = max(height - len(head) - len(foot) - 1, 1)
    if len(body) > room:
        body = [*body[: room - 1], "  ... (make the window taller to see the rest)"[:width]]
    return "\n".join([*head, *body, *foot])


def put(screen: str) -> None:
    """Write a screen over the one before: line by line, so that nothing flickers."""
    if sys.platform == "win32":
        os.system("")  # lets an old console understand what follows
    lines = "".join(f"{line}\x1b[K\n" for line in screen.split("\n"))
    sys.stdout.write(f"\x1b[H{lines}\x1b[J")
    sys.stdout.flush()


def plain(view: View, with_keys: bool) -> str:
    """The same in plain lines, for what is no terminal or a simple one."""
    lines = [*_bar(view, 0), *_body(view, 0), view.note, KEYS if with_keys else ""]
    return "\n".join(lines).rstrip()


def _keys(width: int) -> str:
    return (KEYS if width >= len(KEYS) else SHORT_KEYS)[:width]


def _bar(view: View, width: int) -> list[str]:
    """The progress; where it is too narrow for the bar, the numbers alone."""
    if view.checked is None:
        return []
    line = text.progress(view.checked)
    return [line if not width or len(line) <= width else text.numbers(view.checked)[:width]]


def _body(view: View, width: int) -> list[str]:
    return _listed(view) if view.listing else exercise(view, width)


def _listed(view: View) -> list[str]:
    if view.checked is None:
        return []
    longest = max(len(finding.exercise) for finding in view.checked.findings)
    return [
        f"{'>' if finding.exercise == view.shown else ' '} {finding.exercise:{longest}}  {text.state(finding)}"
        for finding in view.checked.findings
    ]


def exercise(view: View, width: int) -> list[str]:
    """What is to be said of the exercise that is shown."""
    if view.checked is None:
        return []
    if not view.shown:
        done = text.paint("All visible checks pass.", "green")
        return [f"  {done}", "", "  Next: answer the reflection, then `autograde submit`.", *_failed(view, width)]
    finding = next(finding for finding in view.checked.findings if finding.exercise == view.shown)
    lines = [f"  {text.exercise_title(view.checked.assignment, view.shown)}: {text.state(finding)}", ""]
    lines += text.details(finding, width)
    if finding.state == DONE:
        lines.append("      Its visible checks pass. Press n for the next one.")
    elif finding.state == TODO:
        lines += text.indented(f"Write it where {view.file} says YOUR CODE HERE, and save.", width)
    for hint in view.hints:
        lines += ["", f"  hint {hint.number} of {hint.total}", *text.indented(text.plain(hint.text), width)]
    return lines + _failed(view, width)


def _failed(view: View, width: int) -> list[str]:
    """The student's cells that failed."""
    cells = view.checked.cells_to_tell(view.shown) if view.checked else []
    failed = [line for cell in cells for line in text.indented(cell, width)]
    return ["", "  Cells that failed when they were run:", *failed] if failed else []
