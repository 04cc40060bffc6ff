"""`autograde regrade`: what a changed suite does to the grades, and, on request, doing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from autograde.cli import app

if TYPE_CHECKING:
    from autograde.records import TestResult
    from autograde.regrade import Change


@app.command()
def regrade(
    assignment: Annotated[str, typer.Argument(metavar="ASSIGNMENT")],
    apply: Annotated[bool, typer.Option("--apply", help="Write the new grades. Without it, only show them.")] = False,
    never_lower: Annotated[bool, typer.Option("--never-lower", help="Nobody loses points by it.")] = False,
    isolation: Annotated[
        Literal["sealed", "confined", "process"] | None, typer.Option(help="Default: the strongest that holds here.")
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Submissions at a time. Default: one per core.")] = None,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Where records are kept. Default: autograde.db in the course.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Grade on a Dask cluster: a scheduler's address, or `local`.")
    ] = None,
) -> None:
    """After a hidden suite changed: who goes up, who goes down, by which check; with --apply, do it."""
    from autograde import manifest as manifests
    from autograde import regrade as work
    from autograde.cli.grade import make_grader
    from autograde.config import ConfigError
    from autograde.course import store_url
    from autograde.engine import GraderError
    from autograde.store import Store, StoreError

    try:
        records = Store(store or store_url())
        due = work.due(records, manifests.load(assignment))
        outcomes: list[Change | GraderError] = []
        if due.found:
            with make_grader(assignment, len(due.found), isolation, jobs, cluster) as grader:
                outcomes = list(work.changes(due, grader, records))
        changes = [outcome for outcome in outcomes if not isinstance(outcome, GraderError)]
        written = work.apply(changes, records, never_lower) if apply else []
        records.close()
    except (GraderError, FileNotFoundError, StoreError, ConfigError) as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(2 if isinstance(error, FileNotFoundError) else 1) from error
    _show(changes, never_lower)
    typer.echo(f"{len(changes)} graded with the changed suite, {due.current} had been graded with it before")
    failures = [outcome for outcome in outcomes if isinstance(outcome, GraderError)]
    for name, reason in due.lost.items():
        typer.echo(f"autograde: not regraded: {name}: {reason}", err=True)
    for failure in failures:
        typer.echo(f"autograde: no grade: {failure}", err=True)
    if apply:
        typer.echo(
            f"written: {len(written)}" + (f", kept as they were: {len(changes) - len(written)}" if never_lower else "")
        )
    elif changes:
        typer.echo("Nothing is changed yet. --apply writes these grades without grading again.")
    if failures or due.lost:
        raise typer.Exit(1)


def _show(changes: list[Change], never_lower: bool) -> None:
    """Those who go up, then those who go down, each with the checks that make the difference."""
    ordered = sorted(changes, key=lambda change: change.line.submission)
    up = [change for change in ordered if change.gain > 0]
    down = [change for change in ordered if change.gain < 0]
    for title, group in (("up", up), ("down, which --never-lower prevents" if never_lower else "down", down)):
        typer.echo(f"{title}: {len(group)}")
        for change in group:
            typer.echo(f"  {change.line.submission}: {change.line.score:g} -> {change.record.score:g}")
            for check in change.checks:
                typer.echo(f"    {check.name}: {_result(check.before)} -> {_result(check.after)}")
    typer.echo(f"same: {len(changes) - len(up) - len(down)}")


def _result(test: TestResult | None) -> str:
    return f"{test.outcome} {test.points:g}/{test.max_points:g}" if test else "none"
