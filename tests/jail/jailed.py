"""Running pieces of Python in a jail, for the tests: a light warm process per call, one child in it."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from dataclasses import asdict, dataclass
from typing import Any

from autograde import jail

LEVELS = [level for level, problem in jail.available().items() if problem is None]
RESTRICTED = [level for level in LEVELS if level != "process"]
LIMITS = jail.Limits(memory=256 << 20, cpu_seconds=10, scratch_files=200, threads=16)

# What the warm process does: prepare, spawn, watch, reap, and print what came of it. `early` and `before` run in it,
# before and after it is prepared; `inside` runs in the child, with a function `say`; `during` runs in the warm process
# when the child said "ready". `shared["result"]` comes back.
_WARM = """
import json, os, select, socket, sys, time
from autograde import jail
order = json.load(sys.stdin)
limits = jail.Limits(**order["limits"])
shared = {}
exec(order["early"], shared)
jail.prepare(order["level"])
exec(order["before"], shared)
ours, theirs = socket.socketpair()

def body(fd):
    def say(value):
        os.write(fd, json.dumps(value).encode() + b"\\n")
    exec(order["inside"], shared | {"say": say, "fd": fd})

child = jail.spawn(order["level"], limits, theirs.fileno(), body)
theirs.close()
heard, stopped, end = b"", None, time.monotonic() + 20
while True:
    if select.select([ours], [], [], 0.02)[0]:
        data = ours.recv(1 << 16)
        if not data:
            break
        heard += data
        if data == b'"ready"\\n':
            exec(order["during"], shared | {"child": child, "shared": shared})
    else:
        stopped = child.over_limit() or (None if time.monotonic() < end else "hung")
        if stopped:
            child.kill()
            break
ended = child.wait()
said = [json.loads(line) for line in heard.splitlines()]
print(json.dumps({"said": said, "stopped": stopped, "ended": vars(ended), "shared": shared.get("result")}))
"""


@dataclass(frozen=True)
class Result:
    """What the child said, why it was stopped (None: it was not), how it ended, and `result` of the warm process."""

    said: list[Any]
    stopped: str | None
    ended: jail.Exit
    shared: Any


def inside(
    level: str,
    source: str,
    early: str = "",
    before: str = "",
    during: str = "",
    limits: jail.Limits = LIMITS,
    python: str = sys.executable,
    **options: Any,
) -> Result:
    """Run `source` in a jail. Raises `AssertionError` with the warm process's complaint when that fails."""
    parts = {"early": early, "before": before, "inside": source, "during": during}
    order = {"level": level, "limits": asdict(limits)} | {name: textwrap.dedent(text) for name, text in parts.items()}
    command = [python, "-I", "-B", "-c", _WARM]
    done = subprocess.run(command, input=json.dumps(order), capture_output=True, text=True, timeout=60, **options)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    return Result(result["said"], result["stopped"], jail.Exit(**result["ended"]), result["shared"])
