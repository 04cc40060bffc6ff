"""Draw the experiments' figures with the reference solutions, for the page docs/course/figures.md.

python scripts/figures.py [ASSIGNMENT...]    (all: about two minutes on one core)

A notebook's cells are run in order, in a process of its own, and the last figure that an experiment drew is saved. The
pictures depend a little on the versions of NumPy, torch and matplotlib, so no test compares them.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "docs" / "course" / "figures"
DPI = 110
COLORS = 128  # a palette: line drawings look the same, at a third of the size


def experiments(assignment: str) -> list[str]:
    """The names of an assignment's experiments, in the order of the notebook."""
    from autograde.notebook import grade_id, role

    cells = _cells(assignment)
    return [grade_id(cell).removeprefix("experiment-") for cell in cells if role(cell) == "experiment"]


def picture(assignment: str, experiment: str) -> Path:
    """Where the figure of an experiment is kept."""
    return FIGURES / f"{assignment}-{experiment}.png"


def draw(assignment: str) -> None:
    """Run the reference solution and save each experiment's figure."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    from autograde.cells import new_module, run_cell
    from autograde.notebook import grade_id, role

    namespace = new_module().__dict__
    for number, cell in enumerate(_cells(assignment), 1):
        if cell.cell_type != "code":
            continue
        with contextlib.redirect_stdout(io.StringIO()):
            run_cell(number, cell.source, namespace)
        if role(cell) == "experiment":
            _save(plt.gcf(), picture(assignment, grade_id(cell).removeprefix("experiment-")))
        plt.close("all")


def _cells(assignment: str) -> list:
    import jupytext

    return jupytext.read(ROOT / "solutions" / assignment / f"{assignment}.py").cells


def _save(figure, path: Path) -> None:
    from PIL import Image

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI)
    small = Image.open(buffer).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KiB", flush=True)


def main() -> None:
    """Draw the given assignments, or all, each in a process of its own."""
    from autograde.manifest import known

    FIGURES.mkdir(exist_ok=True)
    assignments = sys.argv[1:] or known()
    if len(assignments) == 1:
        draw(assignments[0])
        return
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    for assignment in assignments:
        subprocess.run([sys.executable, __file__, assignment], check=True, env=environment)


if __name__ == "__main__":
    main()
