"""A first evening, recorded: a new student works on `activations` in a real terminal, driven through tmux.

    python tests/student/evening.py     records it anew into docs/students/first-evening.md

The solutions are typed in from solutions/, and never shown.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from autograde import manifest
from autograde.course import find
from autograde.delivery.handout import EXPECTED_DPI
from autograde.student import figure, files

COURSE = find(Path(__file__).resolve().parent)
PAGE = COURSE.root / "docs" / "students" / "first-evening.md"
PICTURE = PAGE.with_suffix(".png")
ASSIGNMENT = "activations"
WIDTH, HEIGHT = 88, 26
PATIENCE = 60.0


class Terminal:
    """A terminal of its own tmux server, in a folder, with `autograde` of this Python on its path."""

    def __init__(self, folder: Path) -> None:
        self._socket = f"evening-{uuid.uuid4().hex[:8]}"
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        for name in ("TMUX", "NO_COLOR", "DISPLAY", "WAYLAND_DISPLAY", "PROMPT_COMMAND", "COLUMNS", "LINES"):
            environment.pop(name, None)
        size = ["-x", str(WIDTH), "-y", str(HEIGHT)]
        command = ["tmux", "-f", "/dev/null", "-L", self._socket, "new-session", "-d", *size, "sh"]
        subprocess.run(command, cwd=folder, env=environment, check=True)
        self.type("PS1='$ '; clear")

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(["tmux", "-L", self._socket, *arguments], check=True, capture_output=True, text=True)
        return done.stdout

    def type(self, text: str) -> None:
        """Type a command and Return."""
        self._tmux("send-keys", "-l", text)
        self._tmux("send-keys", "Enter")

    def clear(self) -> None:
        """Wait for the prompt, alone on the screen."""
        self.type("clear")
        until = time.monotonic() + PATIENCE
        while self.screen() != "$" and time.monotonic() < until:
            time.sleep(0.1)

    def press(self, key: str) -> None:
        """Press one key, by tmux's name for it."""
        self._tmux("send-keys", key)

    def resize(self, width: int, height: int) -> None:
        """Another size of the window."""
        self._tmux("resize-window", "-x", str(width), "-y", str(height))

    def screen(self) -> str:
        """What is to be seen; lines that the window broke are whole."""
        lines = self._tmux("capture-pane", "-p", "-J").splitlines()
        return "\n".join(line.rstrip() for line in lines).rstrip()

    def wait(self, *texts: str, without: str = "checking") -> str:
        """The screen as soon as all of this stands on it, and that does not."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            screen = self.screen()
            if all(text in screen for text in texts) and not (without and without in screen):
                return screen
            time.sleep(0.1)
        raise AssertionError(f"waited for {texts!r}; the terminal shows:\n{self.screen()}")

    def close(self) -> None:
        """End this server, and nothing else."""
        self._tmux("kill-server")


class Evening:
    """The student: writes into the file, looks at the terminal, and keeps a record in Markdown."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / f"{ASSIGNMENT}.py"
        self._solution = {
            cell.id: re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", cell.source, flags=re.MULTILINE)
            for cell in files.text_cells(COURSE.solution(ASSIGNMENT).read_text("utf-8"))
            if cell.id
        }
        self.terminal = Terminal(folder)
        self.record: list[str] = []

    def say(self, text: str) -> None:
        self.record.append(text)

    def show(self, screen: str) -> str:
        """Put a screen into the record."""
        lines = [line.rstrip() for line in screen.replace(str(self._folder), "/home/ada/activations").splitlines()]
        self.record.append("```text\n" + "\n".join(lines) + "\n```")
        return screen

    def command(self, text: str, *expected: str) -> str:
        """Type a command on an empty screen; show what came of it."""
        self.terminal.clear()
        self.terminal.type(text)
        return self.show(self.terminal.wait(*expected, "\n$", without=""))

    def solve(self, exercise: str) -> None:
        """Write an exercise as in the solution."""
        self._replace(exercise, self._solution[exercise])

    def attempt(self, exercise: str, function: str, body: str) -> None:
        """Write the exercise with this body for one of its functions, and show that one."""
        source = self._solution[exercise]
        definition = re.compile(rf"^(def {function}\([^\n]*\):\n)(.*?)(?=^def |\Z)", re.MULTILINE | re.DOTALL)
        self._replace(exercise, definition.sub(lambda match: f"{match[1]}    {body}\n\n\n", source))
        [(head, _)] = definition.findall(source)
        self.record.append(f"```python\n{head}    {body}\n```")

    def _replace(self, exercise: str, source: str) -> None:
        """As editors do it: a new file takes the place of the old one."""
        text, _ = files.read_text(self._file)
        [cell] = [cell for cell in files.text_cells(text) if cell.id == exercise]
        files.write(self._file, text[: cell.start] + source + text[cell.stop :])


def live(evening: Evening) -> None:
    """The evening itself."""
    terminal = evening.terminal
    evening.say(
        "# Your first evening\n\n"
        "A recording: a student who has unpacked `activations.zip` and installed the course's package works in a\n"
        "terminal and an editor. The screens are what the terminal showed. (This page is made by\n"
        "`python tests/student/evening.py`, which really does all of it; the right answers are left out.)\n\n"
        "## What is there to do?"
    )
    evening.command("ls", "README.txt")
    screen = evening.command("autograde check", "Next:")
    assert "0 of 7 exercises" in screen
    evening.say(
        "Nothing is written yet. `autograde watch` says the same, one exercise at a time, and looks again whenever\n"
        "the file is saved.\n\n## A wrong derivative"
    )
    terminal.clear()
    terminal.type("autograde watch")
    evening.show(terminal.wait("relu (10 points)", "q quit"))
    evening.say("In the editor, a first try at `relu` and its derivative, which looks plausible. Save:")
    evening.attempt("relu", "relu_grad", "return np.where(z > 0, z, 0.0)")
    evening.show(terminal.wait("The slope is 1 where z > 0"))
    evening.say("The value is right, the slope is not. Pressing `h` gives a hint:")
    terminal.press("h")
    evening.show(terminal.wait("hint 1 of 3"))
    evening.say(
        "A straight line has the same slope everywhere, wherever `z` is on it. With that\n"
        "repaired, the screen moves on by itself. `leaky_relu` follows soon after.\n\n## An overflow"
    )
    evening.solve("relu")
    terminal.wait("relu: its visible checks pass", "leaky_relu (10 points)")
    evening.solve("leaky_relu")
    evening.show(terminal.wait("leaky_relu: its visible checks pass", "sigmoid (15 points)"))
    evening.say("The sigmoid is in every book:")
    evening.attempt("sigmoid", "sigmoid", "return 1.0 / (1.0 + np.exp(-z))")
    evening.show(terminal.wait("overflow encountered"))
    evening.say("The values are right, but far out the exponential overflows. `h` gives a hint, `h` again the next:")
    terminal.press("h")
    terminal.wait("hint 1 of 3")
    terminal.press("h")
    evening.show(terminal.wait("hint 2 of 3"))
    evening.say("Two formulas, each where it is safe. `tanh` and `gelu` are quicker. Where are we? `l` lists it:")
    evening.solve("sigmoid")
    terminal.wait("tanh (10 points)")
    evening.solve("tanh")
    terminal.wait("gelu (15 points)")
    evening.solve("gelu")
    terminal.wait("train (25 points)", "5 of 7")
    terminal.press("l")
    evening.show(terminal.wait("plot_histories  not written yet"))
    evening.say(
        "## A figure\n\nWhat was it good for? `q` leaves, and `figure` draws the experiment that an exercise is for,\n"
        "with the functions that were just written:"
    )
    terminal.press("q")
    terminal.wait("5 of 7 exercises pass", "$")
    evening.command("autograde figure gelu", "saved:")
    evening.say("![The picture: the student's above, the expected one below](first-evening.png)\n\n## The rest")
    evening.say("`train` and `plot_histories` take longer; it is the part with the loop. A last look:")
    evening.solve("train")
    evening.solve("plot_histories")
    screen = evening.command("autograde check", "Next:")
    assert "7 of 7 exercises" in screen
    evening.command("autograde progress", "Next")
    evening.say("The question at the end of the assignment is still open, and `submit` says so:")
    terminal.clear()
    terminal.type("autograde submit")
    terminal.wait("Hand in as it is?")
    terminal.type("n")
    evening.show(terminal.wait("Nothing was handed in"))
    evening.say(
        "Tomorrow, then. The points will come from other checks of the same exercises, and the feedback page says\n"
        "what they found."
    )


def record() -> tuple[str, bytes]:
    """Live the evening in a folder of its own (whose path always has the same length); the record and the picture."""
    with tempfile.TemporaryDirectory(prefix="evening-", dir="/tmp") as temporary:
        folder = Path(temporary)
        for name in (f"{ASSIGNMENT}.ipynb", f"{ASSIGNMENT}.py"):
            shutil.copyfile(COURSE.released(ASSIGNMENT, Path(name).suffix), folder / name)
        os.utime(folder / f"{ASSIGNMENT}.ipynb", (0, 0))
        (folder / "README.txt").write_text("as released\n")
        assignment = manifest.load(ASSIGNMENT)
        expected = folder / figure.EXPECTED / "shapes.png"
        experiment = figure.choose(assignment, "shapes")
        figure.draw(COURSE.solution(ASSIGNMENT), assignment, experiment, expected, EXPECTED_DPI)
        evening = Evening(folder)
        try:
            live(evening)
        finally:
            evening.terminal.close()
        return "\n\n".join(evening.record) + "\n", (folder / figure.FIGURES / "shapes.png").read_bytes()


if __name__ == "__main__":
    page, picture = record()
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page, "utf-8")
    PICTURE.write_bytes(picture)
    print(PAGE)
