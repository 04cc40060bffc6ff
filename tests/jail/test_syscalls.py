"""The table of system calls against the kernel's own headers."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from autograde.jail import seccomp, syscalls

HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
# aarch64 defines these by `__ARCH_WANT_...` switches or under a 3264 name.
_DEFINE = re.compile(r"#define __NR(?:3264)?_(\w+)\s+(\d+)")


@pytest.mark.parametrize("machine", syscalls.MACHINES)
def test_the_table_is_the_kernels(machine):
    if not HEADERS[machine].exists():
        pytest.skip("the kernel's headers are not installed")
    wanted = {name: int(number) for name, number in _DEFINE.findall(HEADERS[machine].read_text())}
    wanted["newfstatat"] = wanted.get("newfstatat", wanted.get("fstatat", -1))
    for name, number in syscalls.numbers(machine).items():
        if name in wanted or number < 440:  # later ones are the same everywhere, and older headers lack them
            assert number == wanted[name], name


@pytest.mark.parametrize("machine", syscalls.MACHINES)
def test_no_number_is_given_twice_and_all_are_known(machine):
    numbers = list(syscalls.numbers(machine).values())
    assert len(numbers) == len(set(numbers))
    assert max(numbers) <= syscalls.LAST_KNOWN


def test_the_policy_names_only_calls_of_the_table():
    known = set(syscalls.numbers("x86_64"))
    assert known >= seccomp.ALLOWED
    assert known >= set(seccomp.conditions(1))
    assert not seccomp.ALLOWED & set(seccomp.conditions(1))


def test_a_failing_call_raises_with_its_errno():
    with pytest.raises(OSError, match="pidfd_open") as caught:
        syscalls.call("pidfd_open", 2**30, 0)
    assert caught.value.errno in (errno.ESRCH, errno.EINVAL)
