"""Landlock by itself, without the filter that also stands in the way: each right denied, and its neighbour."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import pytest
from jailed import RESTRICTED

from autograde.jail import landlock

pytestmark = pytest.mark.skipif(not RESTRICTED, reason="this host offers no Landlock")

_CHILD = """
import os, socket, sys
from autograde.jail import landlock, syscalls
scratch, attack = sys.argv[1], sys.argv[2]
if len(sys.argv) > 4:
    landlock.version = lambda: int(sys.argv[4])
if sys.argv[3] == "restricted":
    syscalls.prctl(38, 1)
    rules = [landlock.rule(path, landlock.READ) for path in ("/usr/lib", "/etc/ld.so.cache")]
    landlock.restrict([*rules, landlock.rule("/dev/null", landlock.DEVICE), landlock.rule(scratch, landlock.SCRATCH)])
os.chdir(scratch)
exec(attack)
"""


def attempt(attack: str, scratch: str, restricted: bool) -> bool:
    """Run a statement in a child; tell whether it worked. Another error than a denial is an error."""
    command = [sys.executable, "-I", "-B", "-c", _CHILD, scratch, attack, "restricted" if restricted else "free"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 0:
        return True
    assert done.returncode > 0, done
    assert "PermissionError" in done.stderr or "cross-device link" in done.stderr, done.stderr  # the latter: REFER
    return False


@pytest.fixture
def outside(tmp_path):
    (tmp_path / "scratch").mkdir()
    (tmp_path / "file").write_text("secret")
    return tmp_path


FILES = {
    "read": ("open('../file').read()", "open('/dev/null').read()"),
    "list": ("os.listdir('..')", "os.listdir('.')"),
    "write": ("open('../file', 'r+').write('x')", "open('file', 'w').write('x')"),
    "append": ("open('../file', 'a')", "open('file', 'a')"),
    "make a file": ("open('../new', 'w')", "open('new', 'w')"),
    "make a folder": ("os.mkdir('../new')", "os.mkdir('new')"),
    "make a link": ("os.symlink('x', 'link')", "open('x', 'w')"),
    "make a pipe": ("os.mkfifo('pipe')", "os.pipe()"),
    "make a socket file": ("socket.socket(socket.AF_UNIX).bind('sock')", "socket.socket(socket.AF_UNIX)"),
    "link a file in": ("os.link('../file', 'here')", "open('new', 'w')"),
    "remove": ("os.unlink('../file')", "open('a', 'w'); os.unlink('a')"),
    "rename outwards": (
        "open('a', 'w'); os.rename('a', '../b')",
        "os.mkdir('c'); open('a', 'w'); os.rename('a', 'c/a')",
    ),
    "run a program": ("os.execv('/bin/true', ['true'])", "open('/usr/lib/os-release').read()"),
    "truncate": ("os.truncate('../file', 0)", "open('t', 'w'); os.truncate('t', 0)"),
}


@pytest.mark.parametrize("name", FILES)
def test_files(name, outside):
    attack, neighbour = FILES[name]
    if name == "truncate" and landlock.version() < 3:
        pytest.skip("needs version 3 of Landlock; the filter denies it on every version")
    scratch = str(outside / "scratch")
    assert not attempt(attack, scratch, restricted=True)
    assert attempt(neighbour, scratch, restricted=True)
    assert attempt(attack, scratch, restricted=False)


@pytest.mark.skipif(not RESTRICTED or landlock.version() < 4, reason="needs version 4 of Landlock")
def test_tcp(outside):
    scratch = str(outside / "scratch")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        for attack in (
            f"socket.create_connection(('127.0.0.1', {port}))",
            "socket.socket().bind(('127.0.0.1', 0))",
        ):
            assert attempt(attack, scratch, restricted=False)
            assert not attempt(attack, scratch, restricted=True)
        assert attempt("a, b = socket.socketpair(); a.send(b'x')", scratch, restricted=True)


@pytest.mark.skipif(not RESTRICTED or landlock.version() < 6, reason="needs version 6 of Landlock")
def test_signals_and_abstract_sockets(outside):
    scratch = str(outside / "scratch")
    signalling = f"os.kill({os.getpid()}, 0)"
    assert attempt(signalling, scratch, restricted=False)
    assert not attempt(signalling, scratch, restricted=True)
    assert attempt("os.kill(os.getpid(), 0)", scratch, restricted=True)
    name = f"autograde-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0" + name)
        server.listen()
        connecting = f"socket.socket(socket.AF_UNIX).connect(chr(0) + {name!r})"
        assert attempt(connecting, scratch, restricted=False)
        assert not attempt(connecting, scratch, restricted=True)


@pytest.mark.parametrize("version", range(1, landlock.version() + 1) if RESTRICTED else [])
def test_every_version_up_to_this_kernels_restricts(version, outside):
    """An older kernel knows fewer rights and shorter structures: here they are asked for as there."""
    attack = """
for attempt in (lambda: open("../file"), lambda: open("../new", "w"), lambda: os.mkdir("../new")):
    try:
        attempt()
    except PermissionError:
        continue
    raise SystemExit("it worked")
open("mine", "w").write("x")
"""
    command = [sys.executable, "-I", "-B", "-c", _CHILD, str(outside / "scratch"), attack, "restricted", str(version)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_denied_child_is_not_killed(outside):
    done = subprocess.run([sys.executable, "-I", "-B", "-c", _CHILD, str(outside), "open('/x')", "restricted"])
    assert done.returncode not in (-signal.SIGSYS, -signal.SIGKILL, 0)
