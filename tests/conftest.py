"""Which tests may run side by side (`make test` has three processes, for they often wait): those of different files.

What a file sets up (a class that was graded, a course) is then set up once. Tests that look for what attacks left
behind on this machine stay together.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

FIRST = ("attacks", "test_nbgrader.py", "test_serve_course.py", "test_web.py", "test_gradebook.py")


def group(nodeid: str) -> str:
    """Tests of one group run one after the other, in one process."""
    file = nodeid.partition("::")[0]
    return "attacks" if "jail/" in file or "test_hostile" in file else file.rpartition("/")[2]


class ByFile(LoadScopeScheduling):
    """A file's tests go to one process."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest begin first."""
    items.sort(key=lambda item: (*FIRST, group(item.nodeid)).index(group(item.nodeid)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    """What xdist asks for when it starts."""
    return ByFile(config, log)
