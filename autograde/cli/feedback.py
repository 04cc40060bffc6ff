"""`autograde feedback`: a page for each submission that has a record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograde.cli import app


@app.command()
def feedback(
    assignment: Annotated[str, typer.Argument(metavar="ASSIGNMENT")],
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the pages go. Default: feedback_pages/ASSIGNMENT.")
    ] = None,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Where records are kept. Default: autograde.db in the course.")
    ] = None,
) -> None:
    """Write one self-contained HTML page per graded submission. feedback.toml says what is shown, and when."""
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
    folder = to or home() / "feedback_pages" / assignment
    now = visibility.now()
    for item in found:
        stored.write(folder / file_name(item.record.submission), page(item.record, manifest, rules, now))
    typer.echo(f"{len(found)} pages in {folder}" if found else f"no submission of {assignment} has a record yet")
