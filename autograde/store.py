"""The store: every record, immutable, in one database. Whatever has no record is still to do.

A result is keyed by what it is a pure function of: the submission's digest, the suite's, the environment's, and the
isolation level. A grading is one line of history: this submission of this student got this result. Both are written in
one transaction per submission, by the controller alone, so a process that is killed at any moment loses no finished
record and counts none twice.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from autograde.records import Record

metadata = sa.MetaData()

results = sa.Table(
    "results",
    metadata,
    sa.Column("submission_digest", sa.String(64), primary_key=True),
    sa.Column("suite_digest", sa.String(64), primary_key=True),
    sa.Column("environment_digest", sa.String(64), primary_key=True),
    sa.Column("isolation", sa.String(16), primary_key=True),
    sa.Column("record", sa.LargeBinary, nullable=False),
    sa.Column("host", sa.String(255), nullable=False),
    sa.Column("graded_at", sa.DateTime(timezone=True), nullable=False),
)

gradings = sa.Table(
    "gradings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("assignment", sa.String(255), nullable=False),
    sa.Column("submission", sa.String(255), nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("submission_digest", sa.String(64), nullable=False),
    sa.Column("suite_digest", sa.String(64), nullable=False),
    sa.Column("environment_digest", sa.String(64), nullable=False),
    sa.Column("isolation", sa.String(16), nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("gradings_by_submission", "assignment", "submission"),
)


class StoreError(Exception):
    """The database cannot be used; the text says what to do."""


class Key(msgspec.Struct, frozen=True):
    """What a result is a function of."""

    submission_digest: str
    suite_digest: str
    environment_digest: str
    isolation: str


class Grading(msgspec.Struct, frozen=True):
    """One line of history: who got which result, and when."""

    assignment: str
    submission: str
    path: str
    key: Key
    score: float
    recorded_at: datetime


class Store:
    """An open database. SQLite and PostgreSQL are tested; one process at a time writes."""

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            self._engine = sa.create_engine(url)
            if self._engine.dialect.name == "sqlite":
                sa.event.listen(self._engine, "connect", _safe_sqlite)
            migrate(self._engine)
        except (sa.exc.SQLAlchemyError, ImportError, OSError) as error:
            raise StoreError(f"the store {_without_password(url)} cannot be opened: {_first_line(error)}") from error

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def find(self, key: Key) -> Record | None:
        """The result of that key, without a student's name and path; None when it is still to do."""
        query = sa.select(results.c.record).where(*(results.c[name] == value for name, value in _columns(key).items()))
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return None if row is None else msgspec.json.decode(row.record, type=Record)

    def add(self, assignment: str, key: Key, record: Record, host: str = "") -> None:
        """Write a record: the result unless it is there, and a line of history unless it repeats the last one."""
        try:
            self._add(assignment, key, record, host or platform.node())
        except sa.exc.IntegrityError:  # another process wrote the same result meanwhile; now it is there
            self._add(assignment, key, record, host or platform.node())

    def keep(self, key: Key, record: Record, host: str = "") -> None:
        """Write the result alone, unless it is there: nobody's grade changes by it (a dry run)."""
        with self._engine.begin() as connection:
            _keep(connection, key, record, host or platform.node(), datetime.now(UTC))

    def replace(self, assignment: str, key: Key, record: Record, host: str = "") -> None:
        """Write a record anew, in place of a result of the same key (`--again`); history keeps the line."""
        self._add(assignment, key, record, host or platform.node(), anew=True)

    def _add(self, assignment: str, key: Key, record: Record, host: str, anew: bool = False) -> None:
        now = datetime.now(UTC)
        path = os.path.abspath(record.path)
        with self._engine.begin() as connection:
            if anew:
                same = (results.c[name] == value for name, value in _columns(key).items())
                connection.execute(results.delete().where(*same))
            _keep(connection, key, record, host, now)
            last = _latest(connection, assignment, record.submission)
            if last is None or last.key != key or last.path != path:
                line = {**_columns(key), "assignment": assignment, "submission": record.submission, "path": path}
                connection.execute(gradings.insert().values(**line, score=record.score, recorded_at=now))

    def history(self, assignment: str, submission: str | None = None) -> Iterator[Grading]:
        """The lines of history, oldest first."""
        query = sa.select(gradings).where(gradings.c.assignment == assignment).order_by(gradings.c.id)
        if submission is not None:
            query = query.where(gradings.c.submission == submission)
        with self._engine.connect() as connection:
            yield from (_grading(row) for row in connection.execute(query))

    def latest(self, assignment: str) -> dict[str, Grading]:
        """The last line of history of each submission."""
        return {grading.submission: grading for grading in self.history(assignment)}


def migrate(engine: sa.Engine) -> None:
    """Bring the database to the newest schema; an empty one gets all of it."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def personal(record: Record, submission: str, path: str, notes: tuple[str, ...]) -> Record:
    """A stored result as the record of one submission."""
    return msgspec.structs.replace(record, submission=submission, path=path, notes=notes)


def _columns(key: Key) -> dict[str, str]:
    return {name: getattr(key, name) for name in Key.__struct_fields__}


def _keep(connection: sa.Connection, key: Key, record: Record, host: str, now: datetime) -> None:
    known = sa.select(results.c.graded_at).where(*(results.c[name] == v for name, v in _columns(key).items()))
    if connection.execute(known).first() is None:
        bare = msgspec.structs.replace(record, submission="", path="", notes=())
        written = {"record": msgspec.json.encode(bare), "host": host, "graded_at": now}
        connection.execute(results.insert().values(**_columns(key), **written))


def _latest(connection: sa.Connection, assignment: str, submission: str) -> Grading | None:
    query = (
        sa.select(gradings)
        .where(gradings.c.assignment == assignment, gradings.c.submission == submission)
        .order_by(gradings.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else _grading(row)


def _grading(row: sa.Row) -> Grading:
    key = Key(row.submission_digest, row.suite_digest, row.environment_digest, row.isolation)
    return Grading(row.assignment, row.submission, row.path, key, row.score, row.recorded_at)


def _safe_sqlite(connection: object, _: object) -> None:
    """Write-ahead log: readers see whole transactions while one is written; a power cut loses none that returned."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def _without_password(url: str) -> str:
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return "URL"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
