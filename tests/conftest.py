"""Which tests may run side by side (`make test` has a process per core): those of different files.

Tests that look for what attacks left behind on this machine stay together.
"""

from __future__ import annotations

import pytest


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group the tests for `pytest --dist loadgroup`."""
    for item in items:
        attacks = item.path.parent.name == "jail" or item.path.name.startswith("test_hostile")
        item.add_marker(pytest.mark.xdist_group("attacks" if attacks else item.path.name))
