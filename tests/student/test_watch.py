"""`autograde watch` and a file that changes in every way that editors have thought of."""

from __future__ import annotations

import json
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograde.manifest import Exercise, Manifest
from autograde.student import checking, keys, runs, screen, text, watch
from autograde.student.child import Step
from autograde.student.memory import Finding

TOY = Manifest(
    assignment="toy",
    title="Toy",
    exercises=(
        Exercise("double", 50.0, ("double",), ("A question.",), 'assert double(2) == 4, f"not {double(2)}"'),
        Exercise("half", 50.0, ("half",), ("Another.",), 'assert half(4) == 2, f"not {half(4)}"'),
    ),
    cells=(),
)
DOUBLE, HALF = "def double(x):\n    return 2 * x", "def half(x):\n    return x / 2"
TODO = "    # YOUR CODE HERE\n    raise NotImplementedError()"


def notebook(*sources: str) -> str:
    cells = [{"cell_type": "code", "source": source, "metadata": {}, "outputs": []} for source in sources]
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})


class Session:
    """A watcher in the background, with a keyboard that the test plays."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = path
        self.ran: list[list[str]] = []
        self._keys: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._problem: list[BaseException] = []
        run = runs.run

        def noted(steps: list[Step], *more: object) -> object:
            self.ran.append([step.key for step in steps if step.is_check])
            return run(steps, *more)  # type: ignore[arg-type]

        monkeypatch.setattr(runs, "run", noted)
        monkeypatch.setattr(keys, "read", self._read)
        monkeypatch.setattr(watch, "PATIENCE", 1.0)
        monkeypatch.setenv("NO_COLOR", "1")
        self.watcher = watch.Watcher(path, TOY)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _read(self, seconds: float) -> str:
        try:
            return self._keys.get(timeout=0.05)
        except queue.Empty:
            return ""

    def _run(self) -> None:
        try:
            self.watcher.run()
        except BaseException as error:
            self._problem.append(error)
        finally:
            self.watcher.close()

    def press(self, key: str) -> None:
        self._keys.put(key)

    def wait(self, condition: Callable[[screen.View], object]) -> screen.View:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            assert not self._problem, self._problem
            if condition(self.watcher.view):
                return self.watcher.view
            time.sleep(0.02)
        raise AssertionError(f"it did not happen; the view is {self.watcher.view}")

    def close(self) -> None:
        self.press("q")
        self._thread.join(30)
        assert not self._thread.is_alive()


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    path = tmp_path / "toy.ipynb"
    path.write_text(notebook(f"def double(x):\n{TODO}", f"def half(x):\n{TODO}"))
    session = Session(path, monkeypatch)
    session.wait(lambda view: view.checked is not None)
    yield session
    session.close()


def test_only_what_changed_is_checked_again(session: Session) -> None:
    assert session.ran == [["double", "half"]]
    session.path.write_text(notebook(DOUBLE, f"def half(x):\n{TODO}"))
    view = session.wait(lambda view: view.shown == "half")
    assert "double: its visible checks pass." in view.note
    session.path.write_text(notebook(DOUBLE, HALF))
    session.wait(lambda view: view.checked and view.checked.complete)
    assert session.ran[1:] == [["double"], ["half"]]
    assert view.shown == ""
    assert "autograde submit" in screen.render(view, 80, 24)


def test_a_helper_is_part_of_what_uses_it(session: Session) -> None:
    session.path.write_text(notebook("def twice(x):\n    return x", "def double(x):\n    return twice(x)", HALF))
    session.wait(lambda view: view.checked and view.checked.next and view.checked.next.text == "not 2")
    session.path.write_text(notebook("def twice(x):\n    return 2 * x", "def double(x):\n    return twice(x)", HALF))
    session.wait(lambda view: view.checked and view.checked.complete)
    assert session.ran[-1] == ["double"]


def test_a_notebook_in_mid_write(session: Session) -> None:
    whole = notebook(DOUBLE, HALF)
    session.path.write_text(whole[: len(whole) // 2])
    time.sleep(0.6)
    assert "cannot be read" not in session.watcher.view.note
    session.path.write_text(whole)
    session.wait(lambda view: view.checked and view.checked.complete)


def test_a_notebook_that_stays_broken_is_named_and_can_be_repaired(session: Session) -> None:
    session.path.write_text("{")
    session.wait(lambda view: "toy.ipynb cannot be read: not a valid notebook" in view.note)
    session.path.write_text(notebook(DOUBLE, HALF))
    session.wait(lambda view: view.checked and view.checked.complete)
    assert "cannot be read" not in session.watcher.view.note


def test_a_file_that_is_replaced_or_away_for_a_while(session: Session) -> None:
    """As Jupyter saves: a new file takes the place of the old one."""
    other = session.path.with_name(".toy.ipynb.new")
    other.write_text(notebook(DOUBLE, f"def half(x):\n{TODO}"))
    os.replace(other, session.path)
    session.wait(lambda view: view.shown == "half")
    session.path.unlink()
    session.wait(lambda view: "is not there any more" in view.busy)
    session.path.write_text(notebook(DOUBLE, HALF))
    session.wait(lambda view: view.checked and view.checked.complete)


def test_saving_again_ends_a_check_that_hangs(session: Session) -> None:
    session.path.write_text(notebook("def double(x):\n    while True:\n        pass", HALF))
    session.wait(lambda view: "double" in view.busy)
    began = time.monotonic()
    session.path.write_text(notebook(DOUBLE, HALF))
    session.wait(lambda view: view.checked and view.checked.complete)
    assert time.monotonic() - began < runs.STEP_SECONDS / 2


def test_keys(session: Session) -> None:
    session.wait(lambda view: view.shown == "double" and not view.busy)
    session.press("n")
    session.wait(lambda view: view.shown == "half")
    session.press("h")
    view = session.wait(lambda view: view.hints)
    assert "hint 1 of 1\n      Another." in screen.render(view, 80, 24)
    session.press("h")
    session.wait(lambda view: "no more hints" in view.note)
    session.press("l")
    view = session.wait(lambda view: view.listing)
    assert "> half    not written yet" in screen.render(view, 80, 24)
    session.press("f")
    session.wait(lambda view: "not installed" in view.note)  # the toy has no figures


def test_an_arrow_on_windows_is_no_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The arrow up arrives as a prefix and an H: no hint was asked for."""
    typed = iter("\xe0Hh")
    console = SimpleNamespace(kbhit=lambda: True, getwch=lambda: next(typed))
    monkeypatch.setattr(keys, "msvcrt", console, raising=False)
    monkeypatch.setattr(keys, "sys", SimpleNamespace(platform="win32", stdin=SimpleNamespace(isatty=lambda: True)))
    assert [keys.read(0), keys.read(0)] == ["", "h"]


def test_narrow_and_simple_terminals() -> None:
    checked = checking.Checked(Path("toy.py"), TOY, (Finding("double", "wrong", "a"), Finding("half", "done")), ())
    view = screen.View("toy.py", "Toy", checked, shown="double", busy="")
    narrow = screen.render(view, 40, 24).splitlines()
    assert narrow[-2:] == ["1 of 2 exercises, 50 of 100 points", screen.SHORT_KEYS]
    view.listing = True
    plain = screen.plain(view, with_keys=True).splitlines()
    assert plain[0] == "[############------------] 1 of 2 exercises, 50 of 100 points"
    assert "> double  " in plain[1]
    assert plain[-1] == screen.KEYS
    assert screen.KEYS not in screen.plain(view, with_keys=False)


@pytest.mark.parametrize("dumb", [True, False])
def test_a_simple_terminal_gets_no_colour(monkeypatch: pytest.MonkeyPatch, dumb: bool) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setenv("TERM", "dumb" if dumb else "xterm")
    assert ("\x1b" in text.paint("done", "green")) is not dumb


@pytest.mark.parametrize(("width", "height"), [(80, 24), (30, 10), (200, 60), (5, 2)])
def test_the_screen_fits(width: int, height: int) -> None:
    long = "word " * 200
    checked = checking.Checked(
        Path("toy.py"), TOY, (Finding("double", "wrong", long), Finding("half", "done")), (long,)
    )
    view = screen.View("toy.py", "Toy", checked, shown="double", note="note", busy="")
    lines = screen.render(view, width, height).splitlines()
    assert len(lines) < max(height, 9)
    assert max(len(line) for line in lines if "\x1b" not in line) <= max(width, 20)
