"""`autograde release`: hand an assignment, or the package to install, to students."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograde.cli import app


@app.command()
def release(
    assignments: Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...")] = None,
    to: Annotated[Path | None, typer.Option(metavar="DIR", help="Write zips there, not to the exchange.")] = None,
    wheel: Annotated[bool, typer.Option("--wheel", help="Build the package that students install.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace what was released to the exchange before.")] = False,
) -> None:
    """Release assignments to nbgrader's exchange, or as zips; and the package that students install.

    A release has the notebook, the same as .py, a README and small pictures of what the experiments should show.
    """
    from autograde.course import NoCourse, find
    from autograde.delivery import handout
    from autograde.student.submit import exchange

    names = assignments or []
    if not names and not wheel:
        raise typer.BadParameter("name an assignment, or say --wheel")
    try:
        course = find()
        if wheel:
            for path in handout.package(course, to or course.root / "dist"):
                typer.echo(f"built: {path}")
        target = exchange() if names and to is None else None
        if names and to is None and target is None:
            raise handout.NotReleased("no exchange is configured here: say --to DIR for zips, or set nbgrader's up")
        for name in names:
            with handout.staged(course, name) as stage:
                if to is not None:
                    typer.echo(f"written: {handout.as_zip(stage, name, to)}")
                elif target is not None:
                    handout.to_exchange(stage, name, target, force)
                    typer.echo(f"released: {name} to {target.course} ({target.root})")
    except (NoCourse, FileNotFoundError) as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(2) from error
    except handout.NotReleased as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(1) from error
