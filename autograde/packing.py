"""Values on the wire: what Python's and NumPy's become, and how they are made again without trusting the other side.

Dtypes come from an allow-list, arrays consume the body of a frame one after the other, so that nothing can be claimed
twice, and nesting is limited. Whatever is wrong with a value is a `WireError`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.wire import (
    MAX_BODY,
    Array,
    BigInt,
    Dict,
    Function,
    Generator,
    Handle,
    List,
    Tuple,
    Value,
    WireError,
)

MAX_DEPTH = 24
MAX_NDIM = 16
DTYPES = frozenset(
    ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64")
)
MAX_KEYS = 1000  # of one dict: keys can be chosen to collide, which costs their square
BIT_GENERATORS = frozenset(("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"))
_BUFFER_SIZES = {"MT19937": 624, "Philox": 4}


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
