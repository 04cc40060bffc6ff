"""`autograde check`: the visible checks, on a student's own computer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograde.cli import app

if TYPE_CHECKING:
    from autograde.checking import Checked

COLOURS = {"done": "green", "not written yet": "yellow", "wrong": "red", "not run": "yellow"}


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(help="A notebook or .py. Default: the one in this folder.")] = None,
) -> None:
    """Run the visible checks of your notebook: what is done, what is wrong, what is still to do.

    Exit status: 0 all right, 1 something to do, 2 wrong usage, 3 this Python cannot run the assignment.
    """
    from autograde import checking
    from autograde.submission import Rejected

    try:
        file, assignment = checking.locate(path)
        typer.echo(f"checking {file.name} ...")
        checked = checking.check(file, assignment)
    except (checking.NotFound, Rejected) as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(2) from error
    except checking.EnvironmentProblem as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(3) from error
    _show(checked)
    raise typer.Exit(0 if checked.complete else 1)


def _show(checked: Checked) -> None:
    width = max(len(finding.exercise) for finding in checked.findings)
    for finding in checked.findings:
        state = typer.style(finding.state, fg=COLOURS[finding.state])
        typer.echo(f"  {finding.exercise:{width}}  {state}")
        _indented(finding.text)
        if finding.printed:
            _indented("It printed:\n" + finding.printed)
    if checked.failed_cells:
        typer.echo("\nCells that failed when they were run:")
        for text in checked.failed_cells:
            _indented(text)
    done = sum(finding.state == "done" for finding in checked.findings)
    typer.echo(f"\n{done} of {len(checked.findings)} exercises pass their visible checks.")
    typer.echo("These are the visible checks only: the points come from hidden checks, which look more closely.")


def _indented(text: str) -> None:
    for line in text.splitlines():
        typer.echo(f"      {line}")
