"""`autograde export`: grades from the store as Canvas or Moodle import them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from autograde.cli import app


@app.command()
def export(
    system: Annotated[Literal["canvas", "moodle"], typer.Argument(help="Where the grades go.")],
    assignments: Annotated[list[str], typer.Argument(metavar="ASSIGNMENT...")],
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="Default: canvas.csv or moodle.csv here.")] = None,
    roster: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Students, as for `nbgrader db student import`.")
    ] = None,
    title: Annotated[
        list[str] | None,
        typer.Option(metavar="ASSIGNMENT=TITLE", help="A column's title, as Canvas's own export has it."),
    ] = None,
    percent: Annotated[bool, typer.Option("--percent", help="Moodle: percent of the points.")] = False,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Where records are kept. Default: autograde.db in the course.")
    ] = None,
) -> None:
    """Write the latest automatic grades as CSV. Manual grades and penalties are nbgrader's: see `nbgrader export`."""
    from autograde.config import ConfigError
    from autograde.course import store_url
    from autograde.delivery import exports, stored
    from autograde.store import Store, StoreError

    try:
        titles = dict(_title(text) for text in title or [])
        records = Store(store or store_url())
        columns = exports.from_store(records, assignments, titles)
        records.close()
        names = exports.unknown([], columns)
        students = exports.roster(roster) if roster else [exports.Student(name) for name in names]
    except (FileNotFoundError, exports.ExportError, ConfigError, StoreError) as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(2) from error
    text = exports.canvas(students, columns) if system == "canvas" else exports.moodle(students, columns, percent)
    path = to or Path(f"{system}.csv")
    stored.write(path, text)
    typer.echo(f"{len(names)} students with grades, {len(columns)} assignments: {path}")
    for name in exports.unknown(students, columns):
        typer.echo(f"autograde: {name} has a grade and is not in the roster: left out", err=True)


def _title(text: str) -> tuple[str, str]:
    assignment, separator, title = text.partition("=")
    if not (assignment and separator and title):
        raise typer.BadParameter("say --title ASSIGNMENT=TITLE")
    return assignment, title
