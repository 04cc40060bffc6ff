"""The audit: suites are themselves graded, against the reference, the skeleton, and right and wrong submissions.

A suite is good when every right case gets full points, every wrong case loses points in its exercise and only there, by
a check that says why, and when every check is needed: it kills a wrong case that no other check kills.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from autograde.corpus import Bench, Case
from autograde.engine import Pool
from autograde.manifest import Manifest
from autograde.mutate import Mutant, mutants
from autograde.records import ExerciseResult, Record, TestResult
from autograde.submission import Submission
from autograde.suites import Check

MIN_RIGHT, MIN_WRONG = 8, 15
MIN_RIGHT_PER_EXERCISE, MIN_WRONG_PER_EXERCISE = 1, 3
MAX_LINES, MAX_LINE = 8, 220


@dataclass(frozen=True)
class Audit:
    """What an audit found. `kills` maps each check to the wrong cases it kills; `problems` are sentences."""

    assignment: str
    right_passed: int
    right_total: int
    wrong_killed: int
    wrong_total: int
    kills: dict[str, tuple[str, ...]]
    messages: dict[str, str]
    flaky: tuple[str, ...]
    problems: tuple[str, ...] = field(default=())

    @property
    def summary(self) -> str:
        """The last line of the report."""
        return (
            f"{self.assignment}: right passed {self.right_passed}/{self.right_total}, "
            f"wrong killed {self.wrong_killed}/{self.wrong_total}, flaky checks {len(self.flaky)}"
        )


def audit(pool: Pool, bench: Bench, cases: list[Case], seeds: int = 0) -> Audit:
    """Grade the suite of an assignment with its corpus; right cases again with `seeds` other seeds, shuffled."""
    right = [case for case in cases if case.kind == "right"]
    wrong = [case for case in cases if case.kind == "wrong"]
    records = dict(zip(cases, _grade(pool, [bench.with_case(case) for case in cases]), strict=True))
    killers = {case: [test for _, test in lost(records[case])] for case in wrong}
    kills = {
        check.name: tuple(case.name for case in wrong if check.name in {test.name for test in killers[case]})
        for check in pool.checks
    }
    flaky = _flaky(pool, [bench.reference, *(bench.with_case(case) for case in right)], seeds)
    problems = [
        *_basic_problems(pool, bench),
        *_coverage_problems(bench.manifest, right, wrong),
        *(problem for case in right for problem in _right_problems(case, records[case])),
        *(problem for case in wrong for problem in _wrong_problems(case, records[case])),
        *_redundant(pool.checks, kills),
        *(f"flaky: {text}" for text in flaky),
    ]
    return Audit(
        assignment=pool.assignment,
        right_passed=sum(records[case].score == records[case].max_score for case in right),
        right_total=len(right),
        wrong_killed=sum(bool(killers[case]) for case in wrong),
        wrong_total=len(wrong),
        kills=kills,
        messages={case.name: killers[case][0].message for case in wrong if killers[case]},
        flaky=tuple(flaky),
        problems=tuple(problems),
    )


@dataclass(frozen=True)
class Mutation:
    """What came of the mutants: how many, which survive without a reason, which reasons are for nothing."""

    assignment: str
    total: int
    waived: int
    survivors: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def summary(self) -> str:
        """The last line of the report."""
        killed = self.total - self.waived - len(self.survivors)
        waived = f"{self.waived} equivalent with a reason"
        return f"{self.assignment}: mutants killed {killed}/{self.total}, {waived}, survivors {len(self.survivors)}"


def audit_mutants(pool: Pool, bench: Bench, reasons: dict[str, str]) -> Mutation:
    """Grade every mutant of the reference by the checks of its exercise; a survivor is one that gets full points.

    `reasons`: mutants that may.
    """

    def grade(mutant: Mutant) -> Record:
        return pool.grade_one(bench.with_source(mutant.name, mutant.source), exercise=mutant.exercise)

    made = mutants(bench.reference, bench.manifest)
    with ThreadPoolExecutor(pool.jobs) as executor:
        records = list(executor.map(grade, made))
    alive = [m.name for m, record in zip(made, records, strict=True) if record.score == record.max_score]
    survivors = tuple(name for name in alive if name not in reasons)
    stale = tuple(name for name in reasons if name not in alive)
    return Mutation(pool.assignment, len(made), len(alive) - len(survivors), survivors, stale)


def lost(record: Record) -> list[tuple[str, TestResult]]:
    """(exercise, test) of the checks that did not pass."""
    return [(e.name, test) for e in record.exercises for test in e.tests if test.outcome != "passed"]


def message_problems(message: str) -> Iterator[str]:
    """What is wrong with the form of a message to a student."""
    lines = message.split("\n")
    if not message.strip():
        yield "has no message"
    if len(lines) > MAX_LINES:
        yield f"has {len(lines)} lines; at most {MAX_LINES} are read"
    if any(len(line) > MAX_LINE for line in lines):
        yield f"has a line of more than {MAX_LINE} characters"
    if "expected:" in message and not any(line.startswith("came back:") for line in lines):
        yield "does not say what came back"
    if any(word in message for word in ("Traceback", "assert ", "0x", "nan_to_num")):
        yield "looks like a traceback, not like a sentence"


def function_name(check: str) -> str:
    """The test function of a check: parametrized checks are one."""
    return check.partition("[")[0]


def _grade(pool: Pool, submissions: list[Submission], seed: int = 0, shuffle: bool = False) -> list[Record]:
    with ThreadPoolExecutor(pool.jobs) as executor:
        return list(executor.map(lambda submission: pool.grade_one(submission, seed, shuffle), submissions))


def _flaky(pool: Pool, submissions: list[Submission], seeds: int) -> list[str]:
    found: Counter[str] = Counter()
    for seed in range(1, seeds + 1):
        for submission, record in zip(submissions, _grade(pool, submissions, seed, shuffle=True), strict=True):
            found.update(f"{test.name} fails {submission.name}" for _, test in lost(record))
    return [f"{text} in {count} of {seeds} seeds" for text, count in found.items()]


def _basic_problems(pool: Pool, bench: Bench) -> Iterator[str]:
    """Reference: everything. Skeleton: nothing, on every exercise. One exercise solved: its points and no others."""
    names = [exercise.name for exercise in bench.manifest.exercises]
    reference, skeleton, *singles = _grade(
        pool, [bench.reference, bench.skeleton, *(bench.single(name) for name in names)]
    )
    yield from (f"the reference fails {test.name}: {test.message}" for _, test in lost(reference))
    yield from (f"the skeleton gets {e.score:g} points in {e.name}" for e in skeleton.exercises if e.score)
    for name, record in zip(names, singles, strict=True):
        for exercise in record.exercises:
            if exercise.score != (exercise.max_score if exercise.name == name else 0.0):
                points = f"{exercise.score:g} of {exercise.max_score:g}"
                yield f"with only {name} solved, {exercise.name} gets {points}{_why(exercise)}"


def _why(exercise: ExerciseResult) -> str:
    failed = [test for test in exercise.tests if test.outcome != "passed"]
    return f" ({failed[0].name}: {failed[0].message.splitlines()[0]})" if failed else ""


def _coverage_problems(manifest: Manifest, right: list[Case], wrong: list[Case]) -> Iterator[str]:
    if len(right) < MIN_RIGHT:
        yield f"only {len(right)} right cases; at least {MIN_RIGHT} are asked for"
    if len(wrong) < MIN_WRONG:
        yield f"only {len(wrong)} wrong cases; at least {MIN_WRONG} are asked for"
    for exercise in manifest.exercises:
        for cases, least, kind in ((right, MIN_RIGHT_PER_EXERCISE, "right"), (wrong, MIN_WRONG_PER_EXERCISE, "wrong")):
            count = sum(exercise.name in case.exercises for case in cases)
            if count < least:
                yield f"{exercise.name}: {count} {kind} cases; at least {least} are asked for"


def _right_problems(case: Case, record: Record) -> Iterator[str]:
    for _, test in lost(record):
        yield f"right/{case.name} fails {test.name}: {test.message}"
    yield from (f"right/{case.name}: cell {error.number} failed: {error.message}" for error in record.cells)


def _wrong_problems(case: Case, record: Record) -> Iterator[str]:
    failed = lost(record)
    if not failed:
        yield f"wrong/{case.name} survives ({case.text})"
    for exercise, test in failed:
        if exercise != case.exercises[0]:
            yield f"wrong/{case.name} is wrong in {case.exercises[0]} but fails {test.name} of {exercise}"
        if test.outcome == "error":
            yield f"wrong/{case.name} is killed by an error in {test.name}, not by a judgement"
        yield from (f"{test.name} on wrong/{case.name}: its message {text}" for text in message_problems(test.message))
    yield from (f"wrong/{case.name}: cell {error.number} failed: {error.message}" for error in record.cells)


def _redundant(checks: tuple[Check, ...], kills: dict[str, tuple[str, ...]]) -> Iterator[str]:
    by_function: dict[str, set[str]] = {}
    for name, cases in kills.items():
        by_function.setdefault(function_name(name), set()).update(cases)
    killers = Counter(case for cases in by_function.values() for case in cases)
    smoke = {function_name(check.name) for check in checks if check.smoke is not None}
    for name, killed in by_function.items():
        if name not in smoke and not any(killers[case] == 1 for case in killed):
            yield f"{name} kills no wrong case that no other check kills; add one, merge it, or mark it smoke"
