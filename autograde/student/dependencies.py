"""Which of a student's cells an exercise depends on, by the names they define and use."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Unit:
    """A cell or a statement: the names it defines and uses; `acts` when it may do more than define."""

    source: str
    defines: frozenset[str]
    uses: frozenset[str]
    acts: bool


def unit(source: str) -> Unit:
    """What a piece of code defines and uses. Code that does not parse may do anything."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Unit(source, frozenset(), frozenset(), True)
    defines: set[str] = set()
    uses: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            defines.add(node.name)
        elif isinstance(node, ast.alias):
            defines.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.Name):
            (uses if isinstance(node.ctx, ast.Load) else defines).add(node.id)
    return Unit(source, frozenset(defines), frozenset(uses), not all(map(_only_defines, tree.body)))


def _only_defines(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name | ast.Tuple) for target in node.targets)
    return isinstance(node, _DEFINITIONS) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def needed(units: Sequence[Unit], names: Iterable[str]) -> list[int]:
    """The positions of the units that these names depend on, directly or not, in order."""
    wanted = set(names)
    chosen: set[int] = set()
    while True:
        more = {
            index
            for index, unit in enumerate(units)
            if index not in chosen and (unit.acts or not wanted.isdisjoint(unit.defines))
        }
        if not more:
            return sorted(chosen)
        chosen |= more
        wanted |= {name for index in more for name in units[index].uses}


def fingerprint(units: Sequence[Unit], names: Iterable[str], *more: str) -> str:
    """A digest of everything that these names depend on, and of `more`."""
    digest = hashlib.sha256()
    for text in (*more, *(units[index].source for index in needed(units, names))):
        digest.update(hashlib.sha256(text.encode("utf-8", "replace")).digest())
    return digest.hexdigest()[:32]
