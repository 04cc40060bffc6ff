"""The wire between judge and runner: what travels, and how it is read without trusting the other side.

A frame is two lengths, a msgpack header (one message, decoded by msgspec into the exact types below) and a body with
the raw bytes of the arrays in the order in which the header names them. Both lengths are checked before anything is
read. Whatever is wrong with a frame is a `WireError`. Nothing is ever unpickled. What the values stand for is in
`autograde.packing`.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable
from typing import Annotated, Any, Union

import msgspec

from autograde.cells import Cell

MAX_HEADER = 1 << 20
MAX_BODY = 64 << 20
MAX_NAME = 80  # of a type's name
MAX_TEXT = 2000  # of an exception's message
_LENGTHS = struct.Struct("<II")

Name = Annotated[str, msgspec.Meta(max_length=MAX_NAME)]
Text = Annotated[str, msgspec.Meta(max_length=MAX_TEXT)]


class WireError(Exception):
    """A frame or a value that does not keep to the rules, or a peer that is gone (`Closed`) or late (`Late`)."""


class Closed(WireError):
    """The other side is gone."""


class Late(WireError):
    """The other side did not answer in time."""


# --- values ----------------------------------------------------------------------------------------------------------


class Array(msgspec.Struct, frozen=True, array_like=True, tag="a"):
    """An array; its bytes are the next ones of the body."""

    dtype: str
    shape: tuple[int, ...]


class List(msgspec.Struct, frozen=True, array_like=True, tag="l"):
    items: list[Value]


class Tuple(msgspec.Struct, frozen=True, array_like=True, tag="t"):
    items: list[Value]


class Dict(msgspec.Struct, frozen=True, array_like=True, tag="d"):
    keys: list[Value]
    values: list[Value]


class BigInt(msgspec.Struct, frozen=True, array_like=True, tag="i"):
    """An integer of more than 64 bits, in hexadecimal (the state of a PCG64 has 128)."""

    digits: str


class Generator(msgspec.Struct, frozen=True, array_like=True, tag="g"):
    """A `numpy.random.Generator`; `index` tells two mentions of one generator from two generators."""

    index: int
    kind: str
    state: Value


class Function(msgspec.Struct, frozen=True, array_like=True, tag="f"):
    """A function of the sender's (or, `returned`, one that the receiver had sent)."""

    id: int
    returned: bool = False


class Handle(msgspec.Struct, frozen=True, array_like=True, tag="h"):
    """An object that stays in the runner; `id` is 0 when it was refused for good."""

    id: int
    type_name: Name


Value = Union[  # noqa: UP007 (msgspec resolves the forward references of this alias)
    None, bool, int, float, str, Array, List, Tuple, Dict, BigInt, Generator, Function, Handle
]


# --- messages --------------------------------------------------------------------------------------------------------


class Load(msgspec.Struct, frozen=True, array_like=True, tag="load"):
    """Run these cells; `split`: statement by statement. Units (cells or statements) in `skip` are left out."""

    cells: list[Cell]
    seconds_per_unit: float
    split: bool
    skip: list[int]


class Started(msgspec.Struct, frozen=True, array_like=True, tag="started"):
    """The next unit begins: what was running when nothing more is heard."""

    unit: int
    number: int


class Failed(msgspec.Struct, frozen=True, array_like=True, tag="failed"):
    """The unit that was started raised; `line` is the student's, 0 when unknown."""

    unit: int
    number: int
    type_name: Name
    message: Text
    line: int


class Loaded(msgspec.Struct, frozen=True, array_like=True, tag="loaded"):
    """All units were run; `names` are those that the module defines now."""

    names: list[str]


class Define(msgspec.Struct, frozen=True, array_like=True, tag="define"):
    id: int
    source: str


class Call(msgspec.Struct, frozen=True, array_like=True, tag="call"):
    """Call `name` of the handle `target` (0: the student's module) with these names replaced meanwhile."""

    id: int
    target: int
    name: str
    args: list[Value]
    kwargs: dict[str, Value]
    replace: dict[str, Value]
    strict_floats: bool = False


class Ask(msgspec.Struct, frozen=True, array_like=True, tag="ask"):
    """The runner asks the judge to call a function that it was given."""

    id: int
    function: int
    args: list[Value]
    kwargs: dict[str, Value]


class Returned(msgspec.Struct, frozen=True, array_like=True, tag="returned"):
    """The answer to a `Call`, `Define` or `Ask`: the value, the arguments changed in place, the generators as left."""

    id: int
    value: Value
    changed: list[str]
    generators: list[Generator]


class Raised(msgspec.Struct, frozen=True, array_like=True, tag="raised"):
    """The call raised; `lines` are (cell, line) of the student's own frames, outermost first."""

    id: int
    type_name: Name
    message: Text
    lines: list[tuple[int, int]]
    changed: list[str]


Message = Load | Started | Failed | Loaded | Define | Call | Ask | Returned | Raised

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Message)


# --- frames ----------------------------------------------------------------------------------------------------------


def encode(message: Message, buffers: list[memoryview | bytes]) -> list[memoryview | bytes]:
    """The parts of a frame; WireError when the arrays are larger than a frame may be."""
    header = _encoder.encode(message)
    size = sum(len(buffer) for buffer in buffers)
    if size > MAX_BODY:
        raise WireError(f"{size} bytes of arrays are more than the {MAX_BODY} that a message may hold")
    return [_LENGTHS.pack(len(header), size), header, *buffers]


def decode_header(header: bytes | bytearray) -> Message:
    """The message of a header; WireError when it is none."""
    try:
        return _decoder.decode(header)
    except (msgspec.MsgspecError, RecursionError, MemoryError, UnicodeDecodeError, ValueError, OverflowError) as error:
        raise WireError("a frame that is not a message") from error


class Deadline:
    """So many seconds from now. When they are over, `more` says how many are added; Late when that is not enough."""

    def __init__(self, seconds: float, more: Callable[[], float] = lambda: 0.0) -> None:
        self._ends = time.monotonic() + seconds
        self._more = more

    def left(self) -> float:
        """Seconds, more than 0."""
        left = self._ends - time.monotonic()
        if left <= 0:
            self._ends += self._more()
            left = self._ends - time.monotonic()
        if left <= 0:
            raise Late("out of time")
        return left


class Channel:
    """A socket that carries frames. `send` and `receive` wait until `deadline`, forever when it is None."""

    def __init__(self, sock: socket.socket, max_header: int = MAX_HEADER, max_body: int = MAX_BODY) -> None:
        self.sock = sock
        self.max_header = max_header
        self.max_body = max_body
        self._waiting = bytearray()  # what has arrived and was not asked for yet

    def send(self, message: Message, buffers: list[memoryview | bytes] = [], deadline: Deadline | None = None) -> None:  # noqa: B006
        """Send one frame; Closed or Late when the other side does not take it."""
        parts = encode(message, buffers)
        if sum(len(part) for part in parts) <= 1 << 16:
            parts = [b"".join(parts)]
        for part in parts:
            left = memoryview(part)
            while left:
                left = left[self._within(deadline, self.sock.send, left) :]

    def receive(self, deadline: Deadline | None = None) -> tuple[Message, bytearray]:
        """The next message and its body."""
        if deadline is not None:
            deadline.left()  # Late also when there is an answer: else a flood of them would never end
        header_size, body_size = _LENGTHS.unpack(self._read(_LENGTHS.size, deadline))
        if header_size > self.max_header or body_size > self.max_body:
            raise WireError("a frame that is larger than allowed")
        header = self._read(header_size, deadline)
        body = self._read(body_size, deadline) if body_size else bytearray()
        return decode_header(header), body

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()

    def _within(self, deadline: Deadline | None, operation: Callable[[Any], Any], argument: Any) -> Any:
        """What the socket's `operation` returns, tried again for as long as there is time."""
        while True:
            if deadline is not None:
                self.sock.settimeout(deadline.left())
            elif self.sock.gettimeout() is not None:
                self.sock.settimeout(None)
            try:
                return operation(argument)
            except TimeoutError:
                continue
            except OSError as error:
                raise Closed("the other side is gone") from error

    def _read(self, size: int, deadline: Deadline | None) -> bytearray:
        """Exactly `size` bytes. The buffer grows with what arrives, never with what was announced.

        A small frame arrives whole, so that its three parts cost one call of the system.
        """
        while len(self._waiting) < size:
            chunk = self._within(deadline, self.sock.recv, min(max(size - len(self._waiting), 1 << 16), 1 << 20))
            if not chunk:
                raise Closed("the other side is gone")
            self._waiting += chunk
        data = self._waiting[:size]
        del self._waiting[:size]
        return data
