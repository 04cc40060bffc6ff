"""`autograde audit`: grade the hidden suites themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from autograde.cli import app

if TYPE_CHECKING:
    from autograde.audit import Audit, Mutation


@app.command()
def audit(
    assignments: Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...", help="Default: all.")] = None,
    seeds: Annotated[int, typer.Option(min=0, help="Repeat right cases with this many other seeds, shuffled.")] = 0,
    messages: Annotated[
        bool, typer.Option("--messages", help="Show what each wrong case's student would read.")
    ] = False,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="Grade mutants of the reference too; list survivors.")
    ] = False,
    isolation: Annotated[Literal["sealed", "confined", "process"] | None, typer.Option()] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Submissions at a time. Default: one per core.")] = None,
) -> None:
    """Grade hidden suites against right and wrong submissions: are they fair, sharp and needed?"""
    from autograde import manifest as manifests
    from autograde.audit import audit as run
    from autograde.audit import audit_mutants
    from autograde.corpus import CorpusError, bench, read_cases
    from autograde.course import NoCourse, find
    from autograde.engine import GraderError, Pool, default_jobs
    from autograde.mutate import waivers

    results, mutations = [], []
    try:
        course = find()
        for assignment in assignments or course.assignments():
            manifest = manifests.load(assignment)
            cases = read_cases(course.root, "right", manifest) + read_cases(course.root, "wrong", manifest)
            with Pool(assignment, isolation, jobs or default_jobs()) as pool:
                results.append(run(pool, bench(course, manifest), cases, seeds))
                _show(results[-1], messages)
                if mutate:
                    reasons = waivers(course.root, assignment)
                    mutations.append(audit_mutants(pool, bench(course, manifest), reasons))
                    _show_mutants(mutations[-1])
    except (CorpusError, NoCourse, FileNotFoundError) as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(2) from error
    except GraderError as error:
        typer.echo(f"autograde: {error}", err=True)
        raise typer.Exit(1) from error
    for line in [*(result.summary for result in results), *(result.summary for result in mutations)]:
        typer.echo(line)
    if any(result.problems for result in results) or any(result.survivors or result.stale for result in mutations):
        raise typer.Exit(1)


def _show(result: Audit, messages: bool) -> None:
    """The kill map, then what is wrong with the suite."""
    from autograde.audit import function_name

    killers = {
        case: {function_name(check) for check, cases in result.kills.items() if case in cases}
        for case in result.messages
    }
    typer.echo(f"{result.assignment}: which check kills which wrong case (* the only one that does)")
    for check, cases in result.kills.items():
        marked = [f"{case}*" if len(killers[case]) == 1 else case for case in cases]
        typer.echo(f"  {check}: {', '.join(marked) or 'none'}")
    if messages:
        for case, message in result.messages.items():
            typer.echo(f"\nwrong/{case}\n    " + message.replace("\n", "\n    "))
    for problem in result.problems:
        typer.echo(f"PROBLEM {problem}")


def _show_mutants(result: Mutation) -> None:
    for name in result.survivors:
        typer.echo(f"SURVIVOR {name}")
    for name in result.stale:
        typer.echo(f"PROBLEM a reason is given for a mutant that does not survive: {name}")
