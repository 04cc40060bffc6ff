"""The instructor's report: what a class did in an assignment, and what its suite is worth. One page, and a CSV."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import msgspec
import numpy as np

from autograde.delivery import similarity
from autograde.delivery.feedback import environment, said
from autograde.delivery.sheets import Cell, table
from autograde.delivery.similarity import Alike, Function
from autograde.delivery.stored import Stored
from autograde.disclosure import clean
from autograde.manifest import Manifest
from autograde.records import ExerciseResult, TestResult
from autograde.submission import Rejected, Submission, find, intake, read

MAX_CLUES = 25
WEAK = 0.1  # a check whose correlation with the rest is below this says little about who can do the exercise
TOGETHER = 3  # so many submissions must fail checks together before they are called redundant


class Problem(msgspec.Struct, frozen=True):
    """A submission without a grade, and why."""

    submission: str
    reason: str


class CheckStats(msgspec.Struct, frozen=True):
    """A hidden check over the class. `discrimination`: its correlation with the rest of the score; None where nobody or
    everybody passes."""

    name: str
    points: float
    failed: int
    share: float
    discrimination: float | None
    odd: str

    @property
    def weak(self) -> bool:
        """True when passing it says little about the rest."""
        return self.discrimination is not None and self.discrimination < WEAK


class ExerciseStats(msgspec.Struct, frozen=True):
    """An exercise over the class: the mean share of its points, who misses some, its checks."""

    name: str
    max_score: float
    mean: float
    short: int
    share: float
    untouched: int
    checks: tuple[CheckStats, ...]
    together: tuple[tuple[str, ...], ...]


class Clue(msgspec.Struct, frozen=True):
    """A mistake that was recognised, in how many submissions."""

    exercise: str
    text: str
    count: int
    share: float


class Line(msgspec.Struct, frozen=True):
    """A submission in the table and in the CSV."""

    name: str
    path: str
    score: float
    exercises: tuple[float, ...]
    seconds: float
    isolation: str
    versions: int
    recorded_at: datetime
    flags: tuple[str, ...]


class Summary(msgspec.Struct, frozen=True):
    """Everything on the page."""

    manifest: Manifest
    max_score: float
    lines: tuple[Line, ...]
    exercises: tuple[ExerciseStats, ...]
    clues: tuple[Clue, ...]
    alike: tuple[Alike, ...]
    rejected: tuple[Problem, ...]
    aside: tuple[Problem, ...]
    ungraded: tuple[str, ...]
    bins: tuple[int, ...]
    isolation: tuple[tuple[str, int], ...]

    @property
    def scores(self) -> list[float]:
        """All scores, sorted."""
        return sorted(line.score for line in self.lines)

    @property
    def median(self) -> float:
        """The median score; 0 when there is none."""
        return statistics.median(self.scores or [0.0])

    @property
    def seconds(self) -> tuple[float, float]:
        """Median and longest grading time."""
        times = [line.seconds for line in self.lines] or [0.0]
        return statistics.median(times), max(times)


# --- what was handed in -----------------------------------------------------------------------------------------------


class HandedIn(msgspec.Struct, frozen=True):
    """What lies in a folder of submissions, read as data."""

    names: frozenset[str] = frozenset()
    rejected: tuple[Problem, ...] = ()


def handed_in(folder: Path, manifest: Manifest) -> HandedIn:
    """Who handed in, and what intake refuses; nothing where there is no such folder."""
    try:
        found = find(folder, manifest.assignment)
    except ValueError:
        return HandedIn()
    refused = []
    for item in found:
        try:
            intake(item, manifest)
        except Rejected as rejected:
            refused.append(Problem(item.name, clean(str(rejected), 300)))
    return HandedIn(frozenset(item.name for item in found), tuple(refused))


def code(stored: list[Stored], manifest: Manifest) -> dict[str, dict[str, Function]]:
    """The functions of each submission whose file still is what was graded."""
    found = {}
    for item in stored:
        submission = _still_there(item, manifest)
        if submission is not None:
            found[item.record.submission] = similarity.functions(submission, manifest)
    return found


def _still_there(item: Stored, manifest: Manifest) -> Submission | None:
    try:
        submission = read(Path(item.grading.path), manifest, item.record.submission)
    except (Rejected, OSError, ValueError):
        return None
    return submission if submission.digest == item.record.digest else None


# --- statistics -------------------------------------------------------------------------------------------------------


def summary(
    stored: list[Stored],
    manifest: Manifest,
    submitted: HandedIn,
    aside: tuple[Problem, ...] = (),
    skeleton: Submission | None = None,
) -> Summary:
    """The numbers of the report from the latest record of each submission."""
    functions = code(stored, manifest)
    given = similarity.functions(skeleton, manifest) if skeleton else {}
    alike = similarity.alike(functions, given)
    calls = {name: similarity.library_calls(defined, manifest) for name, defined in functions.items()}
    by_name = {exercise.name: [_result(item, exercise.name) for item in stored] for exercise in manifest.exercises}
    totals = np.array([item.record.score for item in stored])
    graded = {item.record.submission for item in stored}
    without = submitted.names - graded - {p.submission for p in (*submitted.rejected, *aside)}
    return Summary(
        manifest=manifest,
        max_score=manifest.max_score,
        lines=tuple(_line(item, manifest, alike, calls.get(item.record.submission, {})) for item in stored),
        exercises=tuple(_exercise(name, manifest, results, totals) for name, results in by_name.items()),
        clues=clues(by_name, len(stored)),
        alike=tuple(alike),
        rejected=submitted.rejected,
        aside=aside,
        ungraded=tuple(sorted(without)),
        bins=_bins(totals, manifest.max_score),
        isolation=tuple(sorted(Counter(item.record.isolation for item in stored).items())),
    )


def _result(item: Stored, exercise: str) -> ExerciseResult:
    for result in item.record.exercises:
        if result.name == exercise:
            return result
    return ExerciseResult(exercise, 0.0, 0.0, ())  # graded before the exercise was there


def _exercise(name: str, manifest: Manifest, results: list[ExerciseResult], totals: np.ndarray) -> ExerciseStats:
    full = manifest.exercise(name).points
    short = sum(result.score < result.max_score for result in results)
    names = list(dict.fromkeys(test.name for result in results for test in result.tests))
    outcomes = {check: [_test(result, check) for result in results] for check in names}
    tried = [any(test.outcome == "passed" for test in result.tests) for result in results]
    return ExerciseStats(
        name=name,
        max_score=full,
        mean=float(np.mean([result.score / full for result in results])) if results and full else 0.0,
        short=short,
        share=short / max(len(results), 1),
        untouched=len(results) - sum(tried),
        checks=tuple(_check(check, tests, totals) for check, tests in outcomes.items()),
        together=_together(outcomes, tried),
    )


def _test(result: ExerciseResult, name: str) -> TestResult | None:
    return next((test for test in result.tests if test.name == name), None)


def _check(name: str, tests: list[TestResult | None], totals: np.ndarray) -> CheckStats:
    known = [(test, total) for test, total in zip(tests, totals, strict=True) if test is not None]
    passed = np.array([test.outcome == "passed" for test, _ in known], dtype=float)
    rest = np.array([total - test.points for test, total in known])
    failed = int(len(known) - passed.sum())
    odd = Counter(test.outcome for test, _ in known if test.outcome not in ("passed", "failed"))
    return CheckStats(
        name=name,
        points=known[0][0].max_points,
        failed=failed,
        share=failed / len(known),
        discrimination=_correlation(passed, rest),
        odd=", ".join(f"{count} {outcome}" for outcome, count in odd.items()),
    )


def _correlation(a: np.ndarray, b: np.ndarray) -> float | None:
    """Pearson's; None where one of the two is the same everywhere."""
    if len(a) < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return None
    return float(np.corrcoef(a, b)[0, 1])


def _together(outcomes: dict[str, list[TestResult | None]], tried: list[bool]) -> tuple[tuple[str, ...], ...]:
    """Checks that the same submissions fail, among those that pass something of the exercise: one of them would do."""
    groups: dict[frozenset[int], list[str]] = defaultdict(list)
    for name, tests in outcomes.items():
        failing = frozenset(
            i for i, test in enumerate(tests) if tried[i] and test is not None and test.outcome != "passed"
        )
        if len(failing) >= TOGETHER:
            groups[failing].append(name)
    return tuple(tuple(names) for names in groups.values() if len(names) > 1)


def clues(by_name: dict[str, list[ExerciseResult]], count: int) -> tuple[Clue, ...]:
    """The clues that were told, commonest first; each once per submission."""
    told: Counter[tuple[str, str]] = Counter()
    for exercise, results in by_name.items():
        for result in results:
            told.update({(exercise, clue) for test in result.tests if (clue := _clue(test))})
    ordered = sorted(told.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple(Clue(exercise, clean(text, 300), n, n / count) for (exercise, text), n in ordered[:MAX_CLUES])


def _clue(test: TestResult) -> str | None:
    """What a message says of the mistake: its clue, or what was raised."""
    for line in test.message.splitlines():
        label, colon, text = line.partition(": ")
        if colon and label == "clue":
            return text
        if line.startswith("raised "):
            return line
    return None


def _bins(totals: np.ndarray, full: float) -> tuple[int, ...]:
    """How many scores lie in each tenth of the points, full marks in the last."""
    if not totals.size or not full:
        return (0,) * 10
    return tuple(int(n) for n in np.histogram(totals, np.linspace(0.0, full, 11))[0])


def _line(item: Stored, manifest: Manifest, alike: list[Alike], calls: dict[str, tuple[str, ...]]) -> Line:
    record = item.record
    same = sorted({f"the code of {', '.join(g.functions)}" for g in alike if record.submission in g.submissions})
    flags = [f"shares {text}" for text in same] + [f"{name}: {', '.join(found)}" for name, found in calls.items()]
    return Line(
        name=record.submission,
        path=item.grading.path,
        score=record.score,
        exercises=tuple(_result(item, exercise.name).score for exercise in manifest.exercises),
        seconds=record.seconds,
        isolation=record.isolation,
        versions=item.versions,
        recorded_at=item.grading.recorded_at,
        flags=tuple(flags),
    )


# --- page and table ---------------------------------------------------------------------------------------------------


def page(report: Summary, made: datetime) -> str:
    """The report as one HTML page for the instructor alone: it names students and hidden checks."""
    lines = [(line, Path(line.path).absolute().as_uri()) for line in report.lines]
    return environment().get_template("report.html.j2").render(
        report=report, lines=lines, made=made, said=said, clean=clean, most=max(*report.bins, 1)
    )  # fmt: skip


def sheet(report: Summary) -> str:
    """One line per submission as CSV, graded or not."""
    names = [exercise.name for exercise in report.manifest.exercises]
    header = ["submission", "status", "score", "max_score", *names, "seconds", "isolation", "versions", "graded_at"]
    rows = [_row(line, report.max_score) for line in report.lines]
    problems = [("rejected", p) for p in report.rejected] + [("set aside", p) for p in report.aside]
    blank: list[Cell] = [None] * (len(header) - 2)
    rows += [[problem.submission, status, *blank, problem.reason] for status, problem in problems]
    rows += [[name, "not graded yet", *blank, ""] for name in report.ungraded]
    return table([*header, "remarks"], rows)


def _row(line: Line, full: float) -> list[Cell]:
    cells: list[Cell] = [line.name, "graded", line.score, full, *line.exercises, line.seconds, line.isolation]
    return [*cells, line.versions, line.recorded_at.isoformat(timespec="seconds"), "; ".join(line.flags)]
