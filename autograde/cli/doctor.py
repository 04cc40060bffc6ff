"""`autograde doctor`: what the isolation on this host is worth, or what a student's set-up lacks."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograde.cli import app

if TYPE_CHECKING:
    from rich.table import Table

    from autograde.doctor import Diagnosis

_SHOWN_OUTCOME = 60


@app.command()
def doctor(
    level: Annotated[str, typer.Option(help="Try only this level: sealed, confined or process.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    student: Annotated[bool, typer.Option("--student", help="Look at a student's set-up instead.")] = False,
) -> None:
    """Say what is wrong with this computer.

    For graders that is its isolation, for students what the assignments need.

    The isolation is attacked, harmlessly. Ends with 0 when every attack on the strongest level that can be had (or on
    the given one) failed as it should. Where no grader is installed, or with --student, it ends with 0 when the
    assignments can be worked on here, else with 3.
    """
    if student or find_spec("autograde.jail") is None:
        raise typer.Exit(_student())
    from autograde import jail
    from autograde.doctor import diagnose

    if level and level not in jail.LEVELS:
        raise typer.BadParameter(f"{level!r} is none of {', '.join(jail.LEVELS)}", param_hint="--level")
    wanted = level or jail.best()
    found = diagnose([level] if level else jail.LEVELS)
    if as_json:
        print(json.dumps([{**asdict(each), "holds": each.holds} for each in found], indent=2))
    else:
        _show(found, wanted)
    raise typer.Exit(0 if all(each.holds for each in found if each.level == wanted) else 1)


def _student() -> int:
    """Say what was found, each problem with what to do; the exit status."""
    from autograde.student.computer import examine

    remarks = examine(Path.cwd())
    width = max(len(remark.what) for remark in remarks)
    for remark in remarks:
        typer.echo(f"{'PROBLEM' if remark.advice else 'ok':8}{remark.what:{width}}  {remark.found}")
        if remark.advice:
            typer.echo(f"{'':8}{remark.advice}")
    problems = [remark for remark in remarks if remark.advice]
    typer.echo("\nAll is well: `autograde check`." if not problems else "\nRepair this first, then `autograde doctor`.")
    return 3 if problems else 0


def _show(found: list[Diagnosis], wanted: str) -> None:
    """Print a table of the attacks, one column per level, then each level's verdict and gaps."""
    from rich.console import Console

    console = Console()
    console.print(_table([each for each in found if each.problem is None]), markup=False)
    for each in found:
        if each.problem is not None:
            console.print(f"\n{each.level}: cannot be had. {each.problem}", markup=False)
            continue
        console.print(f"\n{each.level}: {'holds' if each.holds else 'DOES NOT HOLD'}", markup=False)
        for finding in each.findings:
            if finding.verdict == "failed":
                outcome = f"{finding.jailed}; its permitted neighbour: {finding.neighbour}"
                console.print(f"  failed: {finding.canary}: {outcome}", markup=False)
        for gap in each.gaps:
            console.print(f"  gap: {gap}", markup=False)
    console.print(f"\nGrading uses {wanted} unless told otherwise.", markup=False)


def _table(found: list[Diagnosis]) -> Table:
    from rich.table import Table

    table = Table("attack", "no jail", *(each.level for each in found))
    for row in zip(*(each.findings for each in found), strict=True):
        table.add_row(row[0].canary, row[0].free[:_SHOWN_OUTCOME], *(finding.verdict for finding in row))
    return table
