"""The jail: student code runs in a child of a warm process, locked in before it sees the first byte of that code.

Levels, strongest first:

- `sealed`: user, mount, pid, network, ipc and uts namespaces, a small root with the interpreter and nothing else, and
  all of `confined`;
- `confined`: Landlock, a seccomp allow-list, limits, an account without privileges;
- `process`: limits only.

Modules: `syscalls` (raw calls), `bpf` and `seccomp` (the filter and its policy), `landlock`, `namespaces`, `identity`,
`paths` (what may be read), `limits`, `scratch`, `lock` (prepare and lock in), `child` (spawn, watch, kill, reap),
`levels` (what this host can do); for `autograde doctor`: `canaries`, `attacks`, `bench`.
"""

from autograde.jail.child import Child, Exit, prepare, spawn
from autograde.jail.levels import LEVELS, available, best
from autograde.jail.limits import Limits
from autograde.jail.lock import JailError

__all__ = ["LEVELS", "Child", "Exit", "JailError", "Limits", "available", "best", "prepare", "spawn"]
