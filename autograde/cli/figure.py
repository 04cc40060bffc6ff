"""`autograde figure`: an experiment's picture, from the student's own functions."""

from __future__ import annotations

from typing import Annotated

import typer

from autograde.cli import app
from autograde.cli._student import FileOption, reported


@app.command()
def figure(
    exercise: Annotated[str | None, typer.Argument(help="An exercise, or the name of a figure.")] = None,
    file: FileOption = None,
    opened: Annotated[bool, typer.Option("--open/--no-open", help="Open the picture on your desktop.")] = True,
) -> None:
    """Draw what an exercise is for.

    The experiment's picture is drawn with your own functions, beside what to expect, and saved in figures/.
    """
    from autograde.student import figure as figures
    from autograde.student import files

    with reported():
        path, assignment = files.locate(file)
        if exercise is None:
            names = ", ".join(each.name for each in figures.experiments(assignment.assignment))
            raise files.NotFound(f"which figure? Name an exercise, or one of {names}")
        experiment = figures.choose(assignment, exercise)
        typer.echo(f"drawing {experiment.name} with the functions in {path.name} ...")
        drawn = figures.draw(path, assignment, experiment)
    if drawn.problem:
        typer.echo("The figure is not complete:" if drawn.path else "There is no figure yet:")
        typer.echo("\n".join(f"      {line}" for line in drawn.problem.splitlines()))
    if drawn.path is not None:
        typer.echo(f"saved: {drawn.path}")
        if opened:
            figures.show(drawn.path)
    if drawn.problem or drawn.path is None:
        typer.echo("Next: `autograde check` says what is still to do.")
        raise typer.Exit(1)
