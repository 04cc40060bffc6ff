"""The kernel's own door: raw system calls by name, for the few that Python and libc do not offer.

Numbers are the kernel's stable interface (`asm/unistd_64.h` for x86_64, `asm-generic/unistd.h` for aarch64); a test
compares this table with those headers where they are installed.
"""

from __future__ import annotations

import ctypes
import os
import platform
from functools import cache

# name:x86_64:aarch64; a dash where the newer architecture never had the old call.
_TABLE = """
# files
read:0:63 write:1:64 readv:19:65 writev:20:66 pread64:17:67 pwrite64:18:68 preadv:295:69 pwritev:296:70
preadv2:327:286 pwritev2:328:287 lseek:8:62 close:3:57 close_range:436:436 open:2:- openat:257:56 stat:4:-
fstat:5:80 lstat:6:- newfstatat:262:79 statx:332:291 access:21:- faccessat:269:48 faccessat2:439:439 readlink:89:-
readlinkat:267:78 getdents:78:- getdents64:217:61 getcwd:79:17 chdir:80:49 fchdir:81:50 mkdir:83:- mkdirat:258:34
rmdir:84:- unlink:87:- unlinkat:263:35 rename:82:- renameat:264:38 renameat2:316:276 ftruncate:77:46
fallocate:285:47 fsync:74:82 fdatasync:75:83 sendfile:40:71 copy_file_range:326:285 dup:32:23 dup2:33:- dup3:292:24
pipe:22:- pipe2:293:59 poll:7:- ppoll:271:73 select:23:- pselect6:270:72 umask:95:166 statfs:137:43 fstatfs:138:44
fcntl:72:25 ioctl:16:29
# memory
mmap:9:222 munmap:11:215 mremap:25:216 mprotect:10:226 madvise:28:233 brk:12:214 msync:26:227
# threads and time
clone:56:220 futex:202:98 futex_waitv:449:449 set_robust_list:273:99 rseq:334:293 set_tid_address:218:96
sched_yield:24:124 sched_getaffinity:204:123 sched_getparam:143:121 sched_getscheduler:145:120
sched_get_priority_max:146:125 sched_get_priority_min:147:126 getpriority:140:141 nanosleep:35:101
clock_nanosleep:230:115 clock_gettime:228:113 clock_getres:229:114 gettimeofday:96:169 time:201:- times:100:153
getitimer:36:102 setitimer:38:103 alarm:37:- pause:34:-
# signals and process
rt_sigaction:13:134 rt_sigprocmask:14:135 rt_sigreturn:15:139 rt_sigpending:127:136 rt_sigtimedwait:128:137
rt_sigsuspend:130:133 sigaltstack:131:132 restart_syscall:219:128 exit:60:93 exit_group:231:94 wait4:61:260
waitid:247:95 kill:62:129 tgkill:234:131 prctl:157:167 prlimit64:302:261
# identity
getpid:39:172 gettid:186:178 getppid:110:173 getpgid:121:155 getpgrp:111:- getsid:124:156 getuid:102:174
geteuid:107:175 getgid:104:176 getegid:108:177 getresuid:118:148 getresgid:120:150 getgroups:115:158
getrlimit:97:163 getrusage:98:165 uname:63:160 sysinfo:99:179 getcpu:309:168 getrandom:318:278 arch_prctl:158:-
# the one socket
recvfrom:45:207 sendto:44:206 getsockname:51:204 getpeername:52:205 getsockopt:55:209 shutdown:48:210
# jail
unshare:272:97 mount:165:40 umount2:166:39 pivot_root:155:41 sethostname:170:161 mount_setattr:442:442
seccomp:317:277 capset:126:91 landlock_create_ruleset:444:444 landlock_add_rule:445:445
landlock_restrict_self:446:446
# denied
fork:57:- vfork:58:- clone3:435:435 execve:59:221 execveat:322:281 ptrace:101:117 process_vm_readv:310:270
process_vm_writev:311:271 pidfd_open:434:434 pidfd_getfd:438:438 pidfd_send_signal:424:424 tkill:200:130
rt_sigqueueinfo:129:138 socket:41:198 socketpair:53:199 connect:42:203 io_uring_setup:425:425 memfd_create:319:279
memfd_secret:447:447 userfaultfd:323:282 perf_event_open:298:241 bpf:321:280 keyctl:250:219 add_key:248:217
shmget:29:194 msgget:68:186 semget:64:190 mq_open:240:180 mq_unlink:241:181 setrlimit:160:164
set_mempolicy:238:237 setns:308:268
chroot:161:51 setuid:105:146 open_by_handle_at:304:265 name_to_handle_at:303:264 inotify_init1:294:26
fanotify_init:300:262 chmod:90:- fchmodat:268:53 setxattr:188:5 utimensat:280:88 truncate:76:45 flock:73:32
link:86:- linkat:265:37 symlink:88:- symlinkat:266:36 mknodat:259:33 personality:135:92 mlock:149:228
quotactl:179:60 swapon:167:224 kcmp:312:272 sendmsg:46:211 recvmsg:47:212 signalfd4:289:74 timerfd_create:283:85
eventfd2:290:19 epoll_create1:291:20 setpgid:109:154 setsid:112:157 sched_setaffinity:203:122 setpriority:141:140
"""

MACHINES = ("x86_64", "aarch64")
LAST_KNOWN = 470  # beyond it lie calls that no one had heard of when the allow-list was written


def numbers(machine: str) -> dict[str, int]:
    """Return the system call numbers by name of one machine, `"x86_64"` or `"aarch64"`."""
    column = 1 + MACHINES.index(machine)
    entries = (word.split(":") for line in _TABLE.splitlines() if not line.startswith("#") for word in line.split())
    return {entry[0]: int(entry[column]) for entry in entries if entry[column] != "-"}


@cache
def native() -> dict[str, int]:
    """Return the numbers of the machine this runs on."""
    return numbers(platform.machine())


@cache
def _libc() -> ctypes.PyDLL:
    # PyDLL keeps the interpreter's lock during the call: a clone must not come back twice into the lock's queue.
    libc = ctypes.PyDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return libc


def call(name: str, *arguments: object) -> int:
    """Make the system call `name` and return its result; raise `OSError` with the kernel's errno.

    Arguments are integers, `bytes` (a C string or buffer), `None` (a null pointer) or ctypes objects passed by `byref`.
    """
    libc = _libc()
    words = [ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments]
    result = libc.syscall(ctypes.c_long(native()[name]), *words)
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return int(result)


def prctl(option: int, *arguments: int) -> int:
    """`prctl(2)`, its unused arguments zero as the kernel demands."""
    return call("prctl", option, *arguments, *[0] * (4 - len(arguments)))
