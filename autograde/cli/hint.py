"""`autograde hint`: the next hint."""

from __future__ import annotations

from typing import Annotated

import typer

from autograde.cli import app
from autograde.cli._student import FileOption, announce, checked_now, known_exercise, reported


@app.command()
def hint(
    exercise: Annotated[str | None, typer.Argument(help="Default: the first that is not right yet.")] = None,
    file: FileOption = None,
) -> None:
    """Give the next hint.

    The first is a question, the second a direction, the third nearly the formula. After the last come all again.
    """
    from autograde.student import files, hints, text

    with reported():
        path, assignment = files.locate(file)
        if exercise is None:
            first = checked_now(path, assignment).next
            announce("")
            if first is None:
                typer.echo("All visible checks pass: there is nothing to give a hint for.")
                return
            exercise = first.exercise
        exercise = known_exercise(assignment, exercise)
        new = hints.give(path, assignment, exercise)
    for each in [new] if new else hints.given(path, assignment, exercise):
        typer.echo(f"{each.exercise}, hint {each.number} of {each.total}")
        typer.echo("\n".join(text.indented(text.plain(each.text), 80, by=4)))
    if new is None:
        typer.echo("There are no more hints. The notebook has a worked example above the exercise.")
    elif new.number > len(hints.given(path, assignment, exercise)):
        typer.echo("(It cannot be remembered that you have seen it, so it will come again: see `autograde doctor`.)")
    elif new.number < new.total:
        typer.echo(f"(`autograde hint {exercise}` again for the next one)")
