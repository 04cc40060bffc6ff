"""`autograde serve`: grade on submission."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from autograde.cli import app


@app.command()
def serve(
    assignments: Annotated[
        list[str] | None, typer.Argument(metavar="[ASSIGNMENT...]", help="Default: all that the gradebook knows.")
    ] = None,
    inbox: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Watch this folder too: DIR/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Do what there is to do, then end.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Try again what was set aside.")] = False,
    isolation: Annotated[
        Literal["sealed", "confined", "process"] | None, typer.Option(help="Default: the strongest that holds here.")
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Submissions at a time. Default: one per core.")] = None,
) -> None:
    """Collect, grade, book and answer submissions as they come in, through nbgrader's exchange."""
    from autograde import course
    from autograde.config import ConfigError
    from autograde.delivery.gradebook import NotDelivered
    from autograde.engine import GraderError
    from autograde.service.server import Server
    from autograde.service.state import AlreadyRunning
    from autograde.store import StoreError

    if inbox is not None and not inbox.is_dir():
        typer.echo(f"autograde: {inbox}: no such folder", err=True)
        raise typer.Exit(2)
    try:
        place = inbox.resolve() if inbox else None
        server = Server(course.home(), tuple(assignments or ()), place, isolation, jobs)
        server.handle_signals()
        done = server.run(once, retry)
    except (ConfigError, NotDelivered, GraderError, AlreadyRunning, StoreError) as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(1) from error
    if once and not done:
        raise typer.Exit(1)
