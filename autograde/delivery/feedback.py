"""What a student reads: a page for each submission, and the same blocks inside nbgrader's feedback.

Made from records alone. Jinja2 escapes everything; what a student controls is cleaned and capped before. What the
course's rules (`visibility`) hold back is not on the page at all: not its text, not its points, not its name.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograde.delivery import drawing
from autograde.delivery.visibility import Visibility
from autograde.disclosure import clean
from autograde.manifest import Exercise, Manifest
from autograde.records import CellError, ExerciseResult, Record, TestResult

MAX_LINES = 12
MAX_LINE = 600
MAX_OTHERS = 30
SHORT_CALL = 48
LABELS = ("expected", "came back", "clue")
OUTCOMES = {"failed": "not passed", "timeout": "out of time", "crashed": "ended your process", "error": "not judged"}


class Failure(msgspec.Struct, frozen=True):
    """A check that did not pass: the call and other plain lines, then (label, text), and perhaps a picture."""

    name: str
    outcome: str
    points: float
    lines: tuple[str, ...]
    labelled: tuple[tuple[str, str], ...]
    picture: Markup | None
    caption: str

    @property
    def call(self) -> str:
        """The call, when it is short; else empty."""
        return self.lines[0] if self.lines and len(self.lines[0]) <= SHORT_CALL and self.labelled else ""

    @property
    def line(self) -> str:
        """What was expected, or else what happened."""
        return dict(self.labelled).get("expected") or " ".join(self.lines)


class ExerciseView(msgspec.Struct, frozen=True):
    """An exercise as a student may see it now. `held` are points of checks whose result is not shown."""

    name: str
    score: float
    max_score: float
    held: float
    passed: tuple[tuple[str, int], ...]
    count: int
    first: Failure | None
    others: tuple[Failure, ...]
    more: int
    hint: Markup | None

    @property
    def full(self) -> bool:
        """True when nothing is missing of what is shown."""
        return self.first is None


def exercise_view(result: ExerciseResult, exercise: Exercise, visibility: Visibility, now: datetime) -> ExerciseView:
    """What of a result is shown at this moment."""
    shown = [test for test in result.tests if visibility.shows(test.name, now)]
    held = sum(test.max_points for test in result.tests) - sum(test.max_points for test in shown)
    failures = _distinct([test for test in shown if test.outcome != "passed"], result.name)
    passed = Counter(said(test.name) for test in shown if test.outcome == "passed")
    hint = prose(exercise.hints[0]) if failures and exercise.hints else None
    return ExerciseView(
        name=result.name,
        score=round(sum(test.points for test in shown), 5),
        max_score=round(sum(test.max_points for test in shown), 5) if result.tests else result.max_score,
        held=round(held, 5),
        passed=tuple(passed.items()),
        count=len(shown),
        first=failures[0] if failures else None,
        others=tuple(failures[1 : 1 + MAX_OTHERS]),
        more=max(len(failures) - 1 - MAX_OTHERS, 0),
        hint=hint,
    )


def _distinct(tests: list[TestResult], exercise: str) -> list[Failure]:
    """The failures, each message once, with the points of all the checks that say it."""
    by_message: dict[str, list[TestResult]] = {}
    for test in tests:
        by_message.setdefault(test.message or test.outcome, []).append(test)
    return [
        failure(same[0], sum(test.max_points for test in same), f"{exercise}-{number}")
        for number, same in enumerate(by_message.values(), 1)
    ]


def failure(test: TestResult, points: float, key: str) -> Failure:
    """A check that did not pass, its message taken apart. `key` is unique on the page."""
    plain, labelled = [], []
    for line in test.message.splitlines()[:MAX_LINES]:
        label, colon, text = line.partition(": ")
        if colon and label in LABELS:
            labelled.append((label, clean(text, MAX_LINE)))
        elif line.strip():
            plain.append(clean(line, MAX_LINE))
    if not plain and not labelled:
        plain = [f"The check ended with: {test.outcome}."]
    picture = Markup(drawing.svg(test.picture, f"picture-{key}")) if test.picture else None  # escapes what it draws
    caption = clean(test.picture.title, MAX_LINE) if test.picture else ""
    outcome = OUTCOMES.get(test.outcome, test.outcome)
    return Failure(said(test.name), outcome, round(points, 5), tuple(plain), tuple(labelled), picture, caption)


def said(check: str) -> str:
    """A check's name as words, without its parameters."""
    return check.partition("[")[0].removeprefix("test_").replace("_", " ")


# --- pages ------------------------------------------------------------------------------------------------------------


def page(record: Record, manifest: Manifest, visibility: Visibility, now: datetime) -> str:
    """The page of one submission, complete: no other file, no script, nothing fetched."""
    views = [
        exercise_view(result, manifest.exercise(result.name), visibility, now)
        for result in record.exercises
        if record.status == "graded"
    ]
    return environment().get_template("feedback.html.j2").render(
        title=manifest.title,
        submission=clean(record.submission, 120),
        rejected=clean(record.reason, MAX_LINE) if record.reason else None,
        exercises=views,
        score=round(sum(view.score for view in views), 5),
        max_score=round(sum(view.max_score for view in views), 5),
        held=round(sum(view.held for view in views), 5),
        deadline=visibility.deadline if visibility.deadline and visibility.deadline > now else None,
        reflection=manifest.reflection_points,
        cells=[_cell(error) for error in record.cells[:20]],
        notes=[clean(note, MAX_LINE) for note in record.notes[:10]],
        made=now,
    )  # fmt: skip


def fragment(view: ExerciseView) -> str:
    """One exercise as HTML for a notebook's cell: the page's block with its style."""
    return environment().get_template("cell.html.j2").render(exercise=view)


def _cell(error: CellError) -> CellError:
    message = "\n".join(clean(line, MAX_LINE) for line in error.message.splitlines()[:MAX_LINES])
    return msgspec.structs.replace(error, message=message)


@cache
def environment() -> Environment:
    """The templates; everything that comes into them is escaped, and a name they misspell is an error."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["code"] = _code
    templates.filters["points"] = lambda value: f"{value:.5g}"
    templates.filters["moment"] = lambda value: f"{value:%Y-%m-%d %H:%M} {value.tzname() or ''}".strip()
    return templates


def _code(text: str) -> Markup:
    """Escaped, and what stands in backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)))


def file_name(submission: str) -> str:
    """A file name for a submission's page: nothing that leads out of the folder, no two alike."""
    name = quote(submission, safe=" ").lstrip(".").replace("%", "_")
    if not name or name != submission or len(name) > 100:
        name = f"{name[:80]}-{hashlib.sha256(submission.encode()).hexdigest()[:8]}"
    return f"{name}.html"


# --- prose ------------------------------------------------------------------------------------------------------------

_SYMBOLS = {
    "lambda": "\N{GREEK SMALL LETTER LAMDA}",
    "epsilon": "\N{GREEK SMALL LETTER EPSILON}",
    "sigma": "\N{GREEK SMALL LETTER SIGMA}",
    "Phi": "\N{GREEK CAPITAL LETTER PHI}",
    "ell": "\N{SCRIPT SMALL L}",
    "cdot": "\N{MIDDLE DOT}",
    "times": "\N{MULTIPLICATION SIGN}",
    "pi": "\N{GREEK SMALL LETTER PI}",
    "sqrt": "\N{SQUARE ROOT}",
}


def prose(text: str) -> Markup:
    """A hint's Markdown as HTML: paragraphs, code, emphasis, and simple mathematics; everything else as it stands."""
    paragraphs = (_inline(paragraph) for paragraph in re.split(r"\n\s*\n", text.strip()))
    return Markup("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


def _inline(text: str) -> str:
    parts = re.split(r"(`[^`]+`|\$[^$]+\$)", text)
    return "".join(_part(part) for part in parts)


def _part(part: str) -> str:
    if part.startswith("`") and len(part) > 1:
        return f"<code>{escape(part[1:-1])}</code>"
    if part.startswith("$") and len(part) > 1:
        return f'<span class="math">{_mathematics(part[1:-1])}</span>'
    return re.sub(r"\*([^*\s][^*]*)\*", r"<em>\1</em>", escape(part))


def _mathematics(tex: str) -> str:
    """TeX of the kind that hints use: letters, indices, powers."""
    tex = escape(tex.replace(r"\_", "_"))
    tex = re.sub(r"\\math(?:tt|rm|bf)\{([^}]*)\}", lambda m: f"<code>{m[1]}</code>", tex)
    tex = re.sub(r"\\([A-Za-z]+)", lambda m: _SYMBOLS.get(m[1], m[1]), tex)
    outside = re.split(r"(<code>.*?</code>)", tex)
    return "".join(part if part.startswith("<code>") else _raised(part) for part in outside)


def _raised(tex: str) -> str:
    for mark, tag in ((r"\^", "sup"), ("_", "sub")):
        tex = re.sub(rf"{mark}\{{([^}}]*)\}}", rf"<{tag}>\1</{tag}>", tex)
        tex = re.sub(rf"{mark}(\w)", rf"<{tag}>\1</{tag}>", tex)
    return tex
