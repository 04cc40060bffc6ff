"""`autograde package`: the grader and one suite, for a platform that grades by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from autograde.cli import app


@app.command()
def package(
    platform: Annotated[Literal["gradescope"], typer.Argument(help="Where it will run.")],
    assignment: Annotated[str, typer.Argument(metavar="ASSIGNMENT")],
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="Default: ASSIGNMENT-gradescope.zip here.")] = None,
) -> None:
    """Make the zip that Gradescope wants: it holds the hidden suite of this assignment, so keep it to yourself."""
    from autograde.course import home
    from autograde.delivery import gradescope, visibility
    from autograde.suites import SuiteError

    try:
        visibility.load(home())
        rules = home() / visibility.FILE
        content = gradescope.package(assignment, rules.read_bytes() if rules.is_file() else b"")
    except (FileNotFoundError, SuiteError, visibility.VisibilityError) as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(2) from error
    path = to or Path(f"{assignment}-{platform}.zip")
    path.write_bytes(content)
    path.chmod(0o600)
    typer.echo(f"{path}: {len(content) >> 10} kB")
