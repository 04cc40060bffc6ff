"""CSV files that a spreadsheet opens as what they say: no cell of a student's making becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
              "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip

Cell = str | float | int | None


def cell(value: Cell) -> str:
    """What stands in a cell: numbers as they are, text as text (behind an apostrophe where it could be a formula)."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:.10g}"
    text = "".join(char if char.isprintable() else " " for char in value)
    return f"'{text}" if value.startswith(_DANGEROUS) or text.lstrip().startswith(_DANGEROUS) else text


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A CSV file as text, lines ended by CR LF as RFC 4180 says."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([cell(name) for name in header])
    writer.writerows([[cell(value) for value in row] for row in rows])
    return written.getvalue()
