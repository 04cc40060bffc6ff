"""Which system calls student code may make: an allow-list, loaded as a seccomp filter.

Denied calls fail with EPERM, so that Python shows a `PermissionError` and the submission goes on; calls newer than
this list fail with ENOSYS, which libraries take as "use the older one".
"""

from __future__ import annotations

import ctypes
import errno
import platform

from autograde.jail import bpf, syscalls
from autograde.jail.bpf import Alternatives, Argument

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # AUDIT_ARCH_*
_INT = 0xFFFFFFFF  # the kernel reads these arguments as 32-bit integers

# Files, as far as Landlock and the mount namespace show any: no chmod, timestamps, links, locks, and no truncate by
# name, for Landlock does not govern them all on every kernel. Memory. Threads and time. Its own signals, leaving, and
# waiting for nobody. Who and where am I. The one socket it was given: recvmsg and sendmsg could carry descriptors.
# Not fallocate, which fills a disk faster than anyone can look.
_ALLOWED = """
read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek close close_range open openat
stat fstat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents getdents64 getcwd
chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat ftruncate fsync fdatasync
sendfile copy_file_range dup dup2 dup3 pipe pipe2 poll ppoll select pselect6 umask statfs fstatfs

munmap mremap mprotect madvise brk msync

futex futex_waitv set_robust_list rseq set_tid_address sched_yield sched_getaffinity sched_getparam
sched_getscheduler sched_get_priority_max sched_get_priority_min getpriority nanosleep clock_nanosleep
clock_gettime clock_getres gettimeofday time times getitimer setitimer alarm pause

rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack
restart_syscall exit exit_group wait4 waitid

getpid gettid getppid getpgid getpgrp getsid getuid geteuid getgid getegid getresuid getresgid getgroups
getrlimit getrusage uname sysinfo getcpu getrandom arch_prctl

getsockname getpeername getsockopt shutdown
"""
ALLOWED = frozenset(_ALLOWED.split())

# A new thread as libc makes it, and nothing else that clone can do: CLONE_VM | FS | FILES | SIGHAND | THREAD | SYSVSEM
# | SETTLS | PARENT_SETTID | CHILD_CLEARTID, with or without the obsolete CLONE_DETACHED.
_THREAD = 0x003D0F00
_DETACHED = 0x00400000

# MAP_GROWSDOWN escapes RLIMIT_DATA; MAP_LOCKED and MAP_HUGETLB take memory that no watchdog sees. So does anonymous
# memory that is shared: all of it stays as long as one page of it is mapped. (Mapping a file, shared or not, is fine.)
_UNCOUNTED_MEMORY = 0x0100 | 0x2000 | 0x40000
_MAP_SHARED, _MAP_ANONYMOUS = 0x01, 0x20

_RENAME_WHITEOUT = 0x4  # makes a device
_MSG_OOB = 0x1

_FCNTL = (0, 1, 2, 3, 4, 1030)  # DUPFD, GETFD, SETFD, GETFL, SETFL, DUPFD_CLOEXEC; no locks: others could see them
_IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
_PRCTL = (15, 16, 0x53564D41)  # PR_SET_NAME, PR_GET_NAME, PR_SET_VMA (libc names its arenas)


def conditions(pid: int) -> dict[str, Alternatives]:
    """Return what must hold of the arguments of a call that is allowed only in some forms, to the process `pid`."""
    itself = [[Argument(0, pid, _INT)]]
    return {
        "clone": [[Argument(0, _THREAD, _INT & ~_DETACHED)]],
        "mmap": [[Argument(3, 0, _UNCOUNTED_MEMORY | either)] for either in (_MAP_SHARED, _MAP_ANONYMOUS)],
        "fcntl": [[Argument(1, command, _INT)] for command in _FCNTL],
        "ioctl": [[Argument(1, request, _INT)] for request in _IOCTL],
        "prctl": [[Argument(0, option, _INT)] for option in _PRCTL],
        "kill": itself,
        "tgkill": itself,
        "prlimit64": [[Argument(0, who, _INT), Argument(2, 0)] for who in (0, pid)],  # reading only
        "renameat2": [[Argument(4, 0, _RENAME_WHITEOUT)]],
        "sendto": [[Argument(3, 0, _MSG_OOB), Argument(4, 0)]],  # no address: to the other end, and nowhere else
        "recvfrom": [[Argument(3, 0, _MSG_OOB)]],
    }


def program(pid: int, machine: str) -> bytes:
    """Assemble the filter for the process that calls itself `pid`, on a machine."""
    numbers = syscalls.numbers(machine)
    denied = bpf.errno(errno.EPERM)
    missing = bpf.errno(errno.ENOSYS)
    return bpf.assemble(
        _ARCHITECTURES[machine],
        allowed=[numbers[name] for name in ALLOWED if name in numbers],
        conditional={numbers[name]: alternatives for name, alternatives in conditions(pid).items()},
        verdicts={numbers["clone3"]: missing},  # its flags lie in memory, out of sight: libc falls back to clone
        last_known=syscalls.LAST_KNOWN,
        unknown=missing,
        default=denied,
    )


class _Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def load(pid: int) -> None:
    """Load the filter into the calling thread, for good; needs no_new_privs (or root). Raises `OSError`."""
    code = program(pid, platform.machine())
    header = _Program(len(code) // 8, code)
    syscalls.call("seccomp", 1, 0, ctypes.byref(header))  # SECCOMP_SET_MODE_FILTER
