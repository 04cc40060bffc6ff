"""`autograde watch`: check again whenever the file is saved."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograde.cli import app
from autograde.cli._student import reported


@app.command()
def watch(
    path: Annotated[Path | None, typer.Argument(help="A notebook or .py. Default: the one in this folder.")] = None,
) -> None:
    """Check again whenever you save.

    One exercise at a time is shown; keys give hints, the list and figures.

    Exit status when you leave: 0 all right, 1 something to do.
    """
    from autograde.student import files
    from autograde.student.watch import watch as run

    with reported():
        file, assignment = files.locate(path)
        checked = run(file, assignment)
    if checked is not None:
        typer.echo(f"{checked.done} of {len(checked.findings)} exercises pass their visible checks.")
    raise typer.Exit(0 if checked is not None and checked.complete else 1)
