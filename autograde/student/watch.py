"""`autograde watch`: look at the file, check what changed, show one thing at a time.

The file is looked at five times a second. That costs nothing for one file, and works where file events do not: network
drives, containers, virtual machines. A change counts when the file has held still for one look.
"""

from __future__ import annotations

import os
import queue
import shutil
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import typer

from autograde.manifest import Manifest
from autograde.student import checking, figure, files, hints, keys, screen, text
from autograde.student.checking import Checked
from autograde.student.findings import DONE
from autograde.student.runs import Cancelled
from autograde.submission import Rejected

LOOK_SECONDS = 0.2
PATIENCE = 2.0  # how long a file may be missing or half written before a word is said about it

Stamp = tuple[int, int, int]


def watch(path: Path, assignment: Manifest) -> Checked | None:
    """Watch until q or Ctrl-C; what was found last."""
    watcher = Watcher(path, assignment)
    try:
        with keys.single_keys(watcher.draw_anew):
            watcher.run()
    except KeyboardInterrupt:
        pass
    finally:
        watcher.close()
    return watcher.view.checked


@dataclass(frozen=True)
class _Result:
    """What a piece of work in the background came to."""

    checked: Checked | None = None
    note: str = ""
    unreadable: str = ""
    problem: Exception | None = None


class Watcher:
    """The loop: a look at the file, a key, a result from the background, and a new screen when anything changed."""

    def __init__(self, path: Path, assignment: Manifest) -> None:
        self.view = screen.View(path.name, assignment.title)
        self._path = path
        self._assignment = assignment
        self._results: queue.SimpleQueue[_Result] = queue.SimpleQueue()
        self._work: threading.Thread | None = None
        self._cancel = threading.Event()
        self._seen: Stamp | None = None  # at the last look
        self._checked: Stamp | None = None  # when the last check began
        self._still_since = time.monotonic()
        self._terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        self._drawn: tuple[str, os.terminal_size] | None = None

    def run(self) -> None:
        """Until q is pressed."""
        self._draw()
        while True:
            key = keys.read(LOOK_SECONDS).lower()
            if key == "q":
                return
            if key:
                self._press(key)
            self._look()
            self._take_results()
            self._draw()

    def draw_anew(self) -> None:
        """Draw at the next look, whatever is on the screen."""
        self._drawn = None

    def close(self) -> None:
        """End what is running in the background."""
        self._cancel.set()
        if self._work is not None:
            self._work.join()

    # --- the file

    def _look(self) -> None:
        """Begin a check when the file has changed and holds still."""
        stamp, now = _stamp(self._path), time.monotonic()
        if stamp != self._seen:
            self._seen, self._still_since = stamp, now
        elif stamp is None and now - self._still_since > PATIENCE:
            self.view.busy = f"{self._path.name} is not there any more: waiting for it to come back"
        elif stamp is not None and stamp != self._checked:
            self._checked = stamp
            self.view.note = ""
            self._begin(self._check, "checking ...")

    def _check(self, cancel: threading.Event) -> _Result:
        def started(exercise: str) -> None:
            self.view.busy = f"checking {exercise} ..."

        try:
            return _Result(checking.check_changed(self._path, self._assignment, started, cancel))
        except Rejected as error:
            return _Result(unreadable=str(error))
        except OSError as error:
            return _Result(unreadable=f"{self._path.name} cannot be read: {error.strerror}")

    # --- the background

    def _begin(self, work: Callable[[threading.Event], _Result], busy: str) -> None:
        """Do this in the background, instead of what is going on there."""
        self._cancel.set()
        if self._work is not None:
            self._work.join()
        self._cancel = cancel = threading.Event()
        self.view.busy = busy

        def do() -> None:
            try:
                result = work(cancel)
            except Cancelled:
                return
            except Exception as error:  # it is raised again where the student sees it
                result = _Result(problem=error)
            if not cancel.is_set():
                self._results.put(result)

        self._work = threading.Thread(target=do, daemon=True)
        self._work.start()

    def _take_results(self) -> None:
        while not self._results.empty():
            result = self._results.get()
            self.view.busy = ""
            if result.problem is not None:
                raise result.problem
            if result.unreadable:
                self._wait_for_readable(result.unreadable)
            elif result.checked is not None:
                self._show(result.checked)
            else:
                self.view.note = result.note

    def _wait_for_readable(self, why: str) -> None:
        """A file in mid-write is looked at again; after a while its problem is shown, until it changes."""
        if time.monotonic() - self._still_since < PATIENCE:
            self._checked = None
        else:
            self.view.note = why

    def _show(self, checked: Checked) -> None:
        """Stay with the exercise that is shown until it is done; then go to what is next."""
        before = self.view.checked
        self.view.checked = checked
        if before is None:
            self.view.note = "\n".join(files.remarks(self._path, self._assignment))
        states = {finding.exercise: finding.state for finding in checked.findings}
        if states.get(self.view.shown, DONE) == DONE:
            done, first = self.view.shown, checked.next
            if before is not None and done and done in _unfinished(before):
                self.view.note = text.paint(f"{done}: its visible checks pass.", "green")
            self._go(first.exercise if first else "")

    def _go(self, exercise: str) -> None:
        self.view.shown = exercise
        self.view.hints = tuple(hints.given(self._path, self._assignment, exercise)) if exercise else ()

    # --- the keys

    def _press(self, key: str) -> None:
        if self.view.checked is None:
            return
        exercise = self.view.shown
        if key == "l":
            self.view.listing = not self.view.listing
        elif key == "n":
            self._go_on(self.view.checked)
        elif key == "h" and exercise:
            new = hints.give(self._path, self._assignment, exercise)
            self._go(exercise)
            self.view.listing = False
            self.view.note = "" if new else "There are no more hints. The notebook has a worked example."
        elif key == "f":
            self._begin(self._draw_figure, "drawing the figure ...")

    def _go_on(self, checked: Checked) -> None:
        """The next exercise that is not done, after the one that is shown."""
        names = [finding.exercise for finding in checked.findings]
        start = names.index(self.view.shown) + 1 if self.view.shown else 0
        left = [name for name in names[start:] + names[:start] if name in _unfinished(checked)]
        self._go(left[0] if left else "")
        self.view.note = ""

    def _draw_figure(self, cancel: threading.Event) -> _Result:
        """The figure for the exercise that is shown (the last one, when all is done)."""
        exercise = self.view.shown or self._assignment.exercises[-1].name
        try:
            experiment = figure.choose(self._assignment, exercise)
            drawn = figure.draw(self._path, self._assignment, experiment, cancel=cancel)
        except (files.NotFound, Rejected) as error:
            return _Result(note=str(error))
        if drawn.path is not None:
            figure.show(drawn.path)
        place = f"figure saved: {drawn.path.parent.name}/{drawn.path.name}" if drawn.path else "no figure yet"
        return _Result(note="\n".join(part for part in (place, drawn.problem) if part))

    # --- the screen

    def _draw(self) -> None:
        """Draw when anything is different. Where there is no terminal, say what was found in plain lines."""
        size = shutil.get_terminal_size()
        if self._terminal:
            drawn = screen.render(self.view, size.columns, size.lines)
            if (drawn, size) != self._drawn:
                screen.put(drawn)
                self._drawn = (drawn, size)
        elif self.view.checked is not None and not self.view.busy:
            drawn = screen.plain(self.view, with_keys=sys.stdin.isatty())
            if (drawn, size) != self._drawn:
                typer.echo(drawn)
                self._drawn = (drawn, size)


def _unfinished(checked: Checked) -> set[str]:
    return {finding.exercise for finding in checked.findings if finding.state != DONE}


def _stamp(path: Path) -> Stamp | None:
    """What changes when a file is written or replaced; None when it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
