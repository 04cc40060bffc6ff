"""The picture of the README: what a terminal shows while somebody works on `initializers`.

python scripts/terminal.py    write docs/terminal.svg

The released assignment, with four exercises written and one of them wrong, goes through the real commands.
"""

from __future__ import annotations

import contextlib
import os
import pty
import re
import subprocess
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
RELEASED = ROOT / "assignments" / "initializers" / "initializers.py"
PICTURE = ROOT / "docs" / "terminal.svg"
COLUMNS = 92

WRITTEN = {
    "zeros": "return np.zeros((fan_in, fan_out))",
    "random_normal": "return rng.normal(0.0, std, (fan_in, fan_out))",
    "glorot_normal": "return rng.normal(0.0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))",
    "glorot_uniform": "return np.sqrt(6 / (fan_in + fan_out)) * rng.uniform(-1, 1, (fan_in, fan_out))",
    "he_normal": "return rng.normal(0.0, np.sqrt(2 / fan_out), (fan_in, fan_out))",
    "he_uniform": "return np.sqrt(6 / fan_out) * rng.uniform(-1, 1, (fan_in, fan_out))",
}
COMMANDS = (("autograde", "check", "initializers.py"), ("autograde", "hint", "he"))


def half_written(source: str) -> str:
    """The skeleton with the functions of `WRITTEN` written."""
    for name, line in WRITTEN.items():
        pattern = rf"(def {name}\(.*?)# YOUR CODE HERE\n\s*raise NotImplementedError\(\)"
        source, count = re.subn(pattern, lambda found, line=line: found[1] + line, source, count=1, flags=re.DOTALL)
        if not count:
            raise SystemExit(f"{RELEASED}: no place to write {name}")
    return source


def shown(command: tuple[str, ...]) -> str:
    """What a command prints to a terminal, with colours; lines that it wrote over are gone."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
        chunks: list[bytes] = []
        with contextlib.suppress(OSError):  # how a terminal says that the other side is gone
            while chunk := os.read(ours, 4096):
                chunks.append(chunk)
    os.close(ours)
    lines = b"".join(chunks).decode().replace("\r\n", "\n").split("\n")
    return "\n".join(line.rpartition("\x1b[K")[2].rpartition("\r")[2] for line in lines).strip("\n")


def main() -> None:
    """Run the commands and write the picture."""
    os.environ |= {"TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "OMP_NUM_THREADS": "1"}
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"), color_system="standard")  # noqa: SIM115
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("initializers.py").write_text(half_written(RELEASED.read_text(encoding="utf-8")), encoding="utf-8")
        for command in COMMANDS:
            console.print(Text(f"$ {' '.join(command)}", style="bold"))
            console.print(Text.from_ansi(shown(command)), end="\n\n")
        os.chdir(ROOT)
    picture = console.export_svg(title="initializers", theme=DIMMED_MONOKAI)
    # No font from another site: what a README shows is fetched by nobody.
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)
    PICTURE.write_text(picture.replace("Fira Code, monospace", "monospace"), encoding="utf-8")


if __name__ == "__main__":
    main()
