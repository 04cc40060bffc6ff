"""The ledger: which versions were delivered, and which failed, in the store's database.

A line is written when all is done: a process that is killed before it does it all again, which changes nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from autograde.service.inbox import Version
from autograde.store import metadata, migrate

TRIES = 3

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("assignment", sa.String(255), primary_key=True),
    sa.Column("student", sa.String(255), primary_key=True),
    sa.Column("version", sa.String(255), primary_key=True),
    sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("delivered_at", sa.DateTime(timezone=True)),
    sa.Column("score", sa.Float),
)


class Entry(msgspec.Struct, frozen=True):
    """What became of a version. Not delivered: it failed `tries` times, the last time for `reason`.

    `score` is None for what was rejected.
    """

    assignment: str
    student: str
    version: str
    submitted_at: datetime
    tries: int
    reason: str
    changed_at: datetime
    delivered_at: datetime | None
    score: float | None

    @property
    def set_aside(self) -> bool:
        """True when it is for the instructor to look at, and no longer tried."""
        return self.delivered_at is None and self.tries >= TRIES


class Ledger:
    """The table of one store. One process at a time writes."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)
        migrate(self._engine)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def entries(self, assignment: str) -> list[Entry]:
        """All lines of an assignment."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(deliveries).where(deliveries.c.assignment == assignment)).mappings()
            return [Entry(**{name: _aware(value) for name, value in row.items()}) for row in rows]

    def delivered(self, version: Version, score: float | None) -> None:
        """The student has the feedback and the gradebook the grade. The first time counts."""
        before = self._find(version)
        at = before.delivered_at if before and before.delivered_at else datetime.now(UTC)
        self._write(version, tries=before.tries if before else 0, reason="", delivered_at=at, score=score)

    def failed(self, version: Version, reason: str) -> Entry:
        """It could not be delivered, and not for anything in it; one try more."""
        before = self._find(version)
        self._write(version, tries=(before.tries if before else 0) + 1, reason=reason, delivered_at=None, score=None)
        entry = self._find(version)
        assert entry is not None
        return entry

    def retry(self) -> None:
        """Forget all failures: what was set aside is tried again."""
        with self._engine.begin() as connection:
            connection.execute(deliveries.delete().where(deliveries.c.delivered_at.is_(None)))

    def _find(self, version: Version) -> Entry | None:
        return next((entry for entry in self.entries(version.assignment) if same(entry, version)), None)

    def _write(self, version: Version, **columns: object) -> None:
        key = {"assignment": version.assignment, "student": version.student, "version": version.name}
        line = {**key, "submitted_at": version.submitted_at, "changed_at": datetime.now(UTC), **columns}
        with self._engine.begin() as connection:
            connection.execute(deliveries.delete().where(*(deliveries.c[name] == key[name] for name in key)))
            connection.execute(deliveries.insert().values(**line))


def same(entry: Entry, version: Version) -> bool:
    """True when the entry is of that version."""
    return (entry.assignment, entry.student, entry.version) == (version.assignment, version.student, version.name)


def _aware(value: Any) -> Any:
    """SQLite forgets the zone; all times here are UTC."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
