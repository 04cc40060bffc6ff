"""The hidden checks without isolation and without a wire: student code and checks share a process.

This is what a grader that is built on plain pytest or on notebook cells does, and what the benchmarks compare with. It
must not be used for grades: student code can do here whatever it likes.
"""

from __future__ import annotations

import importlib
import inspect
import itertools
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from _pytest.mark import ParameterSet
from _pytest.python import IdMaker

from autograde import runner, suites
from autograde.expect import Expect
from autograde.failures import Raised, StudentFailure
from autograde.packing import DTYPES
from autograde.proxy import Handle, LastCall


class Module:
    """The fixture `submission`: what `autograde.proxy.StudentModule` is for tests, on functions of this process."""

    Raised = Raised
    submission_name = ""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._objects: list[Any] = [None]
        self._namespace = namespace
        self._probes: dict[str, Handle] = {}
        self.last = LastCall()
        self.replacements: dict[str, Callable[..., Any]] = {}
        self.strict_floats = False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self.call(name, args, kwargs)

    @property
    def changed(self) -> tuple[str, ...]:
        return self.last.changed

    def define(self, source: str) -> Handle:
        if source not in self._probes:
            module = type(inspect)("probe")
            exec(compile(source, "<probe>", "exec"), module.__dict__)
            self._probes[source] = self._handle(module)
        return self._probes[source]

    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], target: int = 0) -> Any:
        call = LastCall(name, args, kwargs, of_student=target == 0)
        if target == 0 and name not in self._namespace:
            raise StudentFailure(f"`{name}` is not defined.")
        if target == 0 or not self.last.of_student:
            self.last = call
        given, named = [self._own(value) for value in args], {key: self._own(value) for key, value in kwargs.items()}
        arrays = runner.array_places(given, named)
        before = [array.tobytes() for _, array in arrays]
        try:
            function = getattr(self._objects[target], name) if target else self._namespace[name]
            with runner._replaced(self._namespace, self.replacements), runner._float_errors(self.strict_floats):
                value = function(*given, **named)
        except StudentFailure:
            raise
        except BaseException as error:
            raise Raised(f"{call.text} raised {type(error).__name__}", type(error).__name__) from error
        call.changed = tuple(
            place for (place, array), copy in zip(arrays, before, strict=True) if array.tobytes() != copy
        )
        return self._plain(value)

    def _own(self, value: Any) -> Any:
        """An argument as the student gets it: a copy, as over the wire."""
        if isinstance(value, np.ndarray):
            return value.copy()
        if isinstance(value, list | tuple):
            return type(value)(self._own(item) for item in value)
        if isinstance(value, dict):
            return {key: self._own(item) for key, item in value.items()}
        if isinstance(value, Handle):
            return self._objects[value.id]
        return self._callback(value) if inspect.isroutine(value) else value

    def _callback(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def callback(*args: Any, **kwargs: Any) -> Any:
            value = function(*map(self._plain, args), **{key: self._plain(item) for key, item in kwargs.items()})
            return runner._like(self._own(value), args)

        return callback

    def _plain(self, value: Any) -> Any:
        """A result as the check gets it: what the wire would make of it."""
        torch = runner.sys.modules.get("torch")
        if torch is not None and type(value) in (torch.Tensor, torch.nn.Parameter):
            value = value.detach().numpy().copy()
        if isinstance(value, np.generic):
            value = np.asarray(value)
        if type(value) is np.ndarray and value.dtype.name in DTYPES:
            return value.copy()  # what the student's code does to it later is not seen over the wire
        if value is None or type(value) in (bool, int, float, str, np.random.Generator):
            return value
        if isinstance(value, list | tuple):
            items = [self._plain(item) for item in value]
            return items if isinstance(value, list) else tuple(items)
        if isinstance(value, dict):
            keys = [key.item() if isinstance(key, np.generic) else self._plain(key) for key in value]
            return dict(zip(keys, map(self._plain, value.values()), strict=True))
        return self._handle(value)

    def _handle(self, value: Any) -> Handle:
        self._objects.append(value)
        return Handle(len(self._objects) - 1, type(value).__name__, self)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Check:
    """A hidden check as a plain function with its parameters; `fixtures` are those that its file defines."""

    name: str
    function: Callable[..., Any]
    parameters: dict[str, Any]
    marks: dict[str, Any]
    fixtures: dict[str, Callable[..., Any]]

    def points(self, module: Module) -> float:
        """Its points when it passes, as the judge counts them, else 0."""
        raised = self._run(module, {})
        if isinstance(raised, StudentFailure) and "alone" in self.marks:
            raised = self._run(module, dict(self.marks["alone"].kwargs))
        return 0.0 if raised else float(self.marks["exercise"].kwargs["points"])

    def _run(self, module: Module, replacements: dict[str, Callable[..., Any]]) -> BaseException | None:
        module.replacements, module.last = replacements, LastCall()
        module.strict_floats = "strict_floats" in self.marks
        values = {
            "submission": module,
            "expect": Expect(module),  # type: ignore[arg-type]
            "rng": np.random.default_rng([0, zlib.crc32(self.name.encode())]),
            **self.parameters,
        }
        try:
            self.function(**{name: self._value(name, values) for name in inspect.signature(self.function).parameters})
        except Exception as error:
            return error
        return None

    def _value(self, name: str, values: dict[str, Any]) -> Any:
        if name not in values:
            fixture = self.fixtures[name]
            values[name] = fixture(**{n: self._value(n, values) for n in inspect.signature(fixture).parameters})
        return values[name]


@cache
def checks(assignment: str) -> tuple[Check, ...]:
    """The hidden checks of an assignment, without pytest's collection."""
    names = sorted(path.stem for path in suites.folder(assignment).glob("test_*.py"))
    modules = [importlib.import_module(f"autograde.hidden.{assignment}.{name}") for name in names]
    return tuple(check for module in modules for check in _of_module(vars(module)))


def scores(assignment: str, namespace: dict[str, Any]) -> dict[str, float]:
    """The points of each exercise for the functions in a namespace."""
    module = Module(namespace)
    earned: dict[str, float] = {}
    for check in checks(assignment):
        exercise = check.marks["exercise"].args[0]
        earned[exercise] = earned.get(exercise, 0.0) + check.points(module)
    return {exercise: round(points, 5) for exercise, points in earned.items()}


def exercise_points(assignment: str, exercise: str, namespace: dict[str, Any]) -> float:
    """The points of one exercise: what a hidden test cell of a notebook ends with."""
    module = Module(namespace)
    mine = [check for check in checks(assignment) if check.marks["exercise"].args[0] == exercise]
    return round(sum(check.points(module) for check in mine), 5)


def _of_module(names: dict[str, Any]) -> Iterator[Check]:
    fixtures = {name: inspect.unwrap(item) for name, item in names.items() if "FixtureFunction" in type(item).__name__}
    for name, function in names.items():
        if name.startswith("test_"):
            sets = [list(_sets(mark)) for mark in function.pytestmark if mark.name == "parametrize"]
            for combination in itertools.product(*sets):
                parameters = {key: value for each in combination for key, value in each.parameters.items()}
                marks = [*function.pytestmark, *(mark for each in combination for mark in each.marks)]
                id = "-".join(each.id for each in combination)
                full = f"{name}[{id}]" if combination else name
                yield Check(full, function, parameters, {mark.name: mark for mark in marks}, fixtures)


@dataclass(frozen=True)
class _Set:
    """A parameter set of a mark `parametrize`: its name in pytest, and the marks of its own."""

    id: str
    parameters: dict[str, Any]
    marks: Collection[Any]


def _sets(mark: Any) -> Iterator[_Set]:
    """The sets of one mark. Their names are pytest's: checks draw their data from a seed that is made of them."""
    argnames, values = mark.args
    argnames = [name.strip() for name in argnames.split(",")] if isinstance(argnames, str) else list(argnames)
    sets = [ParameterSet.extract_from(value, force_tuple=len(argnames) == 1) for value in values]
    names = IdMaker(argnames, sets, None, mark.kwargs.get("ids"), None, None).make_unique_parameterset_ids()
    for name, each in zip(names, sets, strict=True):
        yield _Set(name, dict(zip(argnames, each.values, strict=True)), each.marks)
