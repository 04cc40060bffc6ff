"""The runner: the untrusted half. A warm process forks a child per submission; the child runs cells and answers calls.

The warm process knows no secret and never runs student code. It takes orders from the judge over a control socket (fork
a child on this socket, kill it) and watches the child's memory. Everything after `jail.spawn` belongs to the student.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import socket
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from autograde import cells, packing, pages, wire

WATCH_INTERVAL_MS = 50
MAX_NAME, MAX_NAMES = 100, 10_000  # of what a module defines; a few star imports make thousands


# --- orders from the judge to the warm process -----------------------------------------------------------------------


class Spawn(msgspec.Struct, frozen=True, tag="spawn"):
    """Fork a child; its socket comes along as a descriptor."""


class Kill(msgspec.Struct, frozen=True, tag="kill"):
    """Kill the child, if it still lives, and say how it ended."""


class Spawned(msgspec.Struct, frozen=True, tag="spawned"):
    pid: int


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """How the child ended: `reason` when the watchdog ended it, else the signal or the exit code."""

    reason: str | None
    signal: int
    code: int
    peak_memory: int
    cpu_seconds: float


class Unable(msgspec.Struct, frozen=True, tag="unable"):
    """The warm process could not do what was asked: the grader's own failure, never the student's."""

    reason: str


order_decoder = msgspec.json.Decoder(Spawn | Kill)
answer_decoder = msgspec.json.Decoder(Spawned | Ended | Unable)


# --- the warm process ------------------------------------------------------------------------------------------------


def warm_up(packages: list[str]) -> None:
    """Import what students use, with one thread; a thread pool that ran before a fork would hang the child."""
    import importlib
    import random

    for name in packages:
        module = importlib.import_module(name)
        if name == "torch":
            module.set_num_threads(1)
            module.set_num_interop_threads(1)
        elif name == "matplotlib.pyplot":  # what the first figure sets up for all that follow takes 15 ms
            module.subplots()[1].set_title("a title")
            module.close()
    np.random.seed()
    random.seed()
    gc.collect()
    gc.freeze()
    pages.merge()


def warm_main(control_fd: int, level: str, packages: list[str]) -> None:
    """Serve orders until the judge closes the control socket."""
    from autograde import jail

    control = socket.socket(fileno=control_fd)
    warm_up(packages)
    jail.prepare(level)
    control.send(msgspec.json.encode(Spawned(os.getpid())))
    child: jail.Child | None = None
    reason: str | None = None
    while True:
        ready = _wait(control, child if reason is None else None)
        if not ready:
            assert child is not None
            reason = child.over_limit()
            if reason is not None:
                child.kill()
            continue
        data, fds, _, _ = socket.recv_fds(control, 4096, 1)
        if not data:
            if child is not None:
                child.kill()
                child.wait()
            return
        order = order_decoder.decode(data)
        if isinstance(order, Spawn):
            child, reason = _spawn(control, jail, level, fds[0]), None
        elif child is not None:
            child.kill()
            ended = child.wait()
            child = None
            control.send(
                msgspec.json.encode(Ended(reason, ended.signal, ended.code, ended.peak_memory, ended.cpu_seconds))
            )


def _spawn(control: socket.socket, jail: Any, level: str, fd: int) -> Any:
    try:
        child = jail.spawn(level, jail.Limits(), fd, serve)
    except OSError as error:
        control.send(msgspec.json.encode(Unable(f"cannot start a child at level {level}: {error}")))
        return None
    finally:
        os.close(fd)
    control.send(msgspec.json.encode(Spawned(child.pid)))
    return child


def _wait(control: socket.socket, child: Any) -> bool:
    """True when an order is there; False when it is time to look at the child."""
    if child is None:
        return True
    return bool(select.select([control], [], [], WATCH_INTERVAL_MS / 1000)[0])


# --- the child: everything below runs beside student code ------------------------------------------------------------


def serve(fd: int) -> None:
    """Answer the judge's messages until it hangs up."""
    sys.stdout, sys.stderr = cells.CappedOutput(), cells.CappedOutput()
    Child(wire.Channel(socket.socket(fileno=fd), max_header=64 << 20)).run()


class Callback:
    """A function of the judge's, as the student sees it."""

    def __init__(self, child: Child, function: int, call: int) -> None:
        self._child, self._function, self._call = child, function, call

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._child.ask(self._function, self._call, args, kwargs)


class Child:
    """The runner's side of the conversation: the student's module, the handles given out, the calls in progress."""

    def __init__(self, channel: wire.Channel) -> None:
        self.channel = channel
        self.module = cells.new_module()
        self.handles: dict[int, Any] = {0: self.module}
        self.active: list[int] = []
        self.next_id = 1

    def run(self) -> None:
        """Serve until the judge is gone."""
        while True:
            try:
                message, body = self.channel.receive()
            except wire.Closed:
                return
            self.handle(message, body)

    def handle(self, message: wire.Message, body: bytearray) -> None:
        """Do what one message of the judge asks."""
        if isinstance(message, wire.Load):
            self.load(message)
        elif isinstance(message, wire.Define):
            self.define(message)
        elif isinstance(message, wire.Call):
            self.call(message, body)

    def load(self, message: wire.Load) -> None:
        """Run the cells; say what begins and what fails."""
        units = [(cell.number, cell.source) for cell in message.cells]
        if message.split:
            units = [(number, text) for number, source in units for text in cells.statements(source)]
        for unit, (number, source) in enumerate(units):
            if unit in message.skip:
                continue
            self.channel.send(wire.Started(unit, number))
            try:
                cells.run_cell(number, source, self.module.__dict__, message.seconds_per_unit)
            except BaseException as error:
                lines = cells.own_lines(error)
                line = lines[-1][1] if lines else 0
                self.channel.send(wire.Failed(unit, number, cells.type_name(error), cells.describe(error), line))
        names = [name for name in list(self.module.__dict__) if type(name) is str and name.isidentifier()]
        self.channel.send(wire.Loaded([name for name in names if len(name) <= MAX_NAME][:MAX_NAMES]))

    def define(self, message: wire.Define) -> None:
        """Execute a probe of the suite's in a module of its own; answer with a handle on it."""
        module = type(self.module)(f"probe{message.id}")
        try:
            exec(compile(message.source, f"<probe {message.id}>", "exec"), module.__dict__)
        except BaseException as error:
            self.channel.send(self._raised(message.id, error, []))
            return
        self.channel.send(wire.Returned(message.id, self._handle(module), [], []))

    def call(self, message: wire.Call, body: bytearray) -> None:
        """Call a function and answer with its value or with what it raised."""
        self.active.append(message.id)
        arguments = _Arguments([], {})
        try:
            unpacker = packing.Unpacker(body, self._resolve)
            args = [unpacker.unpack(value) for value in message.args]
            kwargs = {name: unpacker.unpack(value) for name, value in message.kwargs.items()}
            replacements = {name: unpacker.unpack(value) for name, value in message.replace.items()}
            arguments = _Arguments(args, kwargs)
            function = getattr(self.handles[message.target], message.name)
            with _replaced(self.module.__dict__, replacements), _float_errors(message.strict_floats):
                value = function(*args, **kwargs)
            packer = packing.Packer(self._foreign)
            packed = packer.pack(value)
            states = [packer.generator(unpacker.generators[index]) for index in sorted(unpacker.generators)]
            reply = wire.Returned(message.id, packed, arguments.changed(), states)
            self.channel.send(reply, packer.buffers)
        except wire.Closed:
            os._exit(0)
        except BaseException as error:
            self.channel.send(self._raised(message.id, error, arguments.changed()))
        finally:
            self.active.remove(message.id)

    def ask(self, function: int, call: int, args: tuple, kwargs: dict[str, Any]) -> Any:
        """Have the judge call one of its functions; meanwhile it may call back in turn."""
        if call not in self.active:
            raise RuntimeError("this function was given for one call only, and that call is over")
        self.next_id += 1
        identity = self.next_id
        packer = packing.Packer(self._foreign)
        packed = [packer.pack(value) for value in args]
        named = {name: packer.pack(value) for name, value in kwargs.items()}
        self.channel.send(wire.Ask(identity, function, packed, named), packer.buffers)
        while True:
            message, body = self.channel.receive()
            if isinstance(message, wire.Returned) and message.id == identity:
                break
            if isinstance(message, wire.Raised) and message.id == identity:
                raise _exception(message)
            self.handle(message, body)
        unpacker = packing.Unpacker(body, self._resolve)
        value = unpacker.unpack(message.value)
        for generator, state in zip(packer.generators, message.generators, strict=True):
            packing.set_state(generator, unpacker.unpack(state.state))
        return _like(value, args)

    def _resolve(self, value: wire.Function | wire.Handle) -> Any:
        if isinstance(value, wire.Function):
            return Callback(self, value.id, self.active[-1])
        return self.handles[value.id]

    def _foreign(self, value: Any) -> Any:
        """What to send of a value that is not a plain one: a tensor's array, a reference to a function, a handle."""
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Tensor) and type(value) in (torch.Tensor, torch.nn.Parameter):
            tensor = value.detach().cpu().resolve_conj().resolve_neg()
            return (tensor.float() if tensor.dtype == torch.bfloat16 else tensor).numpy()
        if isinstance(value, Callback):
            return wire.Function(value._function, returned=True)
        return self._handle(value)

    def _handle(self, value: Any) -> wire.Handle:
        self.next_id += 1
        self.handles[self.next_id] = value
        return wire.Handle(self.next_id, cells.type_name(value))

    def _raised(self, identity: int, error: BaseException, changed: list[str]) -> wire.Raised:
        return wire.Raised(identity, cells.type_name(error), cells.describe(error), cells.own_lines(error), changed)


class _Arguments:
    """The array arguments of a call, with copies, to tell afterwards which were changed in place or replaced."""

    def __init__(self, args: list[Any], kwargs: dict[str, Any]) -> None:
        self.args, self.kwargs = args, kwargs
        self.arrays = array_places(args, kwargs)
        self.copies = [array.tobytes() for _, array in self.arrays]

    def changed(self) -> list[str]:
        """The places (position or name, then indices) whose array is not what it was, or not in its list any more."""
        now = dict(array_places(self.args, self.kwargs))
        pairs = zip(self.arrays, self.copies, strict=True)
        return [place for (place, array), copy in pairs if now.get(place) is not array or array.tobytes() != copy][:20]


def array_places(args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[tuple[str, np.ndarray]]:
    """(place, array) of the arrays among a call's arguments; a place is a position or a name, then indices."""
    pairs = [pair for i, value in enumerate(args) for pair in _arrays(str(i), value)]
    return pairs + [pair for name, value in kwargs.items() for pair in _arrays(name, value)]


def _arrays(place: str, value: Any, depth: int = 0) -> Iterator[tuple[str, np.ndarray]]:
    if isinstance(value, np.ndarray):
        yield place, value
    elif depth > packing.MAX_DEPTH:
        return  # no value that was sent is that deep: a list was put into itself
    elif isinstance(value, list | tuple):
        for i, item in enumerate(value):
            yield from _arrays(f"{place}[{i}]", item, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _arrays(f"{place}[{key!r}]", item, depth + 1)


@contextlib.contextmanager
def _replaced(namespace: dict[str, Any], replacements: dict[str, Any]) -> Iterator[None]:
    """Replace names that the student has defined, for one call."""
    before = {name: namespace[name] for name in replacements if name in namespace}
    namespace.update({name: replacements[name] for name in before})
    try:
        yield
    finally:
        namespace.update(before)


@contextlib.contextmanager
def _float_errors(strict: bool) -> Iterator[None]:
    """`strict`: overflow, invalid and division raise and runtime warnings are errors; else NumPy's own defaults."""
    action: Any = "raise" if strict else "warn"
    with np.errstate(over=action, invalid=action, divide=action, under="ignore"), warnings.catch_warnings():
        warnings.simplefilter("error" if strict else "ignore", RuntimeWarning)
        yield


def _exception(message: wire.Raised) -> BaseException:
    """An exception of the built-in type that the judge's function raised, RuntimeError for any other."""
    import builtins

    kind = getattr(builtins, message.type_name, RuntimeError)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        kind = RuntimeError
    return kind(message.message)


def _like(value: Any, args: tuple) -> Any:
    """A function that was given tensors answers with tensors."""
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(value, np.ndarray) or not any(isinstance(arg, torch.Tensor) for arg in args):
        return value
    return torch.from_numpy(value)


if __name__ == "__main__":
    warm_main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
