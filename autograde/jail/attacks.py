"""Canary attacks: what hostile code would try, small and harmless enough to be tried on this host.

Files are made in the current folder or in the bait, and go with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import mmap
import os
import resource
import socket
import struct
import tempfile
import threading
import time

from autograde.jail import syscalls
from autograde.jail.canaries import (
    CANARIES,
    LIMITS,
    MARKER,
    Bait,
    canary,
    import_late,
    look_at_self,
    map_memory,
    name_thread,
    read_library,
    start_threads,
    use_pipe,
    use_scratch,
    use_thread,
)
from autograde.jail.limits import MIB

__all__ = ["CANARIES"]

_WATCHED_SECONDS = 0.5  # long enough for the watchdog to look


# --- files -----------------------------------------------------------------------------------------------------------


@canary("read a file outside", read_library)
def _(bait: Bait) -> None:
    with open(bait.secret, "rb") as file:
        file.read()


@canary("list the grader's folder", import_late)
def _(bait: Bait) -> None:
    os.listdir(bait.course)


@canary("read the grader's source", read_library)
def _(bait: Bait) -> None:
    with open(f"{bait.course}/__init__.py", "rb") as file:
        file.read()


@canary("write outside", use_scratch)
def _(bait: Bait) -> None:
    with open(f"{bait.folder}/written", "w") as file:
        file.write("x")


@canary("make a folder outside", use_scratch)
def _(bait: Bait) -> None:
    os.mkdir(f"{bait.folder}/made")
    os.rmdir(f"{bait.folder}/made")


@canary("cut a file off outside", use_scratch)
def _(bait: Bait) -> None:
    os.truncate(f"{bait.folder}/file", 1)


@canary("change permissions and times outside", use_scratch)
def _(bait: Bait) -> None:
    with contextlib.suppress(OSError):
        os.chmod(f"{bait.folder}/file", 0o644)
        return
    os.utime(f"{bait.folder}/file")


@canary("leave a file in a shared place", use_scratch)
def _(bait: Bait) -> None:
    for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run/lock"):
        with contextlib.suppress(OSError), tempfile.TemporaryFile(dir=folder):
            return
    raise PermissionError("none of the shared folders can be written")


@canary("make links and pipes with names", use_scratch)
def _(bait: Bait) -> None:
    for make in (lambda: os.symlink("/etc", "link"), lambda: os.mkfifo("fifo"), lambda: os.link(bait.secret, "hard")):
        with contextlib.suppress(OSError):
            make()
            return
    raise PermissionError("none of them can be made")


@canary("lock a shared file", read_library)
def _(bait: Bait) -> None:
    with open(os.__file__, "rb") as file:
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)


@canary("read another process's /proc", look_at_self)
def _(bait: Bait) -> None:
    with open(f"/proc/{bait.victim}/cmdline", "rb") as file:
        file.read()


@canary("ask for a file outside by its name", use_scratch, gap="Landlock does not govern stat")
def _(bait: Bait) -> None:
    os.stat(bait.secret)


@canary("read the host's name", look_at_self, gap="only a namespace hides it")
def _(bait: Bait) -> None:
    if os.uname().nodename != bait.host_name:
        raise OSError("another name")


@canary("use inherited descriptors", use_pipe, process=True)
def _(bait: Bait) -> None:
    for fd in range(3, 1024):
        if fd != bait.fd:
            with contextlib.suppress(OSError):
                os.fstat(fd)
                return
    raise OSError("there are none")


@canary("read the environment", look_at_self, process=True)
def _(bait: Bait) -> None:
    if MARKER not in os.environ.values():
        raise OSError("it is not there")


# --- sockets ---------------------------------------------------------------------------------------------------------


@canary("connect over TCP", use_pipe)
def _(bait: Bait) -> None:
    socket.create_connection(("127.0.0.1", bait.tcp_port), 1).close()


@canary("listen on TCP", use_pipe)
def _(bait: Bait) -> None:
    socket.create_server(("127.0.0.1", 0)).close()


@canary("send over UDP", use_pipe)
def _(bait: Bait) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"x", ("127.0.0.1", bait.udp_port))


@canary("connect to a Unix socket", use_pipe)
def _(bait: Bait) -> None:
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(bait.unix_path)


@canary("connect to an abstract Unix socket", use_pipe)
def _(bait: Bait) -> None:
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect("\0" + bait.abstract_name)


@canary("make a socket of any family", use_pipe)
def _(bait: Bait) -> None:
    for family in range(1, 46):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
            with contextlib.suppress(OSError):
                socket.socket(family, kind).close()
                return
    raise OSError("no family")


@canary("make a pair of sockets", use_pipe)
def _(bait: Bait) -> None:
    for end in socket.socketpair():
        end.close()


# --- processes -------------------------------------------------------------------------------------------------------


@canary("exec a program", use_thread)
def _(bait: Bait) -> None:
    os.dup2(bait.fd, 9)  # inheritable, and a single digit for every shell
    os.execv("/bin/sh", ["sh", "-c", "printf worked >&9"])


@canary("fork", use_thread)
def _(bait: Bait) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


@canary("spawn a program", use_thread)
def _(bait: Bait) -> None:
    os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)


@canary("signal the judge", look_at_self)
def _(bait: Bait) -> None:
    os.kill(bait.victim, 0)


@canary("trace the judge", look_at_self)
def _(bait: Bait) -> None:
    syscalls.call("ptrace", 0x4206, bait.victim, 0, 0)  # PTRACE_SEIZE: it runs on, and is let go when this ends


@canary("read the judge's memory", map_memory)
def _(bait: Bait) -> None:
    here = ctypes.create_string_buffer(8)
    local = struct.pack("@PN", ctypes.addressof(here), 8)
    syscalls.call("process_vm_readv", bait.victim, local, 1, struct.pack("@PN", bait.address, 8), 1, 0)


@canary("get hold of the judge", look_at_self)
def _(bait: Bait) -> None:
    os.close(syscalls.call("pidfd_open", bait.victim, 0))


@canary("become another user", look_at_self)
def _(bait: Bait) -> None:
    os.setuid(0 if os.getuid() else 1)


@canary("leave the lock: dumpable, orphaned", name_thread)
def _(bait: Bait) -> None:
    syscalls.prctl(1, 0)  # PR_SET_PDEATHSIG
    syscalls.prctl(4, 1)  # PR_SET_DUMPABLE


@canary("choose its own core", look_at_self)
def _(bait: Bait) -> None:
    os.sched_setaffinity(0, os.sched_getaffinity(0))


# --- the kernel ------------------------------------------------------------------------------------------------------


def _become_root_of_nothing() -> None:
    """Where the host allows it, get all privileges over namespaces of one's own: what mounting and chroot need."""
    with contextlib.suppress(OSError):
        syscalls.call("unshare", 0x10020000)  # CLONE_NEWUSER | CLONE_NEWNS


@canary("make namespaces", use_thread)
def _(bait: Bait) -> None:
    syscalls.call("unshare", 0x10000000)  # CLONE_NEWUSER


@canary("mount", use_scratch)
def _(bait: Bait) -> None:
    _become_root_of_nothing()
    os.mkdir("mounted")
    syscalls.call("mount", b"none", b"mounted", b"tmpfs", 0, None)
    syscalls.call("umount2", b"mounted", 0)


@canary("change the root", use_scratch)
def _(bait: Bait) -> None:
    _become_root_of_nothing()
    os.chroot(".")


@canary("io_uring", use_pipe)
def _(bait: Bait) -> None:
    syscalls.call("io_uring_setup", 1, bytes(120))


@canary("memory with a descriptor (memfd)", map_memory)
def _(bait: Bait) -> None:
    os.memfd_create("canary")


@canary("load a BPF map", use_pipe)
def _(bait: Bait) -> None:
    syscalls.call("bpf", 0, struct.pack("IIIII", 2, 4, 4, 1, 0), 20)  # BPF_MAP_CREATE, an array


@canary("use the kernel's keyrings", look_at_self)
def _(bait: Bait) -> None:
    syscalls.call("add_key", b"user", b"canary", b"x", 1, -2)  # to this process's own keyring


@canary("System V shared memory", map_memory)
def _(bait: Bait) -> None:
    ctypes.CDLL(None).shmctl(syscalls.call("shmget", 0, 4096, 0o600), 0, None)  # IPC_PRIVATE; IPC_RMID


@canary("POSIX message queues", use_pipe)
def _(bait: Bait) -> None:
    name = b"canary-" + str(os.getpid()).encode()
    syscalls.call("mq_open", name, 0o102, 0o600, None)
    syscalls.call("mq_unlink", name)


@canary("userfaultfd", map_memory)
def _(bait: Bait) -> None:
    syscalls.call("userfaultfd", 1)  # UFFD_USER_MODE_ONLY


@canary("performance counters", look_at_self)
def _(bait: Bait) -> None:
    # struct perf_event_attr: a software clock, user space only.
    syscalls.call("perf_event_open", struct.pack("IIQ104x", 1, 120, 0)[:40] + b"\x60" + bytes(79), 0, -1, -1, 0)


@canary("watch files (inotify)", read_library)
def _(bait: Bait) -> None:
    syscalls.call("inotify_init1", 0)


@canary("open files by handle", read_library)
def _(bait: Bait) -> None:
    handle, mount = struct.pack("Ii128x", 128, 0), ctypes.c_int()
    syscalls.call("name_to_handle_at", -100, os.__file__.encode(), handle, ctypes.byref(mount), 0)


# --- hoarding --------------------------------------------------------------------------------------------------------


@canary("raise a limit", look_at_self)
def _(bait: Bait) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@canary("private memory beyond the limit", map_memory, process=True)
def _(bait: Bait) -> None:
    bytearray(LIMITS.memory * 5 // 4)


@canary("shared memory beyond the limit", map_memory, process=True)
def _(bait: Bait) -> None:
    with mmap.mmap(-1, LIMITS.memory * 5 // 4) as shared:
        for start in range(0, len(shared), mmap.PAGESIZE):
            shared[start] = 1
        time.sleep(_WATCHED_SECONDS)


@canary("shared memory that is hardly mapped any more", map_memory)
def _(bait: Bait) -> None:
    kept = [_shared_but_for_a_page(LIMITS.file_size) for _ in range(LIMITS.memory * 5 // 4 // LIMITS.file_size)]
    time.sleep(_WATCHED_SECONDS)
    del kept


def _shared_but_for_a_page(size: int) -> mmap.mmap:
    """Fill shared memory and let go of all but a page of its mapping, which keeps all of it."""
    shared = mmap.mmap(-1, size)
    shared.write(bytes(size))
    shared.resize(mmap.PAGESIZE)
    return shared


@canary("memory that nobody counts", map_memory)
def _(bait: Bait) -> None:
    mmap.mmap(-1, MIB, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x0100)  # MAP_GROWSDOWN


@canary("a file beyond the limit", use_scratch, process=True)
def _(bait: Bait) -> None:
    with open("big", "wb") as file:
        file.write(bytes(LIMITS.file_size + 1))


@canary("many bytes in files", use_scratch, process=True)
def _(bait: Bait) -> None:
    for number in range(2 * LIMITS.scratch_bytes // LIMITS.file_size):
        with open(f"part{number}", "wb") as file:
            file.write(bytes(LIMITS.file_size))
    time.sleep(_WATCHED_SECONDS)


@canary("many bytes in files without a name", use_scratch, process=True)
def _(bait: Bait) -> None:
    kept = []
    for _ in range(2 * LIMITS.scratch_bytes // LIMITS.file_size):
        with open("part", "w+b") as file:
            file.write(bytes(LIMITS.file_size))
            file.flush()
            kept.append(mmap.mmap(file.fileno(), mmap.PAGESIZE))
        os.unlink("part")
    time.sleep(_WATCHED_SECONDS)


@canary("many files", use_scratch, process=True)
def _(bait: Bait) -> None:
    for number in range(2 * LIMITS.scratch_files):
        os.close(os.open(f"file{number}", os.O_CREAT))
    time.sleep(_WATCHED_SECONDS)


@canary("many descriptors", use_pipe, process=True)
def _(bait: Bait) -> None:
    for _ in range(LIMITS.open_files):
        os.dup(bait.fd)


@canary("many threads", use_thread, process=True)
def _(bait: Bait) -> None:
    threading.stack_size(64 * 1024)  # so that it is not memory that stops them
    end = start_threads(2 * LIMITS.threads)
    time.sleep(_WATCHED_SECONDS)
    end()


@canary("compute beyond the limit", look_at_self, process=True, slow=True)
def _(bait: Bait) -> None:
    while time.process_time() < LIMITS.cpu_seconds + 0.5:
        pass
