"""What is to be done now: which versions to deliver, and which one counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import chain

import msgspec

from autograde.config import Service
from autograde.service.inbox import Version
from autograde.service.ledger import Entry

HOUR = timedelta(hours=1)
RETRY = timedelta(seconds=10)


class Plan(msgspec.Struct, frozen=True):
    """At most one version of each student to deliver now; when the others' turn comes; which version counts.

    `counting` holds one version per student for whom every version that is due was delivered.
    """

    now: tuple[Version, ...]
    waiting: tuple[tuple[Version, datetime], ...]
    counting: tuple[Version, ...]


def plan(
    versions: Sequence[Version],
    entries: Sequence[Entry],
    service: Service,
    deadline: Callable[[str], datetime | None],
    moment: datetime,
) -> Plan:
    """The plan for one assignment. `deadline(student)` is None where there is none."""
    mine: dict[str, list[Version]] = defaultdict(list)
    for version in versions:
        mine[version.student].append(version)
    known: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        known[entry.student][entry.version] = entry
    plans = [
        _of_student(sorted(mine[student], key=_order), known[student], service, deadline(student), moment)
        for student in sorted(mine)
    ]
    return Plan(*(tuple(chain.from_iterable(getattr(p, name) for p in plans)) for name in Plan.__struct_fields__))


def _of_student(
    versions: list[Version], entries: dict[str, Entry], service: Service, deadline: datetime | None, moment: datetime
) -> Plan:
    wanted = _wanted(versions, service, deadline)
    to_do = [version for version in wanted if not _settled(entries.get(version.name))]
    if not to_do:
        counting = _counting(wanted, entries)
        return Plan((), (), (counting,) if counting else ())
    version = to_do[0]
    turn = max(_retry_at(entries.get(version.name), moment), _attempt_at(entries, service.attempts_per_hour, moment))
    return Plan((version,), (), ()) if turn <= moment else Plan((), ((version, turn),), ())


def _wanted(versions: list[Version], service: Service, deadline: datetime | None) -> list[Version]:
    """The versions that can count, oldest first: all where the best does, else one."""
    if service.policy == "best":
        return versions
    on_time = [version for version in versions if deadline is None or version.submitted_at <= deadline]
    if service.policy == "before the deadline" and on_time:
        return on_time[-1:]
    return versions[-1:]


def _counting(wanted: list[Version], entries: dict[str, Entry]) -> Version | None:
    """The one with the most points, of equals the latest; None when none was delivered."""
    delivered = [version for version in wanted if entries[version.name].delivered_at]
    scores = {version.name: entries[version.name].score for version in delivered}
    return max(delivered, key=lambda v: (-1.0 if scores[v.name] is None else scores[v.name], _order(v)), default=None)


def _settled(entry: Entry | None) -> bool:
    return entry is not None and (entry.delivered_at is not None or entry.set_aside)


def _retry_at(entry: Entry | None, moment: datetime) -> datetime:
    return moment if entry is None else entry.changed_at + RETRY


def _attempt_at(entries: dict[str, Entry], limit: int, moment: datetime) -> datetime:
    """When the student may have another version graded."""
    recent = sorted(e.delivered_at for e in entries.values() if e.delivered_at and e.delivered_at > moment - HOUR)
    return recent[-limit] + HOUR if limit and len(recent) >= limit else moment


def _order(version: Version) -> tuple[datetime, str]:
    return version.submitted_at, version.name
