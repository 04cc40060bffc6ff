"""What the students' verbs share: how they find the file, and how they end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from autograde.manifest import Manifest
    from autograde.student.checking import Checked

FileOption = Annotated[
    Path | None, typer.Option("--file", "-f", help="Your notebook or .py. Default: the one in this folder.")
]


@contextmanager
def reported() -> Iterator[None]:
    """Errors as a line that says what to do: status 2 for wrong usage, 3 for a computer that cannot do the work."""
    from autograde.student.checking import EnvironmentProblem
    from autograde.student.files import NotFound
    from autograde.submission import Rejected

    try:
        yield
    except (NotFound, Rejected) as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(2) from error
    except EnvironmentProblem as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(3) from error
    except OSError as error:
        place = error.filename or "a file"
        typer.echo(f"autograde: {place}: {error.strerror}. Close it elsewhere, or run `autograde doctor`.", err=True)
        raise typer.Exit(3) from error
    except KeyboardInterrupt:
        typer.echo("\nautograde: stopped. Nothing of yours was changed.", err=True)
        raise typer.Exit(1) from None


def known_exercise(assignment: Manifest, name: str) -> str:
    """The name, or NotFound with the names that exist. Students may name a function instead of its exercise."""
    from autograde.student.files import NotFound, nearest

    for exercise in assignment.exercises:
        if name == exercise.name or name in exercise.functions:
            return exercise.name
    names = [exercise.name for exercise in assignment.exercises]
    near = nearest(name, [*names, *(function for exercise in assignment.exercises for function in exercise.functions)])
    meant = f"Did you mean {near}? " if near else ""
    raise NotFound(f"{assignment.assignment} has no exercise {name}. {meant}Its exercises: {', '.join(names)}")


def checked_now(path: Path, assignment: Manifest) -> Checked:
    """What the checks say of the file as it is; what has not changed since the last check is not run again."""
    from autograde.student import checking

    return checking.check_changed(path, assignment, announce)


def begin(path: Path, assignment: Manifest) -> None:
    """Say which file this is about, and what else lies there."""
    from autograde.student import files

    typer.echo(f"checking {path.name} ...")
    for remark in files.remarks(path, assignment):
        typer.echo(f"({remark})")


def announce(exercise: str) -> None:
    """A line on the terminal that the next one overwrites; nothing where output goes elsewhere."""
    import sys

    if sys.stderr.isatty():
        sys.stderr.write(f"\rchecking {exercise} ...\x1b[K" if exercise else "\r\x1b[K")
        sys.stderr.flush()
