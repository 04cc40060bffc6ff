"""The experiments' pictures, from the student's own functions, in the separate process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, replace
from pathlib import Path

from autograde.manifest import Manifest
from autograde.student import files, runs
from autograde.student.checking import own_steps, raise_setup_problem
from autograde.student.child import Picture, Step
from autograde.student.dependencies import needed, unit
from autograde.student.findings import FIRST_CHECK, Teller

PREFIX = "experiment-"
FIGURES, EXPECTED = "figures", "expected"
EXPERIMENT_SECONDS = 600.0  # a slow computer with other things to do


@dataclass(frozen=True)
class Experiment:
    """A cell that draws; `source` is the one that was given."""

    name: str
    source: str


@dataclass(frozen=True)
class Drawn:
    """The picture's path, None when nothing was drawn; `problem` says what kept it from being complete."""

    experiment: str
    path: Path | None
    problem: str


def experiments(assignment: str) -> list[Experiment]:
    """The assignment's experiments, in their order."""
    return [
        Experiment(name.removeprefix(PREFIX), source)
        for name, source in files.released_cells(assignment).items()
        if name.startswith(PREFIX)
    ]


def choose(assignment: Manifest, name: str) -> Experiment:
    """The experiment of that name, or the first that uses the exercise of that name. NotFound says which there are."""
    known = experiments(assignment.assignment)
    for experiment in known:
        if experiment.name == name:
            return experiment
    functions = {
        function
        for exercise in assignment.exercises
        if name == exercise.name or name in exercise.functions
        for function in exercise.functions
    }
    for experiment in known:
        if functions & unit(experiment.source).uses:
            return experiment
    names = [experiment.name for experiment in known]
    kind = "no figure shows that exercise" if functions else "no such exercise or figure"
    near = files.nearest(name, [*names, *(exercise.name for exercise in assignment.exercises)])
    meant = f"Did you mean {near}? " if near and not functions else ""
    raise files.NotFound(f"{name}: {kind}. {meant}Figures of {assignment.assignment}: {', '.join(names) or 'none'}")


def draw(
    path: Path,
    assignment: Manifest,
    experiment: Experiment,
    target: Path | None = None,
    dpi: int = 100,
    cancel: threading.Event | None = None,
) -> Drawn:
    """Run an experiment with the functions in the file `path` and save its picture as `target`: by default in
    `figures/` beside the file, with the picture to expect (`expected/NAME.png`) below the student's."""
    submission = files.submission(path, assignment)
    folder = path.resolve().parent
    picture = Picture(
        str((target or folder / FIGURES / f"{experiment.name}.png").resolve()),
        dpi,
        "" if target else str(folder / EXPECTED / f"{experiment.name}.png"),
    )
    before = [
        Step(f"before {index}", FIRST_CHECK + index, source)
        for index, source in enumerate(_needed_before(assignment, experiment))
    ]
    last = Step("figure", FIRST_CHECK + len(before), experiment.source, picture=picture)
    steps = [Step("setup", 0, assignment.setup), *own_steps(submission), *before, last]
    ended = runs.run(steps, cancel=cancel, step_seconds=EXPERIMENT_SECONDS)
    raise_setup_problem(ended)
    failures = [failure for step in [*before, last] if (failure := ended[step.key].failure) is not None]
    problem = Teller(submission, path, assignment, steps).told(failures[0]) if failures else ""
    return Drawn(experiment.name, Path(picture.path) if ended["figure"].pictured else None, problem)


def _needed_before(assignment: Manifest, experiment: Experiment) -> list[str]:
    """The sources of the earlier experiments whose results this one uses."""
    known = experiments(assignment.assignment)
    earlier = known[: known.index(experiment)]
    units = [replace(unit(other.source), acts=False) for other in earlier]
    own = unit(experiment.source)
    return [earlier[index].source for index in needed(units, own.uses - own.defines)]


def show(path: Path) -> bool:
    """Open a picture with what this computer opens pictures with; False when there is no desktop to do it."""
    if sys.platform == "win32":
        os.startfile(path)
        return True
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    desktop = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not opener or not desktop:
        return False
    process = subprocess.Popen([opener, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    threading.Thread(target=process.wait, daemon=True).start()
    return True
