"""A pytest plugin: the hidden suite on the submission in the file $SUBMISSION, in this very process."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import numpy as np
import pytest
from unisolated import Module
from ways import run_cells

from autograde.expect import Expect
from autograde.failures import StudentFailure
from autograde.judge import MARKS
from autograde.proxy import LastCall

earned: dict[str, float] = {}


def pytest_configure(config):
    for mark in MARKS:
        config.addinivalue_line("markers", mark)


@pytest.fixture(scope="session")
def student():
    return Module(run_cells(Path(os.environ["SUBMISSION"])))


@pytest.fixture
def submission(student, request):
    student.strict_floats = request.node.get_closest_marker("strict_floats") is not None
    student.replacements, student.last = {}, LastCall()
    return student


@pytest.fixture
def expect(submission):
    return Expect(submission)


@pytest.fixture
def rng(request):
    return np.random.default_rng([0, zlib.crc32(request.node.name.encode())])


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    """A second run with other exercises' functions replaced, as the judge does; points for what passed."""
    alone, mark = pyfuncitem.get_closest_marker("alone"), pyfuncitem.get_closest_marker("exercise")
    try:
        result = yield
    except StudentFailure:
        if alone is None:
            raise
        pyfuncitem.funcargs["submission"].replacements = dict(alone.kwargs)
        result = pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames})
    earned[mark.args[0]] = earned.get(mark.args[0], 0.0) + mark.kwargs["points"]
    return result


def pytest_sessionfinish(session):
    Path(os.environ["SUBMISSION"]).with_suffix(".score").write_text(repr(round(sum(earned.values()), 5)))
