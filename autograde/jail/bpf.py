"""A classic BPF assembler, just large enough for a seccomp filter.

A filter sees one `struct seccomp_data`: the call's number, the architecture and six 64-bit arguments, which it loads in
32-bit halves. Every block below either falls through to the next one or ends in a verdict, so that no jump is longer
than its own block and no label is needed. (`man 2 seccomp`, `linux/seccomp.h`, `linux/bpf_common.h`.)
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant

_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_AND = 0x54  # BPF_ALU | BPF_AND | BPF_K
_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_ABOVE = 0x25  # BPF_JMP | BPF_JGT | BPF_K
_AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K

_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_WORD = 0xFFFFFFFF

ALLOW = 0x7FFF0000
KILL = 0x80000000  # the whole process


def errno(number: int) -> int:
    """The verdict "fail with this errno"."""
    return 0x00050000 | number


@dataclass(frozen=True)
class Argument:
    """A condition on one argument of a call: `arguments[index] & mask == value`, over all 64 bits by default."""

    index: int
    value: int
    mask: int = 0xFFFFFFFF_FFFFFFFF


Alternatives = Sequence[Sequence[Argument]]  # any of these, each a list of conditions that hold together


def _half(argument: Argument, high: bool, skip: int) -> list[Instruction]:
    """Test one 32-bit half of an argument; on a mismatch jump over the `skip` instructions that follow."""
    shift = 32 if high else 0
    mask, value = argument.mask >> shift & _WORD, argument.value >> shift & _WORD
    if not mask:
        return []
    # Both machines are little-endian: the low half comes first.
    load = (_LOAD, 0, 0, _ARGUMENTS + 8 * argument.index + (4 if high else 0))
    masked = [] if mask == _WORD else [(_AND, 0, 0, mask)]
    return [load, *masked, (_EQUAL, 0, skip, value)]


def _alternative(conditions: Sequence[Argument]) -> list[Instruction]:
    """Allow when all conditions hold, else fall through."""
    block: list[Instruction] = [(_RETURN, 0, 0, ALLOW)]
    for condition in reversed(conditions):
        for high in (True, False):
            block = _half(condition, high, len(block)) + block
    return block


def _ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Merge numbers to inclusive ranges, in order."""
    ranges: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges


def assemble(
    architecture: int,
    allowed: Iterable[int],
    conditional: Mapping[int, Alternatives],
    verdicts: Mapping[int, int],
    last_known: int,
    unknown: int,
    default: int,
) -> bytes:
    """Assemble an allow-list to an array of `struct sock_filter`.

    A call of another architecture kills the process; a number in `allowed` passes; one in `conditional` passes when any
    of its alternatives holds and gets `default` otherwise; one in `verdicts` gets its own verdict; one above
    `last_known` gets `unknown`; the rest get `default`.
    """
    program: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_ABOVE, 0, 1, last_known),
        (_RETURN, 0, 0, unknown),
    ]
    for first, last in _ranges(allowed):
        program += [(_AT_LEAST, 0, 2, first), (_ABOVE, 1, 0, last), (_RETURN, 0, 0, ALLOW)]
    for number, alternatives in conditional.items():
        block = [instruction for conditions in alternatives for instruction in _alternative(conditions)]
        program += [(_EQUAL, 0, len(block) + 1, number), *block, (_RETURN, 0, 0, default)]
    for number, verdict in verdicts.items():
        program += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, verdict)]
    program.append((_RETURN, 0, 0, default))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
