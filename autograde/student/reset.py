"""Back to the skeleton: one exercise as it was given, everything else as it is, and a backup."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import Any

from autograde import cells
from autograde.manifest import Exercise, Manifest
from autograde.student import files, memory

BACKUPS = "backups"


def reset(path: Path, assignment: Manifest, name: str) -> Path:
    """Put an exercise back to what was given; the path of the backup of the whole file."""
    exercise = assignment.exercise(name)
    skeleton = files.released_cells(assignment.assignment)[name]
    if path.suffix == ".ipynb":
        notebook = files.read_notebook(path)
        _reset_cell(notebook, exercise, skeleton)
        backup = _back_up(path)
        files.write_notebook(path, notebook)
    else:
        text, newline = files.read_text(path)
        backup = _back_up(path)
        files.write(path, _reset_text(text, exercise, skeleton), newline)
    return backup


def _back_up(path: Path) -> Path:
    folder = memory.folder(path) / BACKUPS
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{path.stem}-{time.strftime('%Y-%m-%d-%H%M%S')}"
    backup, number = folder / f"{stem}{path.suffix}", 1
    while backup.exists():
        number += 1
        backup = folder / f"{stem}-{number}{path.suffix}"
    shutil.copy2(path, backup)
    return backup


def _reset_cell(notebook: dict[str, Any], exercise: Exercise, skeleton: str) -> None:
    """The exercise's cell gets the skeleton's source; where it was deleted, it comes back at the end."""
    code = [cell for cell in notebook["cells"] if cell.get("cell_type") == "code"]
    named = [cell for cell in code if cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") == exercise.name]
    found = named or [cell for cell in code if _defines("".join(cell.get("source", "")), exercise)]
    cell = found[-1] if found else {"cell_type": "code", "id": exercise.name, "metadata": {}}
    if not found:
        notebook["cells"].append(cell)
    cell.update(source=skeleton.splitlines(keepends=True), outputs=[], execution_count=None)


def _reset_text(text: str, exercise: Exercise, skeleton: str) -> str:
    """The same for a script, with cell marks or without."""
    code = [cell for cell in files.text_cells(text) if cell.is_code]
    found = [cell for cell in code if cell.id == exercise.name]
    found = found or [cell for cell in code if _defines(cell.source, exercise)]
    if found:
        return text[: found[-1].start] + skeleton + text[found[-1].stop :]
    if code:
        return f"{text.rstrip()}\n\n# %%\n{skeleton}\n"
    parts = [part.lstrip("\n") for part in cells.statements(text)]
    own = [index for index, part in enumerate(parts) if _defines(part, exercise)]
    if not own:
        return f"{text.rstrip()}\n\n\n{skeleton}\n".lstrip("\n")
    kept = [skeleton + "\n\n\n" if index == own[0] else part for index, part in enumerate(parts)]
    head = text[: len(text) - len("".join(parts))] if text.endswith("".join(parts)) else ""
    return head + "".join(part for index, part in enumerate(kept) if index == own[0] or index not in own)


def _defines(source: str, exercise: Exercise) -> bool:
    """Whether a piece of code, be it broken, begins the definition of one of the exercise's functions."""
    return any(re.search(rf"^def {re.escape(name)}\b", source, re.MULTILINE) for name in exercise.functions)
