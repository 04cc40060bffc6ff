"""The judge's side of the warm process: start it, have it fork children, have them killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import msgspec

from autograde import runner, wire
from autograde.records import Level

PACKAGES = ("numpy.random", "scipy.special", "scipy.stats", "torch", "torch._dynamo", "matplotlib.pyplot")
START_SECONDS = 300.0
SPAWN_SECONDS = 20.0
_KEPT_ENVIRONMENT = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


class WarmError(Exception):
    """The warm process cannot be started or is gone: the grader's failure, not the submission's."""


def _font_cache() -> Path:
    """A lasting place for matplotlib's font cache, which takes seconds to make."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "autograde" / "matplotlib"


class Warm:
    """A warm runner process at one isolation level. It has at most one child at a time."""

    def __init__(self, level: Level, packages: tuple[str, ...] = PACKAGES) -> None:
        self.level = level
        self.packages = packages
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._child = 0

    def start(self) -> None:
        """Start the process and wait until it is warm."""
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
        environment |= {"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
        environment["MPLCONFIGDIR"] = str(_font_cache())
        environment |= {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        command = [
            sys.executable,
            "-I",
            "-B",
            "-m",
            "autograde.runner",
            str(theirs.fileno()),
            self.level,
            *self.packages,
        ]
        with theirs:
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                env=environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self._control = ours
        self._answer(START_SECONDS)

    def spawn(self) -> wire.Channel:
        """Fork a child; the channel to it. A warm process that died is started again, once."""
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self.start()
        assert self._control is not None
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [msgspec.json.encode(runner.Spawn())], [theirs.fileno()])
            answer = self._answer(SPAWN_SECONDS)
        if not isinstance(answer, runner.Spawned):
            ours.close()
            raise WarmError(f"no child could be started: {answer}")
        self._child = answer.pid
        return wire.Channel(ours)

    def seconds_waited(self) -> float:
        """How long the child and this process have waited for a processor that others used; 0.0 where nothing tells.

        The child's own threads are no others: the time that they ran is taken off.
        """
        try:
            main, waited = _scheduled(self._child)
            with open(f"/proc/{self._child}/stat", "rb") as file:
                ticks = file.read().rpartition(b")")[2].split()[11:13]  # of all threads, in user and system mode
            threads = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK") - main
            return max(0.0, waited - max(0.0, threads)) + _scheduled(os.getpid())[1]
        except (OSError, ValueError):
            return 0.0

    def kill(self) -> runner.Ended:
        """Kill the child and say how it ended (or had ended)."""
        assert self._control is not None
        try:
            self._control.sendall(msgspec.json.encode(runner.Kill()))
        except OSError as error:
            raise WarmError("the warm process is gone") from error
        answer = self._answer(SPAWN_SECONDS)
        if not isinstance(answer, runner.Ended):
            raise WarmError(f"the child could not be ended: {answer}")
        return answer

    def stop(self) -> None:
        """End the warm process and whatever child it has."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._control = self._process = None

    def _answer(self, seconds: float) -> runner.Spawned | runner.Ended | runner.Unable:
        assert self._control is not None
        self._control.settimeout(seconds)
        try:
            data = self._control.recv(4096)
            return runner.answer_decoder.decode(data)
        except (OSError, msgspec.MsgspecError) as error:
            raise WarmError("the warm process does not answer") from error


def _scheduled(pid: int) -> tuple[float, float]:
    """Seconds that the main thread of a process ran, and that it could have run and waited."""
    with open(f"/proc/{pid}/schedstat", "rb") as file:
        ran, waited = (int(word) / 1e9 for word in file.read().split()[:2])
    return ran, waited
