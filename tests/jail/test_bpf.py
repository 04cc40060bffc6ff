"""The assembler and the policy, on both machines: what the program says, by an interpreter of classic BPF."""

from __future__ import annotations

import errno
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.jail import bpf, seccomp, syscalls
from autograde.jail.bpf import ALLOW, KILL, Argument

PID = 4321
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
EPERM, ENOSYS = bpf.errno(errno.EPERM), bpf.errno(errno.ENOSYS)
WORDS = st.integers(0, 2**64 - 1)


def verdict(program: bytes, number: int, architecture: int, arguments: tuple[int, ...] = ()) -> int:
    """Run a filter on one call, as the kernel does."""
    data = struct.pack("<IIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
    code = list(struct.iter_unpack("=HBBI", program))
    at = accumulator = 0
    while True:
        operation, if_true, if_false, constant = code[at]
        at += 1
        if operation == 0x20:
            accumulator = struct.unpack_from("<I", data, constant)[0]
        elif operation == 0x54:
            accumulator &= constant
        elif operation == 0x06:
            return constant
        else:
            holds = {0x15: accumulator == constant, 0x25: accumulator > constant, 0x35: accumulator >= constant}
            at += if_true if holds[operation] else if_false


@pytest.fixture(params=syscalls.MACHINES)
def machine(request):
    return request.param


def says(machine: str, name: str, *arguments: int) -> int:
    number = syscalls.numbers(machine)[name]
    return verdict(seccomp.program(PID, machine), number, ARCHITECTURES[machine], arguments)


def test_every_number_gets_the_verdict_of_its_list(machine):
    program = seccomp.program(PID, machine)
    names = {number: name for name, number in syscalls.numbers(machine).items()}
    conditional = set(seccomp.conditions(PID)) - {"mmap"}
    for number in range(600):
        name = names.get(number)
        got = verdict(program, number, ARCHITECTURES[machine], (2**64 - 1,) * 6)
        if name in seccomp.ALLOWED:
            assert got == ALLOW, name
        elif name == "clone3" or number > syscalls.LAST_KNOWN:
            assert got == ENOSYS, (name, number)
        else:
            assert got == EPERM, (name, number)
            assert name not in conditional or says(machine, name) in (ALLOW, EPERM)


def test_foreign_architectures_and_numberings_are_refused(machine):
    program = seccomp.program(PID, machine)
    other = next(value for name, value in ARCHITECTURES.items() if name != machine)
    assert verdict(program, syscalls.numbers(machine)["read"], other) == KILL
    assert verdict(program, syscalls.numbers(machine)["read"], 0x40000003) == KILL  # 32-bit x86
    x32 = 0x40000000
    assert verdict(program, x32 | syscalls.numbers(machine)["read"], ARCHITECTURES[machine]) == ENOSYS


@pytest.mark.parametrize(
    ("name", "arguments", "allowed"),
    [
        ("clone", (0x003D0F00,), True),  # a thread
        ("clone", (0x007D0F00,), True),  # a thread, as musl makes it
        ("clone", (17,), False),  # a fork
        ("clone", (0x4111,), False),  # a vfork
        ("clone", (0x003D0F00 | 0x10000000,), False),  # a thread in a new user namespace
        ("mmap", (0, 4096, 3, 0x22), True),
        ("mmap", (0, 4096, 3, 0x1), True),  # a file, shared
        ("mmap", (0, 4096, 3, 0x21), False),  # anonymous memory, shared
        ("mmap", (0, 4096, 3, 0x23), False),  # the same, as MAP_SHARED_VALIDATE
        ("mmap", (0, 4096, 3, 0x22 | 0x100), False),  # MAP_GROWSDOWN
        ("mmap", (0, 4096, 3, 0x22 | 0x40000), False),  # MAP_HUGETLB
        ("fcntl", (3, 1030), True),
        ("fcntl", (3, 6), False),  # F_SETLK
        ("fcntl", (3, 37), False),  # F_OFD_SETLK
        ("fcntl", (3, 8), False),  # F_SETOWN: signals to others
        ("fcntl", (3, 1024), False),  # F_SETLEASE
        ("ioctl", (3, 0x5401), True),
        ("ioctl", (3, 0x5412), False),  # TIOCSTI
        ("prctl", (15,), True),
        ("prctl", (1,), False),  # PR_SET_PDEATHSIG
        ("prctl", (4,), False),  # PR_SET_DUMPABLE
        ("kill", (PID, 9), True),
        ("kill", (PID + 1, 0), False),
        ("kill", (2**64 - 1, 9), False),  # everybody
        ("kill", (0, 9), False),  # its group
        ("tgkill", (PID, 5, 9), True),
        ("tgkill", (1, 1, 9), False),
        ("prlimit64", (0, 7, 0, 4096), True),
        ("prlimit64", (PID, 7, 0, 4096), True),
        ("prlimit64", (0, 7, 4096, 0), False),
        ("prlimit64", (0, 7, 1 << 40, 0), False),  # a pointer whose low half is zero
        ("prlimit64", (1, 7, 0, 4096), False),
        ("renameat2", (-100 % 2**64, 4096, -100 % 2**64, 8192, 2), True),  # RENAME_EXCHANGE
        ("renameat2", (-100 % 2**64, 4096, -100 % 2**64, 8192, 4), False),  # RENAME_WHITEOUT makes a device
        ("recvfrom", (3, 4096, 8, 0x40, 0, 0), True),  # MSG_DONTWAIT
        ("recvfrom", (3, 4096, 8, 1, 0, 0), False),  # MSG_OOB
        ("sendto", (3, 4096, 8, 1, 0, 0), False),
        ("sendto", (3, 4096, 8, 0, 0, 0), True),
        ("sendto", (3, 4096, 8, 0, 4096, 16), False),
        ("sendto", (3, 4096, 8, 0, 1 << 40, 16), False),
    ],
)
def test_conditional_calls(machine, name, arguments, allowed):
    assert says(machine, name, *arguments) == (ALLOW if allowed else EPERM)


@given(WORDS, WORDS, WORDS, st.integers(0, 5), st.sampled_from((0, 0xFFFFFFFF, 2**64 - 1)))
def test_an_argument_is_compared_under_its_mask(word, value, mask, index, equal_bits):
    word = (word & ~equal_bits) | (value & equal_bits)
    condition = Argument(index, value & mask, mask)
    program = bpf.assemble(1, [], {7: [[condition]]}, {}, 400, ENOSYS, EPERM)
    arguments = tuple(word if i == index else 0 for i in range(6))
    assert verdict(program, 7, 1, arguments) == (ALLOW if word & mask == value & mask else EPERM)


@given(st.sets(st.integers(0, 300)), st.integers(0, 300))
def test_ranges_hold_what_was_asked_for(numbers, number):
    program = bpf.assemble(1, numbers, {}, {}, 400, ENOSYS, EPERM)
    assert verdict(program, number, 1) == (ALLOW if number in numbers else EPERM)


def test_alternatives_and_their_conditions():
    either = [[Argument(0, 1), Argument(1, 2)], [Argument(0, 5)]]
    program = bpf.assemble(1, [], {7: either}, {}, 400, ENOSYS, EPERM)
    assert verdict(program, 7, 1, (1, 2)) == ALLOW
    assert verdict(program, 7, 1, (1, 3)) == EPERM
    assert verdict(program, 7, 1, (5, 3)) == ALLOW
    assert verdict(program, 7, 1, (6, 2)) == EPERM
