"""The scratch folder on the host's disk: emptied whatever is in it, and swept when nobody could."""

from __future__ import annotations

import fcntl
import mmap
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograde.jail import Limits
from autograde.jail.scratch import Scratch


@pytest.fixture
def maps():
    """What this process has mapped, as the watchdog sees it."""
    with open("/proc/self/maps", "rb") as file:
        yield file.fileno()


def test_what_a_killed_warm_process_leaves_is_swept_by_the_next(open_folder):
    script = """
import os, signal
from autograde import jail
jail.prepare('process')
jail.spawn('process', jail.Limits(), os.open("/dev/zero", os.O_RDONLY), lambda fd: open("left", "w").close())
os.kill(os.getpid(), signal.SIGKILL)
"""
    environment = {**os.environ, "TMPDIR": open_folder}
    subprocess.run([sys.executable, "-I", "-c", script], env=environment)
    (left,) = Path(open_folder).iterdir()
    held = os.open(left, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    sweep = "from autograde.jail import scratch; scratch._SWEEP_AFTER_SECONDS = 0; scratch.sweep()"
    subprocess.run([sys.executable, "-I", "-c", sweep], env=environment, check=True)
    assert left.exists()  # somebody still holds it
    os.close(held)
    subprocess.run([sys.executable, "-I", "-c", sweep.replace("= 0", "= 60")], env=environment, check=True)
    assert left.exists()  # it is too young to tell
    subprocess.run([sys.executable, "-I", "-c", sweep], env=environment, check=True)
    assert not left.exists()


def test_a_scratch_folder_is_emptied_whatever_is_in_it():
    scratch = Scratch.make(None)
    inner = Path(scratch.path)
    for name in ("a", "0", "0.moved"):
        (inner / name / "b" / "c").mkdir(parents=True)
        (inner / name / "b" / "file").write_text("x")
    (inner / "link").symlink_to("/etc")
    os.mkfifo(inner / "fifo")
    here = os.open(".", os.O_RDONLY)
    os.chdir(inner)
    for _ in range(2100):  # deeper than recursion, longer than a path may be
        os.mkdir("x")
        os.chdir("x")
    os.fchdir(here)
    os.close(here)
    scratch.remove()
    assert not inner.exists()
    assert Path("/etc/passwd").exists()


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: None, None),
        (lambda: [Path(f"f{number}").touch() for number in range(9)], None),
        (lambda: [Path(f"f{number}").touch() for number in range(11)], "more than 10 files"),
        (lambda: Path("big").write_bytes(bytes(3 << 20)), "more than 1 MiB of files"),
        (lambda: os.makedirs("a/b/c/d/e/f/g/h/i/j/k"), "more than 10 files"),
    ],
)
def test_what_is_in_it_is_counted(made, words, monkeypatch, maps):
    scratch = Scratch.make(None)
    monkeypatch.chdir(scratch.path)
    made()
    assert scratch.breach(Limits(scratch_files=10, scratch_bytes=1 << 20), maps) == words
    scratch.remove()


def test_files_that_are_deleted_and_still_mapped_count_as_full(monkeypatch, maps):
    scratch = Scratch.make(None)
    monkeypatch.chdir(scratch.path)
    limits = Limits(file_size=1 << 20, scratch_bytes=2 << 20)
    kept = []
    for _ in range(3):
        assert scratch.breach(limits, maps) is None
        with open("file", "w+b") as file:
            file.write(b"x")
            file.flush()
            kept += [mmap.mmap(file.fileno(), 1), mmap.mmap(file.fileno(), 1)]
        os.unlink("file")
    assert scratch.breach(limits, maps) == "more than 2 MiB of files"
    scratch.remove()


def test_what_cannot_be_counted_is_too_much(monkeypatch, maps):
    scratch = Scratch.make(None)
    monkeypatch.chdir(scratch.path)
    for _ in range(20):
        os.mkdir("d" * 250)
        os.chdir("d" * 250)
    assert scratch.breach(Limits(), maps) == "folders that cannot be looked into"
    scratch.remove()
