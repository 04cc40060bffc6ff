"""What is wrong with a student's set-up, and what to do about it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograde import manifest

NEEDED = ("numpy", "scipy", "matplotlib", "torch")
IMPORT_SECONDS = 120
_TRY = "import {0} as m; print(m.__version__)"
_TRIES = {
    "torch": "import numpy, torch as m; assert torch.from_numpy(numpy.ones(2)).sum() == 2; print(m.__version__)",
    "matplotlib": "import matplotlib as m; m.use('Agg'); import matplotlib.pyplot; print(m.__version__)",
}


_TORCH = (
    " (pytorch.org tells how to get a smaller one, without CUDA). "
    "Without it, exercises that do not use it can be checked all the same."
)


@dataclass(frozen=True)
class Remark:
    """One thing that was looked at; `advice` is empty when it is all right."""

    what: str
    found: str
    advice: str = ""


def examine(folder: Path) -> list[Remark]:
    """Look at Python, what the assignments need, this folder and the terminal."""
    return [
        _python(),
        *(_package(name) for name in NEEDED),
        _assignments(folder),
        _hiding(folder),
        _folder(folder),
        _terminal(),
    ]


def _python() -> Remark:
    version = ".".join(map(str, sys.version_info[:3]))
    inside = sys.prefix != sys.base_prefix
    found = f"{version}, {sys.executable}" + ("" if inside else " (not a virtual environment, which is all right)")
    return Remark("Python", found)


def _package(name: str) -> Remark:
    """Import it as an assignment would, in a process that may crash."""
    code = _TRIES.get(name, _TRY.format(name)).replace("torch.from", "m.from")
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", code], capture_output=True, text=True, timeout=IMPORT_SECONDS, errors="replace"
        )
    except subprocess.TimeoutExpired:
        return Remark(name, f"not imported within {IMPORT_SECONDS} s", "Restart the computer, then try again.")
    if done.returncode == 0:
        return Remark(name, done.stdout.strip())
    problem = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
    install = f'"{sys.executable}" -m pip install --upgrade {name}'
    more = _TORCH if name == "torch" else ""
    return Remark(name, problem[:200], f"Install it into this Python: {install}{more}")


def _assignments(folder: Path) -> Remark:
    from autograde.student import files

    if not manifest.known():
        return Remark("assignments", "none are known", "Install the course's package again: it is not complete.")
    here = [found.path.name for found in files.assignments(folder)]
    if not here:
        known = ", ".join(manifest.known())
        advice = f"Go to the folder where you unpacked an assignment; files are named after it ({known})."
        return Remark("assignments here", "none", advice)
    return Remark("assignments here", ", ".join(here))


def _hiding(folder: Path) -> Remark:
    """Files that Jupyter would import in place of what they are named after. (Checks run elsewhere.)"""
    names = sys.stdlib_module_names | {*NEEDED}
    hiding = sorted(path.name for path in folder.glob("*.py") if path.stem in names)
    if not hiding:
        return Remark("names", "no file here is named like a module of Python's")
    return Remark(
        "names", ", ".join(hiding), "Rename it: in Jupyter, an import would find this file and not the module."
    )


def _folder(folder: Path) -> Remark:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Remark("this folder", str(folder))
    except OSError as error:
        advice = "Copy the assignment to a folder of your own: hints given, backups and figures are kept beside it."
        return Remark("this folder", f"cannot be written to ({error.strerror})", advice)


def _terminal() -> Remark:
    parts = [
        f"{sys.stdout.encoding}",
        "keys work" if sys.stdin.isatty() and sys.stdout.isatty() else "no terminal: `autograde watch` has no keys",
        "no colour (NO_COLOR)" if os.environ.get("NO_COLOR") else "colour",
    ]
    return Remark("terminal", ", ".join(parts))
