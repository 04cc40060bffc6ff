"""Running a submission's cells in a fresh process: which are left out, what failed, and what is defined afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from autograde import wire
from autograde.disclosure import own_error
from autograde.records import CellError
from autograde.submission import Submission

MAX_ERRORS = 50  # that are told


@dataclass(frozen=True)
class TimeLimits:
    """Seconds for one call, one unit (cell or statement), loading all cells once, and the whole submission."""

    call: float = 5.0
    unit: float = 3.0
    load: float = 10.0
    total: float = 60.0


class Loading:
    """The cells of one submission, for one process after the other.

    A unit (cell or statement) that hung or took its process down is left out from then on.
    """

    def __init__(self, submission: Submission, setup: str, limits: TimeLimits) -> None:
        self.submission = submission
        self.cells = [wire.Cell(0, setup), *submission.cells] if setup.strip() else list(submission.cells)
        self.errors: tuple[CellError, ...] = ()
        self.names: frozenset[str] = frozenset()
        self._limits = limits
        self._skip: set[int] = set()

    def run(self, channel: wire.Channel, deadline: wire.Deadline) -> bool:
        """Run the cells in the process behind `channel`; False when one of them must be left out first."""
        unit, number = -1, 0
        errors: list[CellError] = []
        try:
            load = wire.Load(self.cells, self._limits.unit, self.submission.split, sorted(self._skip))
            channel.send(load, deadline=deadline)
            while True:
                message, _ = channel.receive(deadline)
                if isinstance(message, wire.Started):
                    unit, number = message.unit, message.number
                elif isinstance(message, wire.Failed):
                    errors.append(self._error(message))
                    if message.type_name == "CellTimeout":
                        self._skip.add(message.unit)
                elif isinstance(message, wire.Loaded):
                    self.names = frozenset(message.names)
                    self._remember(errors)
                    return True
                else:
                    raise wire.WireError("an answer to a question that was not asked")
                if len(errors) > 2 * len(self.cells) + 1000:
                    raise wire.WireError("more failures than there are cells")
        except wire.WireError as error:
            late = isinstance(error, wire.Late)
            what = f"did not finish within {self._limits.load:.0f} s" if late else "ended the process"
            self._remember([*errors, CellError(number, 0, f"{what}; this cell was left out")])
            self._skip.add(unit)
            return False

    def missing(self, name: str) -> str:
        """That no cell has defined `name`, and why it may be so."""
        pattern = f"def {name}"
        for error in reversed(self.errors):
            if any(pattern in cell.source for cell in self.submission.cells if cell.number == error.number):
                where = self.place(error.number, error.line)
                return f"`{name}` is not defined, because {where} failed: {error.message}"
        return f"`{name}` is not defined."

    def place(self, number: int, line: int) -> str:
        """Where in the submission: a cell and a line, or a line of a script."""
        if self.submission.split:
            return f"line {line}" if line else "a statement"
        return f"cell {number}, line {line}" if line else f"cell {number}"

    def _error(self, message: wire.Failed) -> CellError:
        if message.type_name == "CellTimeout":
            text = f"stopped after {self._limits.unit:.0f} s; what it would have defined is missing"
        else:
            text = own_error(message.type_name, message.message)
        return CellError(message.number, max(0, min(message.line, 10**6)), text)

    def _remember(self, errors: list[CellError]) -> None:
        known = {(error.number, error.line) for error in self.errors}
        new = [error for error in errors if (error.number, error.line) not in known]
        self.errors = (*self.errors, *new)[:MAX_ERRORS]
