"""Gradescope: a zip with the grader and one suite, and the run of it on Gradescope's directory layout.

`python -m autograde.delivery.gradescope ASSIGNMENT [--root DIR]` reads DIR/submission and writes
DIR/results/results.json (DIR is /autograder there). When the grader itself fails no results are written: Gradescope
then says so, and nobody has a 0 for it.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import io
import json
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from autograde import manifest as manifests
from autograde import suites
from autograde.delivery import visibility
from autograde.delivery.feedback import said
from autograde.delivery.visibility import Visibility
from autograde.disclosure import clean
from autograde.engine import GraderError, Pool
from autograde.records import Record, TestResult
from autograde.submission import Found, in_folder

ROOT = Path("/autograder")
PACKAGE = Path(__file__).resolve().parent.parent
VISIBILITIES = {"now": "visible", "after-deadline": "after_due_date", "never": "hidden"}
MAX_OUTPUT = 4000

SETUP = """#!/usr/bin/env bash
# Runs once, when Gradescope builds the image: Python 3.11 or newer with the grader's dependencies.
set -euo pipefail
apt-get update
for python in python3.13 python3.12 python3.11; do
    if apt-get install -y "$python" "$python-venv" 2>/dev/null; then break; fi
done
command -v "$python" >/dev/null || { echo "no Python 3.11 or newer in this image: choose a newer Ubuntu" >&2; exit 1; }
"$python" -m venv /autograder/venv
/autograder/venv/bin/pip install --no-cache-dir -r /autograder/source/requirements.txt
# The student's code must not read the suite, whatever else fails.
chmod -R go= /autograder/source
"""

RUN = """#!/usr/bin/env bash
# Runs for each submission; writes results/results.json.
set -euo pipefail
root="${{AUTOGRADER_ROOT:-/autograder}}"
python="${{AUTOGRADER_PYTHON:-/autograder/venv/bin/python}}"
cd "$root/source"
exec env PYTHONPATH="$root/source" OMP_NUM_THREADS=1 \\
    "$python" -m autograde.delivery.gradescope {assignment} --root "$root"
"""


# --- the zip ----------------------------------------------------------------------------------------------------------


def package(assignment: str, rules: bytes) -> bytes:
    """The zip for an assignment; `rules` is feedback.toml. The same input gives the same bytes.

    FileNotFoundError and SuiteError when there is no such assignment or suite.
    """
    manifests.load(assignment)
    suites.folder(assignment)
    files = {f"autograde/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes() for path in _sources(assignment)}
    files["setup.sh"] = SETUP.encode()
    files["run_autograder"] = RUN.format(assignment=assignment).encode()
    files["requirements.txt"] = requirements().encode()
    files[visibility.FILE] = rules
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name in ("setup.sh", "run_autograder") else 0o100644) << 16
            archive.writestr(entry, content)
    return written.getvalue()


def _sources(assignment: str) -> list[Path]:
    """The package without the suites and manifests of other assignments."""
    kept = []
    for path in PACKAGE.rglob("*"):
        parts = path.relative_to(PACKAGE).parts
        other_suite = parts[0] == "hidden" and len(parts) > 2 and parts[1] != assignment
        other_manifest = parts[0] == "manifests" and path.name != f"{assignment}.json"
        hidden = any(part.startswith((".", "__pycache__")) for part in parts)
        if path.is_file() and not (other_suite or other_manifest or hidden):
            kept.append(path)
    return kept


def requirements() -> str:
    """What the grader needs, at the versions that are installed here."""
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))["project"]
    names = sorted(requirement.partition(">=")[0] for requirement in project["dependencies"])
    versions = {name: importlib.metadata.version(name).partition("+")[0] for name in names}
    return "".join(f"{name}=={version}\n" for name, version in versions.items())


# --- the run ----------------------------------------------------------------------------------------------------------


def run(assignment: str, root: Path) -> None:
    """Grade what lies in root/submission and write root/results/results.json; GraderError when the grader fails."""
    results = root / "results" / "results.json"
    results.parent.mkdir(parents=True, exist_ok=True)
    results.unlink(missing_ok=True)
    rules = visibility.load(root / "source").of(assignment)
    with Pool(assignment) as pool:
        record = pool.grade_path(handed_in(root / "submission", assignment))
    text = json.dumps(report(record, rules), indent=1)
    temporary = results.with_suffix(".part")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(results)


def handed_in(folder: Path, assignment: str) -> Found:
    """The notebook or script of the assignment's name (of both, what `intake` takes), else the only one there is."""
    files = sorted(path for path in folder.iterdir() if path.suffix in (".ipynb", ".py")) if folder.is_dir() else []
    if any(path.stem == assignment for path in files):
        return in_folder(folder, "submission", assignment)
    if len(files) != 1:
        found = "several notebooks or scripts" if files else "no notebook (.ipynb) and no Python file (.py)"
        return Found("submission", folder, assignment, f"{found}; hand in {assignment}.ipynb alone")
    return Found("submission", files[0], assignment)


def report(record: Record, rules: Visibility) -> dict[str, Any]:
    """results.json. One test per hidden check; Gradescope adds up their scores."""
    if record.status == "rejected":
        return {"score": 0.0, "output": f"Not graded: {clean(record.reason or '', 600)}.", "tests": []}
    remarks = [clean(note, 600) for note in record.notes[:10]]
    if record.cells:
        remarks.append("Cells that failed when the notebook was run:")
    remarks += [f"Cell {error.number}, line {error.line}: {clean(error.message, 600)}" for error in record.cells[:20]]
    tests = [
        _test(test, f"{number}.{index}", exercise.name, rules)
        for number, exercise in enumerate(record.exercises, 1)
        for index, test in enumerate(exercise.tests, 1)
    ]
    return {
        "output": "\n".join(remarks),
        "output_format": "text",
        "test_output_format": "text",
        "execution_time": max(1, round(record.seconds)),
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {"isolation": record.isolation, "digest": record.digest},
    }


def _test(test: TestResult, number: str, exercise: str, rules: Visibility) -> dict[str, Any]:
    return {
        "number": number,
        "name": f"{exercise}: {said(test.name)}",
        "score": test.points,
        "max_score": test.max_points,
        "status": "passed" if test.outcome == "passed" else "failed",
        "output": "\n".join(clean(line, 600) for line in test.message.splitlines())[:MAX_OUTPUT],
        "tags": [exercise],
        "visibility": VISIBILITIES[rules.rule(test.name)],
    }


def main() -> None:
    """Entry point of run_autograder."""
    parser = argparse.ArgumentParser(prog="run_autograder")
    parser.add_argument("assignment")
    parser.add_argument("--root", type=Path, default=ROOT)
    arguments = parser.parse_args()
    try:
        run(arguments.assignment, arguments.root)
    except (GraderError, FileNotFoundError, visibility.VisibilityError) as error:
        sys.exit(f"autograde: no grade: {error}")


if __name__ == "__main__":
    main()
