"""Fixtures of the jail's tests."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

import pytest


@pytest.fixture
def open_folder() -> Iterator[str]:
    """A folder that any account can pass through, for TMPDIR."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield folder
