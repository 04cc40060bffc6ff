"""`autograde submit`: hand in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from autograde.cli import app
from autograde.cli._student import FileOption, announce, checked_now, reported

if TYPE_CHECKING:
    from autograde.student.checking import Checked


@app.command()
def submit(
    file: FileOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Hand in even if something is missing.")] = False,
) -> None:
    """Say what is missing, and hand in.

    Where your course uses nbgrader's exchange, your work goes there; else you get a file to upload.

    Exit status: 0 handed in (or ready to upload), 1 not, 2 wrong usage, 3 this Python cannot run the assignment.
    """
    from autograde.student import files
    from autograde.student import submit as submitting

    with reported():
        path, assignment = files.locate(file)
        checked = checked_now(path, assignment)
        announce("")
        missing = _review(checked)
    if missing and not yes:
        typer.echo("\nYou can hand in again later; what was handed in last counts.")
        if not sys.stdin.isatty() or not typer.confirm("Hand in as it is?"):
            typer.echo("Nothing was handed in. Next: `autograde check`, or `autograde submit --yes`.")
            raise typer.Exit(1)
    with reported():
        exchange = submitting.exchange()
        if exchange is None:
            typer.echo(f"\nUpload this file where your course collects work: {submitting.to_upload(path)}")
            return
        try:
            submitting.to_exchange(path, exchange)
        except submitting.NotHandedIn as error:
            typer.echo(f"autograde: not handed in: {error}", err=True)
            typer.echo(f"Upload this file, or ask your instructor: {submitting.to_upload(path)}", err=True)
            raise typer.Exit(3) from error
    typer.echo(f"\nHanded in to {exchange.course} ({exchange.root}). `nbgrader list --inbound` shows it.")


def _review(checked: Checked) -> bool:
    """Say what will be graded; whether anything is missing."""
    from autograde.student import files, text
    from autograde.student import submit as submitting

    typer.echo(f"This will be graded: {checked.path.resolve()}")
    for remark in files.remarks(checked.path, checked.assignment):
        typer.echo(f"({remark})")
    width = max(len(finding.exercise) for finding in checked.findings)
    for finding in checked.findings:
        points = checked.assignment.exercise(finding.exercise).points
        typer.echo(f"  {finding.exercise:{width}}  {points:3g} points  {text.state(finding)}")
    unanswered = submitting.reflection_missing(checked)
    if checked.assignment.reflection_points:
        answer = text.paint("not answered yet", "yellow") if unanswered else text.paint("answered", "green")
        typer.echo(f"  {'reflection':{width}}  {checked.assignment.reflection_points:3g} points  {answer}")
    if checked.failed_cells:
        typer.echo(f"  {len(checked.failed_cells)} of your cells failed when they were run (`autograde check`)")
    return unanswered or not checked.complete
