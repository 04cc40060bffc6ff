"""What students may see, and when: `feedback.toml` in the course folder, applied whenever a page is made.

show = "now"                              # "now", "after-deadline" or "never"; without the file: "now"

[assignments.backprop]
deadline = 2026-03-01T23:59:00+01:00      # an offset date-time of TOML
show = "after-deadline"

[assignments.backprop.checks]             # names of hidden checks; * and ? are wildcards, the first match counts
"test_gradient_check_*" = "never"
"""

from __future__ import annotations

from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

import msgspec

Show = Literal["now", "after-deadline", "never"]
FILE = "feedback.toml"


class VisibilityError(Exception):
    """feedback.toml does not say what it must; the text says what to change."""


class AssignmentRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of one assignment; `show` as for the course unless it is given."""

    show: Show | None = None
    deadline: datetime | None = None
    checks: dict[str, Show] = {}


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    show: Show = "now"
    assignments: dict[str, AssignmentRules] = {}

    def of(self, assignment: str) -> Visibility:
        """What holds for one assignment."""
        rules = self.assignments.get(assignment, AssignmentRules())
        return Visibility(rules.show or self.show, rules.deadline, tuple(rules.checks.items()))


class Visibility(msgspec.Struct, frozen=True):
    """What holds for one assignment: the general rule, the deadline, and (pattern, rule) for single checks."""

    show: Show = "now"
    deadline: datetime | None = None
    checks: tuple[tuple[str, Show], ...] = ()

    def rule(self, check: str) -> Show:
        """The rule of a hidden check, by its name with or without its parameters."""
        function = check.partition("[")[0]
        for pattern, show in self.checks:
            if fnmatchcase(check, pattern) or fnmatchcase(function, pattern):
                return show
        return self.show

    def shows(self, check: str, now: datetime) -> bool:
        """Whether students see at this moment what the check said."""
        rule = self.rule(check)
        return rule == "now" or (rule == "after-deadline" and self.deadline is not None and now >= self.deadline)


def load(root: Path) -> Rules:
    """Read the course's feedback.toml; without one, everything is shown now."""
    path = root / FILE
    if not path.is_file():
        return Rules()
    try:
        rules = msgspec.toml.decode(path.read_bytes(), type=Rules)
    except (msgspec.MsgspecError, ValueError) as error:
        raise VisibilityError(f"{path}: {error}") from error
    for name, entry in rules.assignments.items():
        wanted = {entry.show or rules.show, *entry.checks.values()}
        if "after-deadline" in wanted and entry.deadline is None:
            raise VisibilityError(f'{path}: [assignments.{name}] shows "after-deadline" but has no deadline')
        if entry.deadline is not None and entry.deadline.tzinfo is None:
            raise VisibilityError(f"{path}: the deadline of {name} has no offset from UTC; write 2026-03-01T23:59:00Z")
    if rules.show == "after-deadline" and not rules.assignments:
        raise VisibilityError(f'{path}: "after-deadline" needs [assignments.NAME] with a deadline')
    return rules


def now() -> datetime:
    """This moment, as rules compare it."""
    return datetime.now(UTC)
