"""Which tests may run side by side (`make test` has a process per core): those of different files.

What a file sets up (a class that was graded, a course) is then set up once. Tests that look for what attacks left
behind on this machine stay together.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

LONG = ("test_hostile.py", "test_nbgrader.py", "test_serve_course.py", "test_web.py", "test_gradebook.py")


class ByFile(LoadScopeScheduling):
    """A file's tests go to one process, one after the other."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "attacks" if "tests/jail/" in file or "tests/test_hostile" in file else file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest begin first."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    """What xdist asks for when it starts."""
    return ByFile(config, log)
