"""What the benchmarks compare with runs the same checks: all of them, for the same points."""

from __future__ import annotations

import json
import subprocess
import sys

from autograde import manifest as manifests
from autograde.corpus import bench
from autograde.course import find

ROOT = find().root
POINTS = """
import json, unisolated
from autograde import manifest
points = {}
for assignment in manifest.known():
    points[assignment] = {}
    for check in unisolated.checks(assignment):
        mark = check.marks["exercise"]
        points[assignment][mark.args[0]] = points[assignment].get(mark.args[0], 0) + mark.kwargs["points"]
print(json.dumps(points))
"""
NAMES = """
import json, unisolated
from autograde import manifest
print(json.dumps({assignment: [c.name for c in unisolated.checks(assignment)] for assignment in manifest.known()}))
"""
SCORES = """
import json, sys, unisolated
from autograde.cells import new_module, run_cell
module = new_module()
for number, source in enumerate(json.loads(sys.stdin.read())):
    run_cell(number, source, module.__dict__)
print(json.dumps(unisolated.scores(sys.argv[1], module.__dict__)))
"""


def run(program: str, *arguments: str, given: object = None) -> dict:
    command = [sys.executable, "-c", program, *arguments]
    result = subprocess.run(
        command, input=json.dumps(given), cwd=ROOT / "benchmarks", stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(result.stdout.splitlines()[-1])


def points(assignment: str) -> dict[str, float]:
    return {exercise.name: exercise.points for exercise in manifests.load(assignment).exercises}


def test_the_floor_has_every_check_of_every_suite():
    assert run(POINTS) == {assignment: points(assignment) for assignment in manifests.known()}


def test_on_the_floor_checks_have_the_names_that_pytest_gives_them():
    """The seed of a check's data is made of its name."""
    hidden = ROOT / "autograde" / "hidden"
    command = [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "--disable-warnings", str(hidden)]
    listed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    names: dict[str, list[str]] = {assignment: [] for assignment in manifests.known()}
    for line in listed.splitlines():
        path, colons, name = line.partition("::")
        if colons:
            names[path.split("/")[-2]].append(name)
    assert run(NAMES) == names


def test_on_the_floor_the_reference_gets_every_point():
    """Of a suite that has parameter sets with marks of their own, and exercises that are replaced."""
    manifest = manifests.load("trainability")
    cells = [manifest.setup, *(cell.source for cell in bench(find(), manifest).reference.cells)]
    assert run(SCORES, "trainability", given=cells) == points("trainability")
