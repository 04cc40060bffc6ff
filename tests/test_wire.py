"""The wire: everything that travels comes back; everything else is a WireError, within bounds."""

from __future__ import annotations

import enum
import socket
import struct
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograde import packing, wire


def travel(value, foreign=None):
    """Pack, send, receive and unpack a value."""
    packer = packing.Packer(foreign or (lambda item: wire.Handle(7, type(item).__name__)))
    message = wire.Returned(1, packer.pack(value), [], [])
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire.Channel(ours).send(message, packer.buffers)
        received, body = wire.Channel(theirs).receive(wire.Deadline(5))
    assert isinstance(received, wire.Returned)
    unpacker = packing.Unpacker(body, lambda reference: reference)
    result = unpacker.unpack(received.value)
    unpacker.finish()
    return result


def same(a, b) -> bool:
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and (a == b or a != a)


arrays = hnp.arrays(
    st.sampled_from(sorted(packing.DTYPES)).map(np.dtype),
    hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5),
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
values = st.recursive(
    scalars | arrays,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(values)
def test_plain_values_come_back_as_they_were(value):
    if isinstance(value, int) and abs(value) >= 2**700:
        return
    assert same(value, travel(value))


def test_numpy_scalars_strided_and_foreign_byte_order_arrays_come_back_as_arrays():
    assert same(travel(np.float32(2.5)), np.array(2.5, np.float32))
    array = np.arange(24.0).reshape(4, 6)[::2, ::-3]
    assert same(travel(array), np.ascontiguousarray(array))
    assert same(travel(np.arange(3, dtype=">i4")), np.arange(3, dtype=np.int32))


def test_strings_of_any_kind_arrive_as_strings():
    colour = enum.StrEnum("Colour", ["RED"])
    assert same(travel([colour.RED, np.str_("slow"), np.array("slow")]), ["red", "slow", "slow"])
    assert same(travel({(np.str_("relu"), colour.RED): 1}), {("relu", "red"): 1})


def test_numpy_numbers_as_keys_arrive_as_python_numbers():
    assert same(travel({np.int64(3): 0.5}), {3: 0.5})


def test_arrays_arrive_writable():
    travel(np.zeros(3))[0] = 1.0


def test_a_generator_arrives_in_its_state_and_identity_is_kept():
    rng, other = np.random.default_rng(1), np.random.Generator(np.random.MT19937(2))
    rng.normal(size=5)
    first, second, third = travel([rng, rng, other])
    assert first is second
    assert first is not third
    assert first.normal() == rng.normal()
    assert third.normal() == other.normal()


@pytest.mark.parametrize("name", ["complex128", "object", "datetime64[s]", "U3"])
def test_arrays_of_other_dtypes_are_refused_by_name(name):
    received = travel(np.zeros(2, dtype=name))
    assert isinstance(received, wire.Handle)
    assert received.id == 0
    assert received.type_name.startswith("array of dtype")


def test_what_is_nested_too_deeply_or_contains_itself_is_an_error():
    value: list = []
    value.append(value)
    with pytest.raises(wire.WireError):
        travel(value)


def frame(header: bytes, body: bytes = b"") -> bytes:
    return struct.pack("<II", len(header), len(body)) + header + body


def read(data: bytes):
    """What a channel and an unpacker make of these bytes."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        try:
            ours.send(data)
        except BlockingIOError:
            pytest.fail("the test sends more than a socket buffers")
        ours.close()
        message, body = wire.Channel(theirs).receive(wire.Deadline(5))
        if isinstance(message, wire.Returned):
            unpacker = packing.Unpacker(body, lambda reference: reference)
            unpacker.unpack(message.value)
            for generator in message.generators:
                packing.restored(generator, unpacker)
            unpacker.finish()


def attempt(data: bytes) -> None:
    """Anything but a WireError (or success) is a failure."""
    try:
        read(data)
    except wire.WireError:
        return


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_are_a_wire_error_or_a_message(data):
    attempt(data)
    attempt(frame(data))


@settings(max_examples=200, deadline=None)
@given(values, st.data())
def test_mutated_frames_are_a_wire_error_or_a_message(value, data):
    packer = packing.Packer(lambda item: wire.Handle(1, "x"))
    parts = wire.encode(wire.Returned(1, packer.pack([value, np.random.default_rng(0)]), ["0"], []), packer.buffers)
    raw = bytearray(b"".join(parts))
    if len(raw) > 60_000:
        return
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    attempt(bytes(raw))


wire_values = st.recursive(
    st.none()
    | st.integers(-(2**63), 2**63)
    | st.floats()
    | st.builds(
        wire.Array, st.sampled_from(["float64", "bool", "object", "V8", ""]), st.lists(st.integers()).map(tuple)
    )
    | st.builds(wire.BigInt, st.text(max_size=20))
    | st.builds(wire.Function, st.integers(0, 9), st.booleans())
    | st.builds(wire.Handle, st.integers(0, 9), st.text(max_size=5)),
    lambda inner: (
        st.builds(wire.List, st.lists(inner, max_size=3))
        | st.builds(wire.Tuple, st.lists(inner, max_size=3))
        | st.builds(wire.Dict, st.lists(inner, max_size=3), st.lists(inner, max_size=3))
        | st.builds(wire.Generator, st.integers(), st.sampled_from(["PCG64", "MT19937", "os", ""]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(wire_values, st.binary(max_size=64))
def test_structured_nonsense_is_a_wire_error_or_a_value(value, body):
    try:
        header = msgspec.msgpack.encode(wire.Returned(1, value, [], []))
    except (OverflowError, UnicodeEncodeError):
        return
    attempt(frame(header, body))


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xff\xff\xff\x00\x00\x00\x00",
        b"\x00\x00\x00\x00\xff\xff\xff\xff",
        frame(b"\xdd\xff\xff\xff\xff" * 1000),
        frame(b"\x91" * 60_000),
        frame(b"\xdb\xff\xff\xff\xff"),
        frame(msgspec.msgpack.encode(wire.Returned(1, wire.Array("float64", (2**62,)), [], []))),
        frame(msgspec.msgpack.encode(wire.Returned(1, wire.Array("float64", (2**31, 2**31, 0)), [], []))),
        frame(
            msgspec.msgpack.encode(wire.Returned(1, wire.List([wire.Array("float64", (4,))] * 1000), [], [])), bytes(32)
        ),
        frame(msgspec.msgpack.encode(wire.Returned(1, wire.Array("float64", (-1,)), [], []))),
        frame(msgspec.msgpack.encode(wire.Returned(1, None, [], [])), b"left over"),
    ],
    ids=lambda data: f"{len(data)} bytes",
)
def test_bombs_are_refused_without_memory(data):
    tracemalloc.start()
    try:
        with pytest.raises(wire.WireError):
            read(data)
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


def test_bytes_that_are_no_booleans_become_booleans():
    header = msgspec.msgpack.encode(wire.Returned(1, wire.Array("bool", (3,)), [], []))
    message = wire.decode_header(header)
    assert isinstance(message, wire.Returned)
    array = packing.Unpacker(b"\x00\x07\xff", lambda reference: reference).unpack(message.value)
    assert array.tolist() == [False, True, True]
    assert array.tobytes() == b"\x00\x01\x01"


@pytest.mark.parametrize("position", [-1, -5, 625, 10**6, 2**31 - 1, 1.0, None, True])
def test_a_generator_that_would_read_out_of_bounds_is_refused(position):
    """NumPy sets any position and reads there: in the judge that would be memory that is none of the student's."""
    for kind in ("MT19937", "Philox"):
        state = getattr(np.random, kind)(0).state
        if kind == "MT19937":
            state["state"]["pos"] = position
        else:
            state["buffer_pos"] = position if position != 625 else 5
        sent = packing.Packer(lambda value: value)
        packed = wire.Generator(0, kind, sent.pack(state))
        body = b"".join(bytes(part) for part in sent.buffers)
        with pytest.raises(wire.WireError, match="impossible state"):
            packing.Unpacker(body, lambda reference: reference).unpack(packed)


def test_a_generator_state_that_is_no_dict_is_refused():
    key = np.zeros(624, np.uint32)
    sent = packing.Packer(lambda value: value)
    packed = wire.Generator(0, "MT19937", sent.pack(("MT19937", key, 10**6)))  # NumPy takes this older form too
    body = b"".join(bytes(part) for part in sent.buffers)
    with pytest.raises(wire.WireError, match="impossible state"):
        packing.Unpacker(body, lambda reference: reference).unpack(packed)


def test_a_dict_of_more_keys_than_are_taken_stays_where_it_is():
    sent = packing.Packer(lambda value: wire.Handle(7, type(value).__name__))
    assert sent.pack([dict.fromkeys(range(packing.MAX_KEYS + 1))]) == wire.List([wire.Handle(7, "dict")])


def test_keys_that_collide_cost_no_time():
    collide = [wire.BigInt(hex((2**61 - 1) * k)) for k in range(1, 20_000)]
    start = time.monotonic()
    with pytest.raises(wire.WireError, match="more than 1000 keys"):
        packing.Unpacker(b"", lambda reference: reference).unpack(wire.Dict(collide, [None] * len(collide)))
    assert time.monotonic() - start < 1


def test_an_announced_frame_that_never_comes_is_late_and_costs_nothing():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.send(struct.pack("<II", 1000, wire.MAX_BODY))
        with pytest.raises(wire.Late):
            wire.Channel(theirs).receive(wire.Deadline(0.05))


def test_a_deadline_that_moves_on_in_the_middle_of_a_frame_loses_nothing_of_it():
    """A frame that is larger than what sockets buffer: who sends it runs out of time, is given more, and goes on."""
    array = np.arange(400_000.0)
    packer = packing.Packer(lambda value: value)
    message = wire.Returned(1, packer.pack(array), [], [])
    given: list[float] = []

    def more() -> float:
        given.append(0.1)
        return 0.1 if len(given) < 100 else 0.0

    ours, theirs = socket.socketpair()
    with ours, theirs, ThreadPoolExecutor(1) as executor:
        sent = executor.submit(wire.Channel(ours).send, message, packer.buffers, wire.Deadline(0.05, more))
        time.sleep(0.2)
        assert given
        received, body = wire.Channel(theirs).receive(wire.Deadline(0.05, more))
        sent.result()
    assert isinstance(received, wire.Returned)
    assert np.array_equal(packing.Unpacker(body, lambda reference: reference).unpack(received.value), array)


def test_a_peer_that_is_gone_is_closed():
    ours, theirs = socket.socketpair()
    ours.close()
    with theirs, pytest.raises(wire.Closed):
        wire.Channel(theirs).receive(wire.Deadline(5))


@pytest.mark.parametrize(
    "message",
    [
        wire.Raised(1, "E" * 81, "", [], []),
        wire.Raised(1, "E", "x" * 2001, [], []),
        wire.Failed(1, 1, "E" * 81, "", 0),
        wire.Failed(1, 1, "E", "x" * 2001, 0),
        wire.Returned(1, wire.List([wire.Handle(1, "x" * 81)]), [], []),
    ],
)
def test_texts_longer_than_an_honest_runner_sends_are_refused(message):
    with pytest.raises(wire.WireError, match="not a message"):
        wire.decode_header(wire.encode(message, [])[1])


def test_an_array_that_repeats_a_few_bytes_is_refused_before_it_is_copied():
    with pytest.raises(wire.WireError, match="more than"):
        packing.Packer(lambda value: None).pack(np.broadcast_to(np.zeros(1), (2**20, 2**30)))
