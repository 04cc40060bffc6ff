"""`autograde build`: derive what students get from the solutions."""

from __future__ import annotations

from typing import Annotated

import typer

from autograde.cli import app


@app.command()
def build(
    assignments: Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...", help="Default: all.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail when anything is stale.")] = False,
) -> None:
    """Derive source/, assignments/ and the manifests from solutions/."""
    from autograde import build as building
    from autograde.course import NoCourse, find

    try:
        difference = (building.check if check else building.build)(find(), assignments or [])
    except NoCourse as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    except building.BuildError as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        raise typer.Exit(1) from error
    outdated = (("missing", difference.missing), ("stale", difference.stale))
    for what, paths in outdated:
        for path in paths:
            typer.echo(f"{what if check else 'built'}: {path.as_posix()}")
    for path in difference.unexpected:
        typer.echo(f"unexpected: {path.as_posix()} (no solution makes it: delete it)")
    if not difference:
        typer.echo("up to date")
    elif check:
        typer.echo("run `autograde build` and commit what it writes", err=True)
        raise typer.Exit(1)
