"""Children of the warm process: forked, locked in, watched from outside, killed, reaped."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from autograde.jail import limits, lock, namespaces
from autograde.jail.limits import Limits, Usage
from autograde.jail.lock import JailError, Prepared
from autograde.jail.scratch import Scratch

_LOCKED = b"locked"
_NOT_LOCKED_IN = 70  # exit code

_prepared: Prepared | None = None


def prepare(level: str) -> None:
    """Make this process ready to spawn children at a level (see `lock.prepare`). Raises `JailError`."""
    global _prepared
    _prepared = lock.prepare(level)


@dataclass(frozen=True)
class Exit:
    """How a child ended: by `signal`, or (when that is 0) with `code`; its peak of memory over the warm process's."""

    code: int
    signal: int
    peak_memory: int
    cpu_seconds: float


class Child:
    """A child of the warm process: `fileno` is a pidfd, which becomes readable when the child ends."""

    def __init__(
        self, pid: int, pidfd: int, prepared: Prepared, bounds: Limits, before: Usage, scratch: Scratch | None
    ) -> None:
        self.pid = pid
        self._pidfd = pidfd
        self._prepared = prepared
        self._bounds = bounds
        self._before = before
        self._scratch = scratch
        # Opened before the child locks itself in: later, not even the same account may.
        self._maps = os.open(f"{pid}/maps", os.O_RDONLY, dir_fd=prepared.proc) if scratch is not None else -1
        self._exit: Exit | None = None

    def fileno(self) -> int:
        """Return the pidfd, for `poll`."""
        return self._pidfd

    def over_limit(self) -> str | None:
        """Look at what the child uses: what it has too much of, or None. To be called every 50 ms or so."""
        if self._exit is not None:
            return None
        too_much = limits.breach(self._prepared.proc, self.pid, self._bounds, self._before)
        return too_much or (self._scratch.breach(self._bounds, self._maps) if self._scratch else None)

    def kill(self) -> None:
        """Kill the child, if it still lives."""
        if self._exit is None:
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def wait(self) -> Exit:
        """Wait until the child has ended, and leave nothing of it: no process, no file."""
        if self._exit is None:
            os.waitid(os.P_PIDFD, self._pidfd, os.WEXITED | os.WNOWAIT)
            if self._prepared.level == "process":
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.pid, signal.SIGKILL)  # what it forked; the number is taken until it is reaped
            _, status, used = os.wait4(self.pid, 0)
            os.close(self._pidfd)
            if self._scratch is not None:
                os.close(self._maps)
                self._scratch.remove()
            code, by_signal = (0, os.WTERMSIG(status)) if os.WIFSIGNALED(status) else (os.WEXITSTATUS(status), 0)
            peak = max(0, used.ru_maxrss * 1024 - self._before.resident)
            self._exit = Exit(code, by_signal, peak, used.ru_utime + used.ru_stime)
        return self._exit


def spawn(level: str, bounds: Limits, fd: int, body: Callable[[int], None]) -> Child:
    """Fork a child, lock it in, and have it run `body(fd)` and end; `prepare(level)` comes first.

    Of descriptors it has `fd`, which lies above 2, and /dev/null as 0, 1 and 2. Returns when the child is locked in;
    raises `JailError` when it cannot be.
    """
    prepared = _prepared
    if prepared is None or prepared.level != level:
        raise RuntimeError(f"prepare({level!r}) comes before spawn")
    before = limits.usage(prepared.proc)
    scratch = None if level == "sealed" else Scratch.make(_owner(prepared))
    home = namespaces.SCRATCH if scratch is None else scratch.path
    ours, theirs = socket.socketpair()
    with ours, theirs:
        try:
            pid, pidfd = namespaces.clone() if level == "sealed" else _fork()
        except OSError as error:
            if scratch is not None:
                scratch.remove()
            raise JailError("namespaces" if level == "sealed" else "fork", error) from error
        if pid == 0:
            os.close(ours.fileno())
            _be_child(prepared, bounds, before, home, fd, theirs.fileno(), body)
        theirs.close()
        child = Child(pid, pidfd, prepared, bounds, before, scratch)
        problem = _let_go(prepared, pid, ours)
    if problem is not None:
        child.kill()
        child.wait()
        raise problem
    return child


def _owner(prepared: Prepared) -> tuple[int, int] | None:
    """Whom the scratch folder shall belong to, if not to this process."""
    account = prepared.identity
    return (account.uid, account.gid) if prepared.privileged and prepared.level == "confined" else None


def _fork() -> tuple[int, int]:
    """Fork; return (pid, pidfd), (0, -1) in the child."""
    pid = os.fork()
    return pid, os.pidfd_open(pid) if pid else -1


def _let_go(prepared: Prepared, pid: int, ours: socket.socket) -> JailError | None:
    """Map the child's ids, tell it to go on, and wait until it says that it is locked in; return why it is not."""
    try:
        if prepared.level == "sealed":
            inner = namespaces.INNER_ID, namespaces.INNER_ID
            outer = prepared.identity.uid, prepared.identity.gid
            namespaces.write_maps(prepared.proc, str(pid), inner, outer, prepared.privileged)
        ours.sendall(b"go")
        answer = ours.recv(4096)
    except OSError as error:
        return JailError("namespaces", error)
    if answer == _LOCKED:
        return None
    step, _, reason = answer.decode(errors="replace").partition(": ")
    return JailError(step or "child", reason or "it ended while it was being locked in")


def _be_child(
    prepared: Prepared, bounds: Limits, before: Usage, home: str, fd: int, line: int, body: Callable[[int], None]
) -> NoReturn:
    """Wait for the word to go, lock in, run the body, end. Never comes back, whatever happens."""
    code = _NOT_LOCKED_IN
    try:
        os.read(line, 2)
        try:
            lock.lock_in(prepared, bounds, before, home, fd, line)
        except BaseException as error:
            os.write(line, (str(error) if isinstance(error, JailError) else f"child: {error!r}").encode()[:4000])
            raise
        os.write(line, _LOCKED)
        os.close(line)
        code = 1
        body(fd)
        code = 0
    finally:
        os._exit(code)
