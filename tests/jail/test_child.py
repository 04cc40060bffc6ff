"""Spawning, ending, and what is left of a child: nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jailed import LEVELS, RESTRICTED, inside

from autograde.jail import Limits, lock

pytestmark = pytest.mark.parametrize("level", LEVELS)


def test_the_child_runs_the_body_and_ends(level):
    result = inside(level, "say([1, 'two'])")
    assert result.said == [[1, "two"]]
    assert (result.ended.code, result.ended.signal, result.stopped) == (0, 0, None)


def test_a_body_that_raises_ends_with_one(level):
    assert inside(level, "raise SystemExit(0)").ended.code == 1


def test_leaving_early_shows_its_code(level):
    assert inside(level, "import os; os._exit(7)").ended.code == 7


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("SEGV", "import ctypes; ctypes.string_at(0)"),
        ("KILL", "import os, signal; os.kill(os.getpid(), signal.SIGKILL) if os.getpid() > 1 else burn()"),
        ("ABRT or SEGV", "import os; os.abort()"),
    ],
)
def test_dying_shows_its_signal(level, name, source):
    # The first process of a namespace ignores what it sends itself; it burns its CPU limit instead.
    burn = "def burn():\n    while True:\n        pass\n"
    result = inside(level, burn + source, limits=Limits(memory=1 << 28, cpu_seconds=1))
    assert signal.Signals(result.ended.signal).name[3:] in name


def test_killing_from_outside(level):
    during = "started = __import__('time').monotonic(); child.kill(); child.kill()"
    result = inside(level, "say('ready')\nimport time\ntime.sleep(60)", during=during)
    assert result.ended.signal == signal.SIGKILL


def test_waiting_twice_is_harmless(level):
    during = "child.kill(); first = child.wait(); assert child.wait() is first; assert child.over_limit() is None"
    assert inside(level, "say('ready')\nimport time\ntime.sleep(60)", during=during).ended.signal == signal.SIGKILL


def test_the_pidfd_tells_of_the_end(level):
    during = """
        import select
        poll = select.poll()
        poll.register(child, select.POLLIN)
        assert poll.poll(0) == []
        child.kill()
        assert len(poll.poll(5000)) == 1
    """
    assert inside(level, "say('ready')\nimport time\ntime.sleep(60)", during=during).ended.signal == signal.SIGKILL


def test_memory_and_time_used_are_told(level):
    source = """
        import time
        data = bytearray(64 << 20)
        while time.process_time() < 0.2:
            pass
    """
    ended = inside(level, source).ended
    assert 50 << 20 < ended.peak_memory < 100 << 20
    assert 0.1 < ended.cpu_seconds < 2


def test_only_the_given_descriptor_and_dev_null_are_open(level):
    before = "import os\nkept = [os.open('/dev/urandom', os.O_RDONLY) for _ in range(200)]"
    source = """
        import os
        found = []
        for number in range(4096):
            try:
                found.append((number, os.fstat(number).st_rdev))
            except OSError:
                pass
        say([found, fd])
    """
    (found, fd), null = inside(level, source, before=before).said[0], os.stat("/dev/null").st_rdev
    assert found == [[0, null], [1, null], [2, null], [fd, 0]]


def test_the_environment_is_a_new_one(level):
    source = """
        import ctypes, os
        getenv = ctypes.CDLL(None).getenv
        getenv.restype = ctypes.c_char_p
        say([dict(os.environ), getenv(b"SECRET") is None, os.getcwd(), __import__("tempfile").gettempdir()])
    """
    environment, gone, folder, temporary = inside(level, source, env={**os.environ, "SECRET": "marker"}).said[0]
    assert gone
    assert "marker" not in environment.values()
    assert environment["HOME"] == environment["TMPDIR"] == environment["MPLCONFIGDIR"] == folder == temporary
    assert set(environment) <= {
        *("HOME", "TMPDIR", "MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLBACKEND", "PATH", "LANG", "TZ"),
        *("USER", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"),
    }


def test_nothing_is_left_of_what_it_wrote(level, open_folder):
    source = """
        import os
        for depth in range(60):
            os.mkdir("d" * 200)
            open("file", "w").close()
            os.chdir("d" * 200)
        os.mkdir("locked", 0)
        say("done")
    """
    result = inside(level, source, env={**os.environ, "TMPDIR": open_folder})
    assert "done" in result.said or result.stopped
    assert os.listdir(open_folder) == []


def test_it_dies_with_the_warm_process(level, open_folder):
    """SIGKILL to the warm process: the child goes too."""
    script = f"""
import os, sys, time
from autograde import jail
proc = os.open("/proc", os.O_RDONLY)
jail.prepare({level!r})
child = jail.spawn({level!r}, jail.Limits(), os.open("/dev/urandom", os.O_RDONLY), lambda fd: time.sleep(60))
print(child.pid, flush=True)
time.sleep(60)
"""
    environment = {**os.environ, "TMPDIR": open_folder}
    command = [sys.executable, "-I", "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as warm:
        child = int(warm.stdout.readline())
        assert Path(f"/proc/{child}").exists()
        warm.kill()
        end = time.monotonic() + 5
        while Path(f"/proc/{child}").exists() and time.monotonic() < end:
            time.sleep(0.01)
        assert not Path(f"/proc/{child}").exists()


def test_a_lock_that_fails_is_told_and_nothing_runs(level):
    """Here applying the limits fails; the body is never run, and nothing is left."""
    before = """
        from autograde.jail import child, limits
        def fail(*arguments):
            raise ValueError("broken")
        limits.apply = fail
        spawn = child.spawn
        def tried(*arguments):
            global result
            try:
                spawn(*arguments)
            except OSError as error:
                result = str(error)
                limits.apply = lambda *arguments: None
            return spawn(*arguments)
        from autograde import jail
        jail.spawn = tried
    """
    result = inside(level, "say('ran')", before=before)
    assert result.shared == "child: ValueError('broken')"
    assert result.said == ["ran"]


def test_spawning_needs_a_warm_process_prepared_for_the_level(level):
    script = f"from autograde import jail; jail.prepare('process'); jail.spawn({level!r}, jail.Limits(), 5, print)"
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True)
    if level != "process":
        assert "comes before spawn" in done.stderr


SPACES = ("user", "mnt", "pid", "ipc", "net", "uts")
LOOK = f"""
def read(name):
    fd = os.open(f"{{child.pid}}/{{name}}", os.O_RDONLY, dir_fd=proc)
    data = os.read(fd, 100000).decode()
    os.close(fd)
    return data

def spaces(pid):
    return {{kind: os.readlink(f"{{pid}}/ns/{{kind}}", dir_fd=proc) for kind in {SPACES}}}

shared["result"] = [read("status"), spaces(child.pid) if os.geteuid() == 0 else None, spaces("self")]
"""


def test_seen_from_outside_it_is_nobody(level):
    """What the kernel says of the child: ids, capabilities, no new privileges, the filter, its namespaces."""
    before = "import os\nfrom autograde.jail import child as module\nproc = module._prepared.proc"
    result = inside(level, "say('ready')\nimport time\ntime.sleep(0.2)", before=before, during=LOOK)
    status, child, warm = result.shared
    own = {kind: os.readlink(f"/proc/self/ns/{kind}") for kind in SPACES}
    fields = dict(line.split(":\t", 1) for line in status.splitlines())
    if level in RESTRICTED:
        assert fields["NoNewPrivs"] == "1"
        assert fields["Seccomp"] == "2"
        assert fields["CapPrm"] in ("0000000000000000", "0000000000000004")  # at most: reading
        assert "0" not in fields["Uid"].split() + fields["Gid"].split() + fields["Groups"].split()
    if level == "sealed":
        assert fields["CapPrm"] == "0000000000000000"
        assert fields["NSpid"].split()[-1] == "1"
        if child is not None:
            assert all(child[kind] != own[kind] for kind in own)
            assert child["net"] == warm["net"] != own["net"]


@pytest.mark.parametrize("name", [rb"\xff\xfe", rb"a\x0cb", rb"a\nThreads:\t1", rb"Threads:\t99"])
def test_whatever_it_calls_itself_it_can_be_watched(level, name):
    source = f"""
        import ctypes, time
        ctypes.CDLL(None).prctl(15, b"{name.decode()}", 0, 0, 0)
        time.sleep(0.1)
        say("done")
    """
    result = inside(level, source)
    assert (result.said, result.stopped) == (["done"], None)


def test_a_main_thread_that_leaves_others_behind_is_seen(level):
    """The kernel tells nothing of their memory then."""
    source = """
        import ctypes, platform, threading, time
        threading.Thread(target=time.sleep, args=(10,)).start()
        ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[platform.machine()], 0)
    """
    assert inside(level, source).stopped == "its main thread ended and left others behind"


def test_reading_the_limits_of_the_child(level):
    source = """
        import resource
        say({name: resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT")})
    """
    found = inside(level, source).said[0]
    for name, value in {"CORE": 0, "MEMLOCK": 0, "NOFILE": 64, "FSIZE": 16 << 20, "CPU": 10, "SIGPENDING": 64}.items():
        assert found[f"RLIMIT_{name}"] == [value, value]


def test_a_step_that_fails_has_a_name(level):
    with pytest.raises(lock.JailError, match=f"^{level}: ") as caught, lock.step(level):
        raise PermissionError("no")
    assert caught.value.step == level
