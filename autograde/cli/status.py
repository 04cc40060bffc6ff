"""`autograde status`: what `autograde serve` is doing, and what waits for the instructor."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from autograde.cli import app

if TYPE_CHECKING:
    from autograde.service.state import Status


@app.command()
def status(json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Say whether the service runs, how far it is, and what it has set aside. Status 1 when something needs a look."""
    import msgspec

    from autograde import course
    from autograde.service.state import Files

    files = Files(course.home())
    current, running = files.read(), files.running
    if current is None:
        typer.echo("autograde serve has not been started here")
        raise typer.Exit(1)
    if json:
        typer.echo(msgspec.json.encode({"running": running, **msgspec.to_builtins(current)}))
    else:
        _show(current, running)
    trouble = current.problem or any(assignment.set_aside for assignment in current.assignments.values())
    if trouble or not running:
        raise typer.Exit(1)


def _show(current: Status, running: bool) -> None:
    died = not running and current.state != "stopped"
    state = "killed; start it again, nothing is lost" if died else current.state
    typer.echo(f"autograde serve: {state} (process {current.pid}, {_time(current.updated_at)})")
    if current.seconds is not None:
        typer.echo(f"from submission to feedback: {current.seconds:.1f} s (median of the last)")
    if current.problem:
        typer.echo(f"cannot grade: {current.problem}")
    for name, assignment in current.assignments.items():
        typer.echo(f"{name}: {assignment.students} students, {assignment.delivered} versions answered")
        for waiting in assignment.waiting:
            typer.echo(f"  waits until {_time(waiting.until)}: {waiting.student}")
        for aside in assignment.set_aside:
            reason = (aside.reason.splitlines() or [""])[0]
            typer.echo(f"  set aside after {aside.tries} tries, no grade: {aside.student}: {reason}")
    for name, reason in current.refused.items():
        typer.echo(f"refused: {name!r}: {reason}")


def _time(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")
