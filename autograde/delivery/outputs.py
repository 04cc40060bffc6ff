"""A record as the outputs of a notebook's cells.

nbgrader takes a check cell's score from the text of its first `execute_result`: a plain float is that many points;
anything else, and no output at all, counts in full; anything on stderr counts as nothing. So the score is always the
`repr` of a Python float between 0 and the maximum, and everything else is a `display_data`. As HTML that is the block
of the feedback page; the results travel in its metadata, so that it can be made anew, without what students may not see
yet, whenever feedback is generated.
"""

from __future__ import annotations

import html
import math

import msgspec
from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograde.delivery import feedback
from autograde.delivery.visibility import Visibility, now
from autograde.manifest import Exercise
from autograde.records import CellError, ExerciseResult, Record

RESULT = "autograde"
MAX_MESSAGE = 2000
MAX_MESSAGES = 20


def score_outputs(score: float, max_score: float, head: str, messages: list[str]) -> list[NotebookNode]:
    """The outputs of a check cell: what to say, then the points. ValueError when nbgrader would misread them."""
    score = float(score)
    if not (math.isfinite(score) and 0 <= score <= max_score):
        raise ValueError(f"a score of {score} out of {max_score} cannot be written to the gradebook")
    said = [_clean(message) for message in messages]
    display = {"text/plain": "\n\n".join([head, *said]), "text/html": _html(head, said, score == max_score)}
    return [new_output("display_data", display), new_output("execute_result", {"text/plain": repr(score)})]


def _html(head: str, messages: list[str], full: bool) -> str:
    blocks = "".join(f'<pre style="white-space: pre-wrap">{html.escape(message)}</pre>' for message in messages)
    style = f"border-left: 4px solid {'#2e7d32' if full else '#b26a00'}; padding-left: 1em"
    return f'<div style="{style}"><p><strong>{html.escape(head)}</strong></p>{blocks}</div>'


def exercise_outputs(result: ExerciseResult, exercise: Exercise) -> list[NotebookNode]:
    """The outputs of an exercise's check cell: everything that its checks say, for the instructor's eyes."""
    said, points = score_outputs(result.score, result.max_score, *exercise_text(result))
    said.data["text/html"] = feedback.fragment(feedback.exercise_view(result, exercise, Visibility(), now()))
    said.metadata[RESULT] = msgspec.to_builtins(result)
    return [said, points]


def show(outputs: list[NotebookNode], exercise: Exercise, visibility: Visibility) -> list[NotebookNode]:
    """The outputs of a check cell as its student may see them now. Those without results stay as they are."""
    shown = []
    for output in outputs:
        kept = output.get("metadata", {}).get(RESULT)
        if kept is None:
            shown.append(output)
            continue
        view = feedback.exercise_view(msgspec.convert(kept, ExerciseResult), exercise, visibility, now())
        shown.append(new_output("display_data", {"text/html": feedback.fragment(view)}))
    return shown


def exercise_text(result: ExerciseResult) -> tuple[str, list[str]]:
    """What a student reads below the checks of an exercise: the points, and why some were not earned.

    No hidden check is named here: its message says what was asked and what came back.
    """
    passed = sum(test.outcome == "passed" for test in result.tests)
    points = f"{result.score:g} of {result.max_score:g} points"
    failed = [test for test in result.tests if test.outcome != "passed"]
    messages = list(dict.fromkeys(test.message or f"A check ended with: {test.outcome}." for test in failed))
    more = [f"... and {len(messages) - MAX_MESSAGES} more messages."] if len(messages) > MAX_MESSAGES else []
    head = f"{result.name}: {points}, {passed} of {len(result.tests)} hidden checks passed."
    return head, [*messages[:MAX_MESSAGES], *more]


def heading(record: Record) -> str:
    """A line of Markdown for the top of the graded notebook."""
    if record.status == "rejected":
        return f"**Not graded:** {record.reason}."
    return (
        f"**Graded: {record.score:g} of {record.max_score:g} points.** What the hidden checks say stands below each "
        "check cell. All other outputs are those that were handed in."
    )


def cell_error(error: CellError) -> NotebookNode:
    """What to show at a student's cell that failed when the grader ran it."""
    text = _clean(f"This cell failed when it was graded, in line {error.line}.\n{error.message}")
    name = error.message.partition(":")[0]
    return new_output("error", ename=_clean(name), evalue="", traceback=text.splitlines())


def _clean(text: str) -> str:
    """Text without control characters, capped."""
    text = "".join(char for char in text if char.isprintable() or char in "\n\t")
    return text if len(text) <= MAX_MESSAGE else text[:MAX_MESSAGE] + " ..."
