"""The hostile corpus as data: the cases of `tests/hostile`, what each must come to, and submissions made of them.

A case is a cell of student code, put after the reference's cells (or, with `first: yes`, before them). Its docstring:

    threat: which line of the threat model, and what is tried
    verdict: denied | contained | zero | normal | gap
    expect: full | none | less | all but NAME, ~NAME, ?NAME    (~: loses points; ?: may lose some; else: all of them)
    free: zeros | full | skip: why                             (what it comes to without a jail; left out: not run)

An attack that must be denied deletes the function `zeros` when it works, so that success costs points and shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograde.corpus import Bench
from autograde.records import Record
from autograde.submission import Submission, translate
from autograde.wire import Cell

FOLDER = Path(__file__).parent / "hostile"
KEYS = ("threat", "verdict", "expect", "free", "first", "benign")
VERDICTS = ("denied", "contained", "zero", "normal", "gap")


@dataclass(frozen=True)
class Case:
    """A file of the corpus."""

    name: str
    source: str
    threat: str
    verdict: str
    expect: str
    free: str
    first: bool

    def submission(self, bench: Bench) -> Submission:
        """The reference with this cell."""
        number = max(cell.number for cell in bench.reference.cells) + 1
        cell = Cell(number, translate(self.source))
        cells = (cell, *bench.reference.cells) if self.first else (*bench.reference.cells, cell)
        return msgspec.structs.replace(bench.reference, name=self.name, cells=cells)


def read_case(path: Path) -> Case:
    """Read a case and its docstring."""
    source = path.read_text(encoding="utf-8")
    fields: dict[str, str] = {}
    for line in source.split('"""')[1].splitlines():
        key, colon, text = line.partition(":")
        if colon and key.strip() in KEYS:
            fields[key.strip()] = text.strip()
    benign = "benign" in fields
    return Case(
        name=path.relative_to(FOLDER).with_suffix("").as_posix(),
        source=source,
        threat=fields["benign" if benign else "threat"],
        verdict=fields.get("verdict", "normal"),
        expect=fields.get("expect", "full"),
        free=fields.get("free", ""),
        first="first" in fields,
    )


HOSTILE = [read_case(path) for path in sorted(FOLDER.glob("*.py"))]
BENIGN = [read_case(path) for path in sorted(FOLDER.glob("benign/*.py"))]


def complaint(record: Record, expect: str) -> str:
    """What of a record is not as expected; empty when all is."""
    if expect in ("none", "less"):
        score = record.score
        return "" if (score == 0 if expect == "none" else score < record.max_score) else f"scored {score}"
    named = expect.removeprefix("all but ").split(",") if expect != "full" else []
    lost = {name.strip().lstrip("~?"): name.strip()[0] for name in named}
    wrong = []
    for exercise in record.exercises:
        kind = lost.get(exercise.name, "kept")
        fine = {
            "kept": exercise.score == exercise.max_score,
            "~": exercise.score < exercise.max_score,
            "?": True,
        }.get(kind if kind in ("kept", "~", "?") else "", exercise.score == 0)
        if not fine:
            messages = [test.message for test in exercise.tests if test.message]
            wrong.append(f"{exercise.name} has {exercise.score} of {exercise.max_score} {messages[:1]}")
    return "; ".join(wrong)
