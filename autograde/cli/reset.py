"""`autograde reset`: an exercise as it was given."""

from __future__ import annotations

from typing import Annotated

import typer

from autograde.cli import app
from autograde.cli._student import FileOption, known_exercise, reported


@app.command()
def reset(
    exercise: Annotated[str, typer.Argument(help="The exercise to begin again.")],
    file: FileOption = None,
) -> None:
    """Begin an exercise again.

    It is put back to the skeleton that you were given. A backup of your file is kept.
    """
    from autograde.student import files
    from autograde.student.reset import reset as back

    with reported():
        path, assignment = files.locate(file)
        name = known_exercise(assignment, exercise)
        backup = back(path, assignment, name)
    typer.echo(f"{name} in {path.name} is as it was given. Your file before that: {backup}")
    if path.suffix == ".ipynb":
        typer.echo("If the notebook is open in Jupyter, reload it from disk before you save it there.")
