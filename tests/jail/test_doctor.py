"""Every canary at every level this host offers: it works with no jail, fails inside, and its neighbour works inside.

Once as whoever runs the tests and, when that is root, once more as an account without rights, with an interpreter that
such an account can read.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from jailed import LEVELS, RESTRICTED
from typer.testing import CliRunner

from autograde import doctor, jail
from autograde.jail import levels
from autograde.jail.attacks import CANARIES
from autograde.jail.paths import PACKAGE

NAMES = [each.name for each in CANARIES]
SYSTEM_PYTHON = "/usr/bin/python3"
_UNPRIVILEGED = """
import json
from dataclasses import asdict
from autograde.doctor import diagnose
print(json.dumps([asdict(each) for each in diagnose()]))
"""
# Without rights these need no jail to fail, here or anywhere.
NEED_RIGHTS = {"become another user", "load a BPF map"}


@pytest.fixture(scope="session")
def as_myself():
    return {each.level: each for each in doctor.diagnose()}


@pytest.fixture(scope="session")
def as_nobody():
    """The same diagnosis, made by an unprivileged account."""
    if os.geteuid() != 0:
        pytest.skip("the tests themselves run without rights")
    if not shutil.which(SYSTEM_PYTHON):
        pytest.skip(f"no {SYSTEM_PYTHON} that anyone can run")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        subprocess.run([SYSTEM_PYTHON, "-m", "venv", "--without-pip", f"{folder}/venv"], check=True)
        packages = next(Path(folder).glob("venv/lib/python*/site-packages"))
        (packages / "grader.pth").write_text(str(PACKAGE.parent))
        command = [f"{folder}/venv/bin/python", "-I", "-B", "-c", _UNPRIVILEGED]
        account = {"user": 65534, "group": 65534, "extra_groups": []}
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **account)
        if "ModuleNotFoundError" in done.stderr:
            pytest.skip("the checkout cannot be read by an account without rights")
        assert done.returncode == 0, done.stderr
    return {each["level"]: each for each in json.loads(done.stdout)}


def finding(found: list, name: str) -> dict:
    return next(each for each in found if each["canary"] == name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("level", LEVELS)
def test_the_three_proofs(as_myself, level, name):
    found = next(each for each in as_myself[level].findings if each.canary == name)
    assert found.neighbour == "worked"
    if os.geteuid() == 0 or name not in NEED_RIGHTS:
        assert found.free == "worked"
    canary = CANARIES[NAMES.index(name)]
    if level in canary.holds_at:
        assert found.verdict in ("held", "not testable here")
        assert found.jailed != "worked"
    elif level == "confined":  # a gap that is written down is a gap that is there
        assert found.verdict == "gap"
        assert found.jailed == "worked"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("level", RESTRICTED)
def test_the_three_proofs_without_rights(as_nobody, level, name):
    if as_nobody[level]["problem"]:
        pytest.skip(as_nobody[level]["problem"])
    found = finding(as_nobody[level]["findings"], name)
    assert found["neighbour"] == "worked"
    assert (found["free"] == "worked") == (name not in NEED_RIGHTS)
    if level in CANARIES[NAMES.index(name)].holds_at:
        assert found["jailed"] != "worked"
    else:
        assert found["verdict"] == "gap"


def test_every_level_here_holds(as_myself):
    assert {level for level in LEVELS if as_myself[level].holds} == set(LEVELS)


def test_every_level_names_its_gaps(as_myself):
    for level in jail.LEVELS:
        assert as_myself[level].gaps
    assert any("stat" in gap for gap in doctor.GAPS["confined"])


@pytest.mark.parametrize("level", LEVELS)
def test_verify_finds_nothing_here(level):
    assert doctor.verify(level) == []


def test_verify_names_what_fails(monkeypatch):
    """A level that does not restrict at all: as if `confined` were no more than `process`."""
    bench = doctor._bench
    monkeypatch.setattr(doctor, "_bench", lambda level, *rest, **more: bench("process", *rest, **more))
    failures = doctor.verify("confined")
    assert len(failures) > 20
    assert any("read a file outside" in failure for failure in failures)
    assert all(failure.startswith("confined: ") for failure in failures)


def test_a_bench_that_breaks_fails_everything(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    bait = doctor.Bait("/", "/", "/", 1, 1, "/", "x", 1, 1, "host")
    outcomes = doctor._bench("confined", bait, ["attack", "neighbour"], slow=False)
    assert all(each.verdict == "failed" for each in doctor._findings("confined", outcomes, outcomes))


@pytest.mark.parametrize(
    ("free", "jailed", "neighbour", "level", "verdict"),
    [
        ("worked", "denied", "worked", "sealed", "held"),
        ("worked", "worked", "worked", "sealed", "failed"),
        ("worked", "denied", "denied", "sealed", "failed"),
        ("denied", "denied", "worked", "sealed", "not testable here"),
        ("denied", "worked", "worked", "sealed", "failed"),
        ("worked", "worked", "worked", "process", "limits only"),
    ],
)
def test_verdicts(free, jailed, neighbour, level, verdict):
    assert doctor._verdict(CANARIES[0], level, free, jailed, neighbour) == verdict


def test_the_command_prints_levels_and_gaps(monkeypatch, as_myself):
    from autograde.cli import app, build, doctor as command  # noqa: F401, I001 (verbs register themselves)

    monkeypatch.setattr(doctor, "diagnose", lambda levels: [as_myself[level] for level in levels])
    shown = CliRunner().invoke(app, ["doctor", "--level", "process"])
    assert shown.exit_code == 0
    assert "process: holds" in shown.output
    assert "gap: Only limits hold" in shown.output
    as_json = CliRunner().invoke(app, ["doctor", "--level", "process", "--json"])
    assert json.loads(as_json.output)[0]["findings"][0]["canary"] == NAMES[0]
    assert command.doctor.__doc__

    broken = doctor.Finding(NAMES[0], "worked", "worked", "worked", "failed")
    monkeypatch.setattr(doctor, "diagnose", lambda levels: [doctor.Diagnosis("process", None, (broken,), ())])
    failed = CliRunner().invoke(app, ["doctor", "--level", "process"])
    assert failed.exit_code == 1
    assert "DOES NOT HOLD" in failed.output
    assert NAMES[0] in failed.output


def test_what_is_missing_is_said_in_a_sentence(monkeypatch):
    levels._unavailable.cache_clear()
    monkeypatch.setattr(levels.platform, "machine", lambda: "riscv64")
    try:
        found = jail.available()
        assert found["sealed"] == found["confined"]
        assert "riscv64" in found["sealed"]
        assert found["process"] is None
        assert jail.best() == "process"
    finally:
        levels._unavailable.cache_clear()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("landlock: [Errno 38] x: Function not implemented", ["Landlock is missing", "Linux 5.13", "lsm="]),
        ("seccomp: [Errno 22] x: Invalid argument", ["CONFIG_SECCOMP_FILTER"]),
        ("namespaces: [Errno 1] x: Operation not permitted", ["Namespaces are not allowed", "container"]),
    ],
)
def test_each_missing_step_has_its_advice(monkeypatch, answer, words):
    levels._unavailable.cache_clear()
    done = subprocess.CompletedProcess([], 1, stdout=answer + "\n", stderr="")
    monkeypatch.setattr(levels.subprocess, "run", lambda *arguments, **options: done)
    monkeypatch.setattr(levels, "_SWITCHES", {})
    try:
        problem = jail.available()["sealed"]
        assert all(word in problem for word in words), problem
    finally:
        levels._unavailable.cache_clear()


def test_a_switch_that_is_off_is_named(monkeypatch, tmp_path):
    (tmp_path / "switch").write_text("0\n")
    monkeypatch.setattr(levels, "_SWITCHES", {str(tmp_path / "switch"): ("0", "sysctl a.b=1")})
    assert levels._switch() == "To allow them: sysctl a.b=1."
