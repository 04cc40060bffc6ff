"""`autograde grade`: grade submissions, show a table, write JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from autograde.cli import app

if TYPE_CHECKING:
    from autograde.cluster import Cluster
    from autograde.engine import GraderError, Pool
    from autograde.records import Level, Record
    from autograde.submission import Found


@app.command()
def grade(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, a folder of them, or submitted/.")],
    assignment: Annotated[
        str | None, typer.Option(help="Not needed for nbgrader's submitted/ with one assignment.")
    ] = None,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the records to this file.")] = None,
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
    again: Annotated[bool, typer.Option("--again", help="Grade anew what has a record already.")] = False,
    gradebook: Annotated[
        bool,
        typer.Option("--gradebook", help="Then fill nbgrader's gradebook and autograded/, as `nbgrader autograde`."),
    ] = False,
) -> None:
    """Grade submissions with the hidden suite, each in a locked-in process of its own."""
    from autograde.config import ConfigError
    from autograde.engine import GraderError
    from autograde.store import StoreError

    found = _find(paths, assignment)
    try:
        assignment = next(item.assignment for item in found if item.assignment)
        grader = make_grader(assignment, len(found), isolation, jobs, cluster)
        outcomes = _grade(found, grader, store, again)
    except (GraderError, FileNotFoundError, StoreError, ConfigError) as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(2 if isinstance(error, FileNotFoundError) else 1) from error
    records = [outcome for outcome in outcomes if not isinstance(outcome, GraderError)]
    _show(records)
    if json is not None:
        _write(json, found[0].assignment, records)
    failures = [outcome for outcome in outcomes if isinstance(outcome, GraderError)]
    for failure in failures:
        typer.echo(f"autograde: no grade: {failure}", err=True)
    booked = _book(found, outcomes, grader.level, store) if gradebook else True
    if failures or not booked:
        raise typer.Exit(1)


def _book(found: list[Found], outcomes: list[Record | GraderError], level: Level, url: str | None) -> bool:
    """Enter what was graded in nbgrader's gradebook; False when something could not be."""
    from autograde import course
    from autograde.delivery.gradebook import Nbgrader, NotDelivered
    from autograde.engine import GraderError

    nbgrader = Nbgrader(course.home(), url or course.store_url(), level)
    assignment = found[0].assignment
    graded = [item for item, outcome in zip(found, outcomes, strict=True) if not isinstance(outcome, GraderError)]
    elsewhere = [item for item in graded if not nbgrader.holds(item)]
    for item in elsewhere:
        typer.echo(f"autograde: not in the gradebook: {item.path} is not a notebook in submitted/", err=True)
    try:
        nbgrader.check(assignment)
        failed = nbgrader.autograde(assignment, [item.name for item in graded if item not in elsewhere])
    except NotDelivered as error:
        typer.echo(f"autograde: {error}", err=True)
        return False
    for student, reason in failed.items():
        typer.echo(f"autograde: not in the gradebook: {student}: {reason}", err=True)
    return not (failed or elsewhere)


def _find(paths: list[Path], assignment: str | None) -> list[Found]:
    """The submissions at the paths, all of one assignment; wrong usage ends with status 2."""
    from autograde.submission import find

    try:
        found = [item for path in paths for item in find(path, assignment)]
        known = sorted({item.assignment for item in found if item.assignment})
        if len(known) != 1:
            raise ValueError(f"which assignment? Say --assignment with one of: {', '.join(known) or 'the known ones'}")
    except (ValueError, OSError) as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(2) from error
    return found


def make_grader(
    assignment: str, count: int, isolation: Level | None, jobs: int | None, cluster: str | None
) -> Pool | Cluster:
    """What does the work of grading `count` submissions: judges here, or a Dask cluster."""
    if cluster is not None:
        from autograde.cluster import Cluster

        return Cluster(cluster, assignment, isolation, jobs)
    from autograde.engine import Pool, default_jobs

    return Pool(assignment, isolation, min(jobs or default_jobs(), count))


def _grade(found: list[Found], grader: Pool | Cluster, url: str | None, again: bool) -> list[Record | GraderError]:
    """One outcome per submission, in their order, with a progress bar on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from autograde import grading
    from autograde.course import store_url
    from autograde.store import Store

    outcomes: dict[int, Record | GraderError] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("warming up", total=len(found))
        store = Store(url or store_url())
        with grader:
            progress.update(task, description=f"grading {grader.manifest.assignment}")
            for index, outcome in grading.grade(found, grader, store, again):
                outcomes[index] = outcome
                progress.advance(task)
        store.close()
    return [outcomes[index] for index in range(len(found))]


def _show(records: list[Record]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("submission", "score", "of", "seconds", "what to look at", box=None, pad_edge=False)
    for column in (1, 2, 3):
        table.columns[column].justify = "right"
    for record in records:
        score, full = f"{record.score:g}", f"{record.max_score:g}"
        seconds = f"{record.seconds:.2f}"
        table.add_row(Text(record.submission), score, full, seconds, Text(_remark(record), overflow="ellipsis"))
    console = Console()
    console.print(table)
    graded = [record for record in records if record.status == "graded"]
    levels = ", ".join(sorted({record.isolation for record in graded}))
    summary = f"{len(graded)} graded" + (f" ({levels})" if levels else "")
    console.print(f"{summary}, {len(records) - len(graded)} rejected", highlight=False)


def _remark(record: Record) -> str:
    if record.reason is not None:
        return f"rejected: {record.reason}"
    short = [exercise.name for exercise in record.exercises if exercise.score < exercise.max_score]
    return f"points missing in {', '.join(short)}" if short else ""


def _write(path: Path, assignment: str, records: list[Record]) -> None:
    import msgspec

    from autograde.records import Report
    from autograde.suites import suite_digest

    report = Report(assignment, suite_digest(assignment), tuple(records))
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
    temporary.replace(path)
