"""`autograde feedback`: a page for each submission that has a record, or that was rejected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograde.cli import app

if TYPE_CHECKING:
    from autograde.manifest import Manifest
    from autograde.records import Record


@app.command()
def feedback(
    assignment: Annotated[str, typer.Argument(metavar="ASSIGNMENT")],
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the pages go. Default: feedback_pages/ASSIGNMENT.")
    ] = None,
    submitted: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where submissions lie, for those that were rejected.")
    ] = None,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Where records are kept. Default: autograde.db in the course.")
    ] = None,
) -> None:
    """Write one self-contained HTML page per submission. feedback.toml says what is shown, and when."""
    from autograde import manifest as manifests
    from autograde.config import ConfigError
    from autograde.course import home, store_url
    from autograde.delivery import stored, visibility
    from autograde.delivery.feedback import file_name, page
    from autograde.store import Store, StoreError

    try:
        manifest = manifests.load(assignment)
        rules = visibility.load(home()).of(assignment)
        records = Store(store or store_url())
        found = stored.latest(records, assignment)
        records.close()
    except (FileNotFoundError, visibility.VisibilityError, ConfigError, StoreError) as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(2) from error
    shown = {item.record.submission: item.record for item in found}
    shown |= {record.submission: record for record in _rejected(submitted or home() / "submitted", manifest)}
    folder = to or home() / "feedback_pages" / assignment
    now = visibility.now()
    for name, record in shown.items():
        stored.write(folder / file_name(name), page(record, manifest, rules, now))
    typer.echo(f"{len(shown)} pages in {folder}" if shown else f"no submission of {assignment} has a record yet")


def _rejected(folder: Path, manifest: Manifest) -> list[Record]:
    """What lies there and cannot be graded: the store keeps no record of it."""
    from autograde.engine import rejection
    from autograde.submission import Rejected, find, intake

    try:
        found = find(folder, manifest.assignment)
    except ValueError:  # nothing lies there
        return []
    refused = []
    for item in found:
        try:
            intake(item, manifest)
        except Rejected as error:
            refused.append(rejection(item, str(error), manifest, "process"))
    return refused
