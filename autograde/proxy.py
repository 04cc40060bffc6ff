"""The student's module as a hidden test sees it: `submission.relu(z)` calls the student's `relu` in the runner.

Every answer is only a value. Whatever goes wrong over there (an exception, a hang, a crash, a forged frame) becomes a
`StudentFailure` with a message for the student; the child is started again for the tests that follow.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from autograde import packing, runner, wire
from autograde.disclosure import clean, hidden_error, public_type, words
from autograde.failures import Crashed, Raised, StudentFailure, TimedOut, how_it_ended
from autograde.loading import Loading, TimeLimits
from autograde.records import CellError
from autograde.submission import Submission
from autograde.warm import Warm

MAX_ASKS = 100_000
MAX_CALL_DEPTH = 16


@dataclass(frozen=True)
class Handle:
    """An object that lives in the student's process. Its functions are called like the module's."""

    id: int
    type_name: str
    _module: StudentModule = field(repr=False, compare=False)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self._module.call(name, args, kwargs, target=self.id)


@dataclass
class LastCall:
    """The call that messages speak of: the student's function that was called last, or else a probe's.

    What it was given, and which arguments it changed.
    """

    name: str = ""
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    of_student: bool = False

    @property
    def text(self) -> str:
        """The call as a student may read it; empty when there was none."""
        return call_text(self.name, self.args, self.kwargs) if self.name else ""

    def places(self, named: list[str]) -> tuple[str, ...]:
        """Those of the places that the other side names which there are: its text is not to be trusted."""
        known = {place for place, _ in runner.array_places(self.args, self.kwargs)}
        return tuple(place for place in named[:20] if place in known)

    @property
    def numbers(self) -> frozenset[int]:
        """The sizes and whole numbers that the call was given: a message may hold them."""
        arrays = [array for _, array in runner.array_places(self.args, self.kwargs)]
        settings = [value for value in [*self.args, *self.kwargs.values()] if type(value) is int]
        sizes = {n for array in arrays for n in (*array.shape, array.size)} | {abs(value) for value in settings}
        return frozenset(sizes | {m * n for m in sizes for n in sizes} if len(sizes) < 40 else sizes)


class StudentModule:
    """The proxy. Attributes are the student's functions; the few names below are the judge's own."""

    Raised = Raised

    def __init__(self, warm: Warm, submission: Submission, setup: str, limits: TimeLimits) -> None:
        self._warm = warm
        self._loading = Loading(submission, setup, limits)
        self.submission_name = submission.name
        self._probes: dict[str, Handle] = {}  # what suites have defined beside it, in the process that lives
        self._probe_words: frozenset[str] = frozenset()  # of all of them
        self._limits = limits
        self._ends = time.monotonic() + limits.total
        self._ends_at_last = self._ends + limits.total / 2
        self._channel: wire.Channel | None = None
        self._functions: dict[int, Callable[..., Any]] = {}
        self._asks = 0
        self._depth = 0
        self._callback_failure: StudentFailure | None = None
        self.last = LastCall()
        self.replacements: dict[str, Callable[..., Any]] = {}
        self.strict_floats = False
        self.call_seconds = limits.call
        self._waited = 0.0  # seconds for a processor, so far: what is waited beyond them is added to the limits
        self.load_attempts = 0

    # --- what tests use ---

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self.call(name, args, kwargs)

    @property
    def cell_errors(self) -> tuple[CellError, ...]:
        """What failed when the cells were run."""
        return self._loading.errors

    @property
    def changed(self) -> tuple[str, ...]:
        """Positions or names of the array arguments that the last call changed in place."""
        return self.last.changed

    def define(self, source: str) -> Handle:
        """Execute `source` beside the student's code, in a module of its own; a handle on that module.

        The same source is executed once in the life of the student's process: a probe must keep no state.
        """
        channel = self._ready()
        if source in self._probes:
            return self._probes[source]
        self._probe_words |= words(source)
        identity = _new_id()
        deadline = self._deadline(self.call_seconds)
        try:
            channel.send(wire.Define(identity, source), deadline=deadline)
            handle = self._conversation(channel, identity, deadline, LastCall("a probe of this check"))
        except wire.WireError as error:
            raise self._broken(error, "a probe of this check") from error
        if not isinstance(handle, Handle):
            raise Crashed("the process answered with something that is no answer")
        self._probes[source] = handle
        return handle

    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], target: int = 0) -> Any:
        """Call `name` of the student's module (or of the handle `target`) and return what it returned."""
        call = LastCall(name, args, kwargs, of_student=target == 0)
        if self._depth >= MAX_CALL_DEPTH:
            raise Crashed(f"{call.text}: calls and callbacks are nested more than {MAX_CALL_DEPTH} deep")
        channel = self._ready()
        if target == 0 and name not in self._loading.names:
            raise StudentFailure(self._loading.missing(name))
        if target == 0 or not self.last.of_student:
            self.last = call
        packer = packing.Packer(self._refer)
        deadline = self._deadline(self.call_seconds)
        message = wire.Call(
            _new_id(),
            target,
            name,
            [packer.pack(arg) for arg in args],
            {key: packer.pack(value) for key, value in kwargs.items()},
            {key: packer.pack(value) for key, value in self.replacements.items()},
            self.strict_floats,
        )
        self._asks, self._depth = 0 if not self._depth else self._asks, self._depth + 1
        try:
            channel.send(message, packer.buffers, deadline)
            value = self._conversation(channel, message.id, deadline, call, packer.generators)
        except wire.WireError as error:
            raise self._broken(error, call.text) from error
        except (TimedOut, Crashed):
            self.close()
            raise
        except Raised:
            if self._callback_failure is None:
                raise
            value = None  # what the callback found says more than that the student's code let it through
        finally:
            self._depth -= 1
            failure = self._callback_failure
            if not self._depth:
                self._callback_failure = None
                self._functions.clear()
        if failure is not None:
            raise failure
        return value

    def close(self) -> None:
        """End the student's process, if there is one."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None
            self._warm.kill()

    # --- loading ---

    def load(self) -> None:
        """Start a process and run the cells in it, leaving out the units that would not end."""
        while True:
            self._channel = self._warm.spawn()
            self._waited = self._warm.seconds_waited()
            self._probes.clear()
            self.load_attempts += 1
            if self._loading.run(self._channel, self._deadline(self._limits.load)):
                self._waited = self._warm.seconds_waited()
                return
            self.close()
            if time.monotonic() > self._ends or self.load_attempts > 20:
                raise TimedOut(
                    f"loading the cells took longer than the {self._limits.total:.0f} s a submission may take"
                )

    def _ready(self) -> wire.Channel:
        if time.monotonic() > self._ends:
            self._more_time()
        if time.monotonic() > self._ends:
            raise TimedOut(
                f"the whole submission took longer than {self._limits.total:.0f} s; this check was not reached"
            )
        if self._channel is None:
            self.load()
        assert self._channel is not None
        return self._channel

    # --- the conversation ---

    def _conversation(
        self,
        channel: wire.Channel,
        identity: int,
        deadline: wire.Deadline,
        call: LastCall,
        generators: list[np.random.Generator] | None = None,
    ) -> Any:
        """Serve the runner's questions until it answers the message `identity`; the value that it answers with."""
        while True:
            message, body = channel.receive(deadline)
            if isinstance(message, wire.Ask):
                self._serve(channel, message, body, deadline)
            elif isinstance(message, wire.Returned) and message.id == identity:
                self._note_changes(call, message.changed)
                return self._value(message, body, generators or [])
            elif isinstance(message, wire.Raised) and message.id == identity:
                self._note_changes(call, message.changed)
                raise self._raised(message, call)
            else:
                raise wire.WireError("an answer to a question that was not asked")

    def _value(self, message: wire.Returned, body: bytearray, generators: list[np.random.Generator]) -> Any:
        unpacker = packing.Unpacker(body, self._resolve)
        value = unpacker.unpack(message.value)
        if len(message.generators) > len(generators):
            raise wire.WireError("more generators came back than were sent")
        for generator, state in zip(generators, message.generators, strict=False):
            if type(generator.bit_generator).__name__ != state.kind:
                raise wire.WireError("a generator came back as another kind")
            before = generator.bit_generator.state
            packing.set_state(generator, unpacker.unpack(state.state))
            if _stream(generator.bit_generator.state) != _stream(before):
                raise wire.WireError("a generator came back as another one")
        unpacker.finish()
        return value

    def _note_changes(self, call: LastCall, named: list[str]) -> None:
        """What the call changed, also where messages go on speaking of a student's call before it."""
        call.changed = self.last.changed = call.places(named) if named else ()

    def _serve(self, channel: wire.Channel, ask: wire.Ask, body: bytearray, deadline: wire.Deadline) -> None:
        """Call a function of the judge's for the runner."""
        function = self._functions.get(ask.function)
        self._asks += 1
        if function is None:
            raise wire.WireError("a question about a function that was not given")
        if self._asks > MAX_ASKS:
            raise TimedOut(f"{self.last.text}: called a function it was given more than {MAX_ASKS} times")
        unpacker = packing.Unpacker(body, self._resolve)
        args = [unpacker.unpack(value) for value in ask.args]
        kwargs = {name: unpacker.unpack(value) for name, value in ask.kwargs.items()}
        unpacker.finish()
        packer = packing.Packer(self._refer)
        last = self.last
        try:
            value = packer.pack(function(*args, **kwargs))
            states = [packer.generator(unpacker.generators[index]) for index in sorted(unpacker.generators)]
            reply: wire.Message = wire.Returned(ask.id, value, [], states)
        except (Crashed, TimedOut):
            raise
        except Exception as error:
            if isinstance(error, StudentFailure) and self._callback_failure is None:
                self._callback_failure = error
            reply, packer.buffers = wire.Raised(ask.id, type(error).__name__, str(error)[:200], [], []), []
        finally:
            self.last = last
        channel.send(reply, packer.buffers, deadline)

    def _refer(self, value: Any) -> wire.Value:
        """How the judge sends what is not a plain value: a handle goes home, a function becomes a reference."""
        if isinstance(value, Handle):
            return wire.Handle(value.id, "")
        if callable(value):
            known = [identity for identity, function in self._functions.items() if function is value]
            identity = known[0] if known else len(self._functions) + 1
            self._functions[identity] = value
            return wire.Function(identity)
        raise TypeError(f"a {type(value).__name__} cannot be sent to the student's process")

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words of the student's code, for messages to be checked against."""
        return words("\n".join(cell.source for cell in self._loading.cells))

    def _resolve(self, value: wire.Function | wire.Handle) -> Any:
        if isinstance(value, wire.Handle):
            return Handle(value.id, public_type(value.type_name, self._words, self._probe_words), self)
        if not value.returned or value.id not in self._functions:
            raise wire.WireError("a function that was not given")
        return self._functions[value.id]

    # --- what went wrong, for the student ---

    def _raised(self, message: wire.Raised, call: LastCall) -> StudentFailure:
        if message.type_name == "NotImplementedError":
            return Raised(f"`{call.name}` is not written yet: it raises NotImplementedError.", "NotImplementedError")
        raised = hidden_error(message.type_name, message.message, self._words, call.numbers)
        lines = [call.text, f"raised {raised}"]
        own = [(number, line) for number, line in message.lines[-8:] if self._loading.submission.line(number, line)]
        if own:
            number, line = own[-1]
            lines.append(
                f"at {self._loading.place(number, line)}: {clean(self._loading.submission.line(number, line), 120)}"
            )
        return Raised("\n".join(lines), message.type_name[:80])

    def _broken(self, error: wire.WireError, text: str) -> StudentFailure:
        """The conversation cannot go on: end the child; the next call starts another."""
        late = isinstance(error, wire.Late)
        closed = isinstance(error, wire.Closed)
        if self._channel is not None:
            self._channel.close()
            self._channel = None
            ended = self._warm.kill()
            if ended.reason:
                return Crashed(f"{text} was stopped: {ended.reason}")
            if closed:
                return Crashed(
                    f"{text} ended the process ({how_it_ended(ended.signal, ended.code)}) instead of returning"
                )
        if late:
            return TimedOut(f"{text} did not return within {self.call_seconds:g} s")
        return Crashed(f"{text}: the process answered with something that is no answer ({error})")

    def _deadline(self, seconds: float) -> wire.Deadline:
        return wire.Deadline(min(seconds, self._ends - time.monotonic()), self._more_time)

    def _more_time(self) -> float:
        """Seconds for which a processor was waited for, which the whole submission gets too: a busy host costs nobody.

        What was waited since the process was started, or loaded, counts once; at most half of the total is added.
        """
        waited = self._warm.seconds_waited()
        more = min(max(0.0, waited - self._waited), self._ends_at_last - self._ends)
        self._waited += more
        self._ends += more
        return more


def _new_id() -> int:
    """A number that the other side cannot guess: an answer is to a question that was asked."""
    return secrets.randbits(62)


def _stream(state: Any) -> Any:
    """What of a generator's state no drawing changes: a PCG64 without its increment would give zeros for ever."""
    return state["state"].get("inc")


def call_text(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """A call as a student may read it: shapes instead of arrays."""
    parts = [value_text(arg) for arg in args] + [f"{key}={value_text(value)}" for key, value in kwargs.items()]
    return clean(f"{name}({', '.join(parts)})", 160)


def value_text(value: Any) -> str:
    """An argument in a few words: its value when it is a setting, its shape when it is data."""
    if isinstance(value, np.ndarray):
        dtype = "" if value.dtype == np.float64 else f" {value.dtype.name}"
        return f"array {value.shape}{dtype}"
    if isinstance(value, bool | int | str) or value is None:
        return repr(value)
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, np.random.Generator):
        return "rng"
    if isinstance(value, list | tuple):
        inner = ", ".join(value_text(item) for item in value[:3]) + (", ..." if len(value) > 3 else "")
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    if isinstance(value, dict):
        return "{...}" if value else "{}"
    if isinstance(value, Handle):
        return value.type_name
    return getattr(value, "__name__", type(value).__name__)
