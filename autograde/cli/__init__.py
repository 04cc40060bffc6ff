"""The `autograde` command: one module per verb; each imports what it needs only when it runs."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def main() -> None:
    """Entry point of the `autograde` command."""
    from autograde.cli import audit, build, check, doctor, grade  # noqa: F401 (registers itself)

    app()
