"""`autograde report`: what a class did in an assignment, for the instructor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograde.cli import app

if TYPE_CHECKING:
    from autograde.delivery.report import Problem, Summary
    from autograde.manifest import Manifest


@app.command()
def report(
    assignment: Annotated[str, typer.Argument(metavar="ASSIGNMENT")],
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="Default: ASSIGNMENT-report.html here.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="One line per submission as CSV.")] = None,
    submitted: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where submissions lie, for those without a record.")
    ] = None,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Where records are kept. Default: autograde.db in the course.")
    ] = None,
) -> None:
    """Write one HTML page: scores, checks, mistakes, and what needs a look. It names students: keep it to yourself."""
    from autograde import manifest as manifests
    from autograde.config import ConfigError
    from autograde.course import home, store_url
    from autograde.delivery import stored, visibility
    from autograde.delivery.report import page, sheet
    from autograde.store import StoreError

    try:
        manifest = manifests.load(assignment)
        made = _summary(manifest, store or store_url(), submitted or home() / "submitted")
    except (FileNotFoundError, ConfigError, StoreError) as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(2) from error
    path = to or Path(f"{assignment}-report.html")
    stored.write(path, page(made, visibility.now()))
    if csv is not None:
        stored.write(csv, sheet(made))
    without = len(made.rejected) + len(made.aside) + len(made.ungraded)
    typer.echo(f"{path}: {len(made.lines)} graded, {without} without a grade")


def _summary(manifest: Manifest, url: str, submitted: Path) -> Summary:
    from autograde.course import NoCourse, find
    from autograde.delivery import stored
    from autograde.delivery.report import handed_in, summary
    from autograde.store import Store
    from autograde.submission import read

    records = Store(url)
    latest = stored.latest(records, manifest.assignment)
    records.close()
    try:
        skeleton = read(find().released(manifest.assignment, ".py"), manifest, "skeleton")
    except NoCourse:
        skeleton = None
    return summary(latest, manifest, handed_in(submitted, manifest), _set_aside(url, manifest.assignment), skeleton)


def _set_aside(url: str, assignment: str) -> tuple[Problem, ...]:
    """What `autograde serve` could not grade."""
    from autograde.delivery.report import Problem
    from autograde.disclosure import clean
    from autograde.service.ledger import Ledger

    ledger = Ledger(url)
    entries = [entry for entry in ledger.entries(assignment) if entry.set_aside]
    ledger.close()
    return tuple(Problem(entry.student, clean(entry.reason, 300)) for entry in entries)
