"""The wire between judge and runner: what travels, and how it is read without trusting the other side.

A frame is two lengths, a msgpack header (one message, decoded by msgspec into the exact types below) and a body with
the raw bytes of the arrays in the order in which the header names them. Both lengths are checked before anything is
read, dtypes come from an allow-list, arrays consume the body one after the other, so nothing can be claimed twice, and
nesting is limited. Whatever is wrong with a frame is a `WireError`. Nothing is ever unpickled.
"""

from __future__ import annotations

import math
import socket
import struct
import time
from collections.abc import Callable
from typing import Annotated, Any, Union

import msgspec
import numpy as np

from autograde.cells import Cell

MAX_HEADER = 1 << 20
MAX_BODY = 64 << 20
MAX_DEPTH = 24
MAX_NDIM = 16
DTYPES = frozenset(
    ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64")
)
MAX_NAME = 80  # of a type's name
MAX_TEXT = 2000  # of an exception's message
MAX_KEYS = 1000  # of one dict: keys can be chosen to collide, which costs their square
BIT_GENERATORS = frozenset(("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"))
_BUFFER_SIZES = {"MT19937": 624, "Philox": 4}
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


# --- packing ---------------------------------------------------------------------------------------------------------


class Packer:
    """Turns Python values into wire values, and collects the bytes of arrays for the body.

    `foreign` is asked what to do with a value that is none of the plain ones (a function, a model, a tensor); it
    returns a plain value or a wire value.
    """

    def __init__(self, foreign: Callable[[Any], Any]) -> None:
        self.foreign = foreign
        self.buffers: list[memoryview | bytes] = []
        self.generators: list[np.random.Generator] = []

    def pack(self, value: Any, depth: int = 0) -> Value:
        """The wire value of `value`; WireError when it is nested too deeply or too large."""
        if depth > MAX_DEPTH:
            raise WireError(f"a value is nested more than {MAX_DEPTH} levels deep (or contains itself)")
        kind = type(value)
        if kind is np.ndarray:
            return value.item() if value.ndim == 0 and value.dtype.kind == "U" else self._array(value)
        if value is None or kind is bool or kind is float or kind is str:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**64 else BigInt(hex(value)[:200])
        if isinstance(value, str):  # NumPy's strings and string enumerations
            return str.__str__(value)
        if isinstance(value, np.generic):
            return self._array(np.asarray(value))
        if isinstance(value, list):
            return List([self.pack(item, depth + 1) for item in value])
        if isinstance(value, tuple):
            return Tuple([self.pack(item, depth + 1) for item in value])
        if isinstance(value, dict) and len(value) <= MAX_KEYS:
            # A NumPy number as a key stands for the Python number that it equals; an array could not be one.
            items = [(k.item() if isinstance(k, np.generic) else k, v) for k, v in value.items()]
            return Dict([self.pack(k, depth + 1) for k, _ in items], [self.pack(v, depth + 1) for _, v in items])
        if kind is np.random.Generator:
            return self.generator(value)
        if isinstance(value, Array | List | Tuple | Dict | BigInt | Generator | Function | Handle):
            return value
        return self.pack(self.foreign(value), depth + 1)

    def generator(self, generator: np.random.Generator) -> Generator:
        """The wire value of a generator; the same generator has the same index."""
        known = [i for i, other in enumerate(self.generators) if other is generator]
        index = known[0] if known else len(self.generators)
        if not known:
            self.generators.append(generator)
        state = generator.bit_generator.state
        return Generator(index, state["bit_generator"], self.pack(state))

    def _array(self, array: np.ndarray) -> Value:
        name = array.dtype.name
        if name not in DTYPES:
            return Handle(0, f"array of dtype {name}"[:60])
        if array.nbytes > MAX_BODY:  # before it is copied: a few bytes, repeated, can look like a petabyte
            raise WireError(f"{array.nbytes} bytes of arrays are more than the {MAX_BODY} that a message may hold")
        if not array.dtype.isnative:
            array = array.astype(array.dtype.newbyteorder("="))
        if array.size:
            self.buffers.append(np.ascontiguousarray(array).data.cast("B"))
        return Array(name, array.shape)


class Unpacker:
    """Turns wire values back into Python values, taking the bytes of arrays from `body`, in order.

    `resolve` turns functions and handles of the other side into something local. `generators` holds those made here, by
    index, so that their states can be sent back.
    """

    def __init__(self, body: bytes | bytearray, resolve: Callable[[Function | Handle], Any]) -> None:
        self.body = body
        self.offset = 0
        self.resolve = resolve
        self.generators: dict[int, np.random.Generator] = {}

    def unpack(self, value: Value, depth: int = 0) -> Any:
        """The Python value; WireError when it does not keep to the rules."""
        if depth > MAX_DEPTH + 2:
            raise WireError("a value is nested too deeply")
        if isinstance(value, Array):
            return self._array(value)
        if isinstance(value, List):
            return [self.unpack(item, depth + 1) for item in value.items]
        if isinstance(value, Tuple):
            return tuple([self.unpack(item, depth + 1) for item in value.items])
        if isinstance(value, Dict):
            return self._dict(value, depth)
        if isinstance(value, BigInt):
            return self._big_int(value)
        if isinstance(value, Generator):
            return self._generator(value)
        if isinstance(value, Function | Handle):
            return self.resolve(value)
        return value

    def finish(self) -> None:
        """All values are unpacked: nothing of the body may be left."""
        if self.offset != len(self.body):
            raise WireError(f"{len(self.body) - self.offset} bytes of the body belong to no array")

    def _array(self, value: Array) -> np.ndarray:
        if value.dtype not in DTYPES or len(value.shape) > MAX_NDIM or any(not 0 <= n < 2**40 for n in value.shape):
            raise WireError("an array of a dtype or shape that is not allowed")
        dtype, count = np.dtype(value.dtype), math.prod(value.shape)
        end = self.offset + count * dtype.itemsize
        if end > len(self.body):
            raise WireError("an array that is larger than the bytes that came with it")
        flat = np.frombuffer(self.body, dtype, count, self.offset) if count else np.empty(0, dtype)
        if value.dtype == "bool" and count:
            flat = flat.view(np.uint8) != 0  # other bytes than 0 and 1 are no booleans
        self.offset = end
        try:
            array = flat.reshape(value.shape)
        except ValueError as error:
            raise WireError("an array of an impossible shape") from error
        return array.copy()

    def _dict(self, value: Dict, depth: int) -> dict:
        if len(value.keys) != len(value.values):
            raise WireError("a dict with more keys than values, or the other way round")
        if len(value.keys) > MAX_KEYS:
            raise WireError(f"a dict with more than {MAX_KEYS} keys")
        keys = [self.unpack(key, depth + 1) for key in value.keys]
        values = [self.unpack(item, depth + 1) for item in value.values]
        try:
            return dict(zip(keys, values, strict=True))
        except TypeError as error:
            raise WireError("a dict with a key that cannot be one") from error

    def _big_int(self, value: BigInt) -> int:
        try:
            return int(value.digits[:200], 16)
        except ValueError as error:
            raise WireError("an integer that is none") from error

    def _generator(self, value: Generator) -> np.random.Generator:
        if value.index not in self.generators:
            self.generators[value.index] = restored(value, self)
        return self.generators[value.index]


def restored(value: Generator, unpacker: Unpacker) -> np.random.Generator:
    """A fresh generator in the state that came over the wire; WireError when it is no valid one."""
    if value.kind not in BIT_GENERATORS:
        raise WireError("a random generator of an unknown kind")
    generator = np.random.Generator(getattr(np.random, value.kind)(0))
    set_state(generator, unpacker.unpack(value.state))
    return generator


def set_state(generator: np.random.Generator, state: Any) -> None:
    """Bring a generator into a state that came over the wire; WireError when it is no valid one for it."""
    try:
        _check_position(type(generator.bit_generator).__name__, state)
        generator.bit_generator.state = state
    except Exception as error:
        raise WireError("a random generator in an impossible state") from error


def _check_position(kind: str, state: Any) -> None:
    """NumPy takes any position in a generator's buffer, and then reads there, be it out of bounds."""
    if not isinstance(state, dict):
        raise TypeError("no dict")
    size = _BUFFER_SIZES.get(kind)
    if size is not None:
        position = state["state"]["pos"] if kind == "MT19937" else state["buffer_pos"]
        if type(position) is not int or not 0 <= position <= size:
            raise ValueError("out of bounds")


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


class Channel:
    """A socket that carries frames. `receive` waits until `deadline` (a `time.monotonic`), forever when None."""

    def __init__(self, sock: socket.socket, max_header: int = MAX_HEADER, max_body: int = MAX_BODY) -> None:
        self.sock = sock
        self.max_header = max_header
        self.max_body = max_body
        self._waiting = bytearray()  # what has arrived and was not asked for yet

    def send(self, message: Message, buffers: list[memoryview | bytes] = [], deadline: float | None = None) -> None:  # noqa: B006
        """Send one frame; Closed or Late when the other side does not take it."""
        parts = encode(message, buffers)
        try:
            self._set_timeout(deadline)
            if sum(len(part) for part in parts) <= 1 << 16:
                self.sock.sendall(b"".join(parts))
            else:
                for part in parts:
                    self.sock.sendall(part)
        except TimeoutError as error:
            raise Late("the other side did not take the message in time") from error
        except OSError as error:
            raise Closed("the other side is gone") from error

    def receive(self, deadline: float | None = None) -> tuple[Message, bytearray]:
        """The next message and its body."""
        if deadline is not None and time.monotonic() >= deadline:
            raise Late("out of time")  # also when there is an answer: else a flood of them would never end
        header_size, body_size = _LENGTHS.unpack(self._read(_LENGTHS.size, deadline))
        if header_size > self.max_header or body_size > self.max_body:
            raise WireError("a frame that is larger than allowed")
        header = self._read(header_size, deadline)
        body = self._read(body_size, deadline) if body_size else bytearray()
        return decode_header(header), body

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()

    def _set_timeout(self, deadline: float | None) -> None:
        if deadline is None:
            if self.sock.gettimeout() is not None:
                self.sock.settimeout(None)
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise Late("out of time")
        self.sock.settimeout(left)

    def _read(self, size: int, deadline: float | None) -> bytearray:
        """Exactly `size` bytes. The buffer grows with what arrives, never with what was announced.

        A small frame arrives whole, so that its three parts cost one call of the system.
        """
        while len(self._waiting) < size:
            try:
                self._set_timeout(deadline)
                chunk = self.sock.recv(min(max(size - len(self._waiting), 1 << 16), 1 << 20))
            except TimeoutError as error:
                raise Late("no answer in time") from error
            except OSError as error:
                raise Closed("the other side is gone") from error
            if not chunk:
                raise Closed("the other side is gone")
            self._waiting += chunk
        data = self._waiting[:size]
        del self._waiting[:size]
        return data
