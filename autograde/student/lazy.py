"""Imports that wait: in a cell, `import torch` costs nothing until something of torch is used.

An exercise in plain NumPy is checked in a fraction of the second that importing torch takes, and where torch is not
installed. Only imports in cells wait; what was imported is the real module as soon as any of its attributes is asked
for, or raises ModuleNotFoundError then.
"""

from __future__ import annotations

import builtins
import functools
import importlib
import importlib.util
import sys
import types
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from typing import Any

SLOW = frozenset(("torch", "matplotlib"))

_threads: list[int] = []


def _is_tensor(value: Any) -> bool:
    """As torch says; before torch is there, nothing is a tensor."""
    return "torch" in sys.modules and sys.modules["torch"].is_tensor(value)


# What setup and check cells call in passing: no reason to import torch.
_CHEAP = {"set_num_threads": _threads.append, "is_tensor": _is_tensor}


class Waiting(types.ModuleType):
    """Stands for a module until it is needed; attributes are read from and written to the real one."""

    def __getattr__(self, name: str) -> Any:
        if self.__name__ == "torch" and "torch" not in sys.modules and name in _CHEAP:
            return _CHEAP[name]
        return getattr(_import(self.__name__), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(_import(self.__name__), name, value)

    def __dir__(self) -> list[str]:
        return dir(_import(self.__name__))


def namespace_builtins() -> dict[str, Any]:
    """The `__builtins__` of a namespace in which slow imports wait."""
    return {**vars(builtins), "__import__": import_}


def import_(
    name: str,
    globals: dict[str, Any] | None = None,
    locals: dict[str, Any] | None = None,
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> types.ModuleType:
    """As `__import__`; the slow packages and their modules are not loaded yet."""
    top = name.partition(".")[0]
    parts = [f"{name}.{part}" for part in fromlist or ()]
    waits = top in SLOW and not level and top not in sys.modules
    if not waits or (_spec(top) and not all(_spec(part) for part in parts)):
        return builtins.__import__(name, globals, locals, fromlist or (), level)
    for part in parts:
        _waiting(part)
    return _waiting(name) if fromlist else _waiting(name) and _waiting(top)


@functools.cache
def _waiting(name: str) -> Waiting:
    """The one stand-in for a module; it is an attribute of its package's, as a module is."""
    module = Waiting(name)
    package, _, last = name.rpartition(".")
    if package:
        vars(_waiting(package))[last] = module
    return module


@functools.cache
def _spec(name: str) -> ModuleSpec | None:
    """Where a module would be loaded from; finding it loads nothing. None for what is no module."""
    package, _, _ = name.rpartition(".")
    if not package:
        return importlib.util.find_spec(name)
    above = _spec(package)
    if above is None or not above.submodule_search_locations:
        return None
    return PathFinder.find_spec(name, above.submodule_search_locations)


def _import(name: str) -> types.ModuleType:
    module = importlib.import_module(name)
    while _threads and "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(_threads.pop(0))
    return module
