"""What this host's isolation is worth: canary attacks with no jail, in the jail, and a permitted neighbour of each.

An attack counts as held when it works without a jail (else it proves nothing: "not testable here") and fails inside,
while its neighbour works inside.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from autograde import jail
from autograde.jail.attacks import CANARIES
from autograde.jail.bench import WORKED
from autograde.jail.canaries import MARKER, Bait, Canary
from autograde.jail.paths import PACKAGE

GAPS = {
    "sealed": (
        "Code in the jail can read the interpreter, its packages and the system's libraries: what is installed here "
        "is no secret.",
        "It shares the processor and the kernel with everything else: side channels, and errors of the kernel, are "
        "not closed off.",
        "The kernel keeps the limit of memory for what is written as soon as it is asked for; by other ways it may be "
        "exceeded by up to 1 GiB for the 50 ms between two looks of the watchdog.",
        "A check that looks at an object which cannot travel (a model, a figure) asks the student's process about it, "
        "and a hostile one can answer falsely. Values that travel are judged outside.",
        "Messages describe what came back: by a shape, a number of entries or three digits of a wrong value, a "
        "submission can tell its author a little of a hidden input.",
    ),
    "confined": (
        "All gaps of `sealed`.",
        "Code in the jail can ask whether a file outside exists, how large it is and when it was changed, if it knows "
        "the name (Landlock does not govern stat). It cannot read it.",
        "It sees the host's name and its own process number there, and where links lead whose names it knows.",
        "As root with an interpreter in a closed home folder, it keeps the one capability to read regardless of file "
        "permissions: Landlock alone says what.",
        "If the grader is installed among other packages, the names of its files can be listed. They cannot be read.",
        "Its files are counted every 50 ms by the watchdog, not by the kernel: so long they may exceed the limit. "
        "Those that were deleted but are still open are not counted: up to 1 GiB.",
        "When the grader is not root, the jail runs under the same account, and threads too are counted by the "
        "watchdog alone.",
    ),
    "process": (
        "Only limits hold: code can read and write whatever the account can, use the network, start programs, and "
        "leave processes behind. It is for students' own checks.",
    ),
}
_BENCH_SECONDS = 120
_VICTIM = (
    "import ctypes, sys; b = ctypes.create_string_buffer(8); print(ctypes.addressof(b), flush=True); sys.stdin.read()"
)


@dataclass(frozen=True)
class Finding:
    """One canary at one level: the outcome without a jail, inside, of its neighbour inside, and what follows.

    `verdict`: "held", "gap" (works, as written down), "not testable here", "limits only" (level `process` does not
    promise it), or "failed".
    """

    canary: str
    free: str
    jailed: str
    neighbour: str
    verdict: str


@dataclass(frozen=True)
class Diagnosis:
    """A level on this host. `problem` says what is missing when it cannot be had at all."""

    level: str
    problem: str | None
    findings: tuple[Finding, ...]
    gaps: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """True when the level can be had and no canary failed."""
        return self.problem is None and all(finding.verdict != "failed" for finding in self.findings)


def diagnose(levels: Sequence[str] = jail.LEVELS) -> list[Diagnosis]:
    """Try every canary at these levels; takes a few seconds for each."""
    problems = jail.available()
    with _bait() as bait:
        free = _bench(None, bait, ["attack"], slow=True)
        return [
            Diagnosis(
                level,
                problems[level],
                () if problems[level] else _findings(level, free, _bench(level, bait, ["attack", "neighbour"], True)),
                GAPS[level],
            )
            for level in levels
        ]


def verify(level: str) -> list[str]:
    """Try the canaries at one level on this host; return what failed, a sentence each (none: it may be used).

    What fails is tried again: a neighbour may fail for want of time on a busy host, and a lock that is open stays open.
    """
    failed = _failed(level)
    for _ in range(ATTEMPTS - 1):
        if not failed:
            break
        again = _failed(level)
        failed = {name: sentence for name, sentence in again.items() if name in failed}
    return list(failed.values())


def _failed(level: str) -> dict[str, str]:
    """The canaries that fail now, with a sentence each."""
    with _bait() as bait:
        outcomes = _bench(level, bait, ["attack", "neighbour"], slow=False)
    free = {name: {"attack": WORKED} for name in outcomes}
    failed = [finding for finding in _findings(level, free, outcomes) if finding.verdict == "failed"]
    return {
        each.canary: f"{level}: {each.canary}: {each.jailed}; its permitted neighbour: {each.neighbour}"
        for each in failed
    }


ATTEMPTS = 3
Outcomes = dict[str, dict[str, str]]


def _findings(level: str, free: Outcomes, jailed: Outcomes) -> tuple[Finding, ...]:
    found = []
    for each in CANARIES:
        if each.name in jailed:
            inside = jailed[each.name]
            verdict = _verdict(each, level, free[each.name]["attack"], inside["attack"], inside["neighbour"])
            found.append(Finding(each.name, free[each.name]["attack"], inside["attack"], inside["neighbour"], verdict))
    return tuple(found)


def _verdict(each: Canary, level: str, free: str, jailed: str, neighbour: str) -> str:
    if neighbour != WORKED or (jailed == WORKED and level in each.holds_at):
        return "failed"
    if jailed == WORKED:
        return "limits only" if level == "process" else "gap"
    return "held" if free == WORKED else "not testable here"


def _bench(level: str | None, bait: Bait, parts: list[str], slow: bool) -> Outcomes:
    """Run the canaries in a light warm process."""
    order = json.dumps({"level": level, "bait": asdict(bait), "parts": parts, "slow": slow})
    with open(os.devnull) as inherited:
        done = subprocess.run(
            [sys.executable, "-I", "-B", "-m", "autograde.jail.bench"],
            input=order,
            capture_output=True,
            text=True,
            timeout=_BENCH_SECONDS,
            pass_fds=[inherited.fileno()],
            env={**os.environ, "AUTOGRADE_MARKER": MARKER},
        )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        return {each.name: dict.fromkeys(parts, f"not tried: {lines[-1]}") for each in CANARIES}
    outcomes: Outcomes = json.loads(done.stdout)
    return outcomes


@contextmanager
def _bait() -> Iterator[Bait]:
    """Lay out what the attacks are after, and clear it away."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="autograde-doctor-"))
        os.chmod(folder, 0o777)
        for name in ("secret", "file"):
            Path(folder, name).write_text("bait")
            os.chmod(f"{folder}/{name}", 0o666)
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        abstract = f"autograde-doctor-{secrets.token_hex(8)}"
        for name in (f"{folder}/socket", f"\0{abstract}"):
            unix = stack.enter_context(socket.socket(socket.AF_UNIX))
            unix.bind(name)
            unix.listen()
        os.chmod(f"{folder}/socket", 0o777)
        victim, address = stack.enter_context(_victim())
        ports = tcp.getsockname()[1], udp.getsockname()[1]
        host = socket.gethostname()
        yield Bait(
            folder, f"{folder}/secret", str(PACKAGE), *ports, f"{folder}/socket", abstract, victim, address, host
        )


@contextmanager
def _victim() -> Iterator[tuple[int, int]]:
    """A process that stands in for the judge: (pid, an address in its memory)."""
    command = [sys.executable, "-I", "-S", "-c", _VICTIM]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.pid, int(process.stdout.readline())
        process.kill()
