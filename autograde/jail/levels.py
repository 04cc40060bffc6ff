"""What this host can do: each level is tried for real, in a process of its own."""

from __future__ import annotations

import platform
import subprocess
import sys
from functools import cache
from pathlib import Path

from autograde.jail.syscalls import MACHINES

LEVELS = ("sealed", "confined", "process")

_PROBE_SECONDS = 60
_ADVICE = {
    "landlock": "Landlock is missing ({}). It needs Linux 5.13 or later with `landlock` among the security modules "
    "(boot parameter `lsm=`, see /sys/kernel/security/lsm).",
    "seccomp": "Seccomp filters are missing ({}). They need a kernel with CONFIG_SECCOMP_FILTER.",
}
# Files that say why user namespaces are refused: what they hold then, and what to do.
_SWITCHES = {
    "/proc/sys/kernel/unprivileged_userns_clone": ("0", "sysctl kernel.unprivileged_userns_clone=1"),
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": (
        "1",
        "sysctl kernel.apparmor_restrict_unprivileged_userns=0",
    ),
    "/proc/sys/user/max_user_namespaces": ("0", "sysctl user.max_user_namespaces=10000"),
}


@cache
def _unavailable(level: str) -> str | None:
    """Try a level; return None, or one sentence: what is missing and what to install or switch on."""
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        wanted = " or ".join(MACHINES)
        return f"It needs Linux on {wanted}, and this is {platform.system()} on {platform.machine()}."
    command = [sys.executable, "-I", "-B", "-m", "autograde.jail", level]
    probe = subprocess.run(command, capture_output=True, text=True, timeout=_PROBE_SECONDS, cwd="/")
    if probe.returncode == 0:
        return None
    step, _, reason = probe.stdout.strip().partition(": ")
    if step == "namespaces":
        return f"Namespaces are not allowed ({reason}). {_switch()}"
    return _ADVICE.get(step, "The trial failed ({}).").format(reason or probe.stderr.strip()[-200:])


def _switch() -> str:
    """Say what keeps this host from giving user namespaces."""
    for path, (off, command) in _SWITCHES.items():
        if Path(path).is_file() and Path(path).read_text().strip() == off:
            return f"To allow them: {command}."
    return "In a container, start it with a seccomp profile that allows unshare, mount and clone (or as privileged)."


def available() -> dict[str, str | None]:
    """Return for each level None when this host can do it, else one sentence: what is missing, what to switch on."""
    return {level: None if level == "process" else _unavailable(level) for level in LEVELS}


def best() -> str:
    """Return the strongest level that this host can do."""
    return next(level for level, problem in available().items() if problem is None)
