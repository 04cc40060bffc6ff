"""`autograde check`: the visible checks, on a student's own computer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograde.cli import app
from autograde.cli._student import FileOption, announce, begin, known_exercise, reported

if TYPE_CHECKING:
    from autograde.student.checking import Checked

LINE = 75


@app.command()
def check(
    what: Annotated[
        str | None, typer.Argument(help="A notebook, a .py, its folder, or an exercise. Default: all that is here.")
    ] = None,
    file: FileOption = None,
) -> None:
    """Run the visible checks of your work.

    A line says of each exercise whether it is done, wrong or not written yet; the first that is not right, or the one
    that you name, is told in full.

    Exit status: 0 all right, 1 something to do, 2 wrong usage, 3 this Python cannot run the assignment.
    """
    from autograde.student import checking, files

    with reported():
        exercise = ""
        if what is not None and file is None and not _is_file(what):
            path, assignment = files.locate()
            exercise = known_exercise(assignment, what)
        elif what is not None and file is not None:
            path, assignment = files.locate(file)
            exercise = known_exercise(assignment, what)
        else:
            path, assignment = files.locate(file or (Path(what) if what else None))
        begin(path, assignment)
        checked = (
            checking.check_changed(path, assignment, announce, again=exercise)
            if exercise
            else checking.check(path, assignment, announce)
        )
        announce("")
    _show(checked, exercise)
    finished = [finding.state == checking.DONE for finding in checked.findings if finding.exercise == exercise]
    raise typer.Exit(0 if checked.complete or (finished and all(finished)) else 1)


def _is_file(what: str) -> bool:
    """Whether the argument means a file, its folder or an assignment, and not an exercise."""
    from autograde import manifest

    return Path(what).exists() or Path(what).suffix in (".ipynb", ".py") or Path(what).name in manifest.known()


def _show(checked: Checked, exercise: str) -> None:
    """A line for each exercise; in full for the one that was named, else for the first that is not right."""
    from autograde.student import text

    shown = exercise or (checked.next.exercise if checked.next else "")
    width = max(len(finding.exercise) for finding in checked.findings)
    for finding in checked.findings:
        about = "" if finding.exercise == shown else text.summary(finding, LINE - width)
        typer.echo(f"  {finding.exercise:{width}}  {text.state(finding)}{about and ': '}{about}")
        if finding.exercise == shown:
            typer.echo("".join(f"{line}\n" for line in text.details(finding)), nl=False)
    for number, failed in enumerate(checked.cells_to_tell(shown)):
        typer.echo(("" if number else "\nCells that failed when they were run:\n") + "\n".join(text.indented(failed)))
    typer.echo(f"\n{checked.done} of {len(checked.findings)} exercises pass their visible checks.")
    typer.echo("These are the visible checks; the points come from hidden checks, which look closer.")
    typer.echo(f"Next: {next_step(checked, exercise)}")


def next_step(checked: Checked, exercise: str) -> str:
    """What to do now: about the exercise that was named while it is not right, else about the first that is not."""
    from autograde.student.findings import DONE, NOT_RUN, TODO

    left = [finding for finding in checked.findings if finding.state != DONE]
    finding = next((finding for finding in left if finding.exercise == exercise), checked.next)
    if finding is None:
        if checked.complete:
            return "answer the reflection, then `autograde submit`."
        return "repair the cells that failed, or delete them, and `autograde check` again."
    if finding.state == NOT_RUN:
        return "repair that. `autograde watch` checks again when you save."
    if finding.state == TODO:
        return (
            f"write {finding.exercise} where it says YOUR CODE HERE.\n"
            f"Stuck? `autograde hint {finding.exercise}`. `autograde watch` checks when you save."
        )
    return f"`autograde hint {finding.exercise}`; or `autograde watch`, which checks when you save."
