"""The `autograde` command: one module per verb; each imports what it needs only when it runs.

A verb is there when its module is: students install a package without the instructors' ones.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.callback()
def _autograde() -> None:
    """Exercises on training neural networks. Students begin with `autograde check`, in an assignment's folder."""


def main() -> None:
    """Entry point of the `autograde` command."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console need not know every character
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"{__name__}.{module.name}")
    app()
