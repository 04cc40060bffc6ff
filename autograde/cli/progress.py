"""`autograde progress`: where you are in the course."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograde.cli import app
from autograde.cli._student import announce, checked_now, reported

if TYPE_CHECKING:
    from autograde.student.checking import Checked


@app.command()
def progress(
    folder: Annotated[Path | None, typer.Argument(help="Where your assignments are. Default: here.")] = None,
) -> None:
    """Show how far you are, and what is next.

    All assignments that are found here are shown. Only what changed is checked again.
    """
    from autograde import manifest
    from autograde.student import files, text
    from autograde.submission import Rejected

    where = folder or Path.cwd()
    with reported():
        found = {each.assignment: each.path for each in files.assignments(where)}
        if not found:
            raise files.NotFound(f"{where}: no assignment here (looked for: {', '.join(manifest.known())})")
        names = manifest.known()
        width = max(map(len, names))
        checked: list[Checked] = []
        for name in names:
            if name not in found:
                typer.echo(f"{name:{width}}  not here")
                continue
            try:
                checked.append(checked_now(found[name], manifest.load(name)))
                announce("")
                typer.echo(f"{name:{width}}  {text.progress(checked[-1])}")
            except Rejected as error:
                typer.echo(f"{name:{width}}  {error}")
    typer.echo("Points of exercises whose visible checks pass; hidden checks look closer.")
    left = [each for each in checked if not each.complete]
    if left:
        _show_next(left[0])
        raise typer.Exit(1)
    if len(checked) < len(found):
        raise typer.Exit(1)
    typer.echo("All visible checks pass here. Next: answer the reflection, then `autograde submit`.")


def _show_next(checked: Checked) -> None:
    from autograde.student import text

    first = checked.next
    if first is None:
        typer.echo(f"Next: a cell of {checked.path.name} fails: `autograde check` says which.")
        return
    typer.echo(f"Next: {text.exercise_title(checked.assignment, first.exercise)} in {checked.path}: {first.state}")
