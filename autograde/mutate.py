"""Mutants made by machine: small mistakes put into the reference, to see which the hidden suite does not notice.

The operators are the mistakes of the subject: fans swapped, a square root dropped, ddof, axis, sign, the place of eps,
off by one, mean for sum, float32, an argument changed in place. Only the solution regions are mutated. A survivor is
killed by a new check, or listed with the reason why it is no mistake, in `tests/corpus/mutants/<assignment>.toml`.
"""

from __future__ import annotations

import ast
import copy
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograde.corpus import CorpusError
from autograde.manifest import Manifest
from autograde.submission import Submission

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


@dataclass(frozen=True)
class Mutant:
    """One change in one function of an exercise. `name` identifies it as long as the code it changes stays the same."""

    exercise: str
    name: str
    source: str


Mutation = tuple[str, ast.AST]
Operator = Callable[[ast.AST], Iterator[Mutation]]


def mutants(reference: Submission, manifest: Manifest) -> list[Mutant]:
    """All mutants of the reference's solution regions."""
    exercises = {function: exercise.name for exercise in manifest.exercises for function in exercise.functions}
    made: list[Mutant] = []
    for cell in reference.cells:
        regions = _regions(cell.source)
        tree = ast.parse(cell.source)
        for function in [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in exercises]:
            made += _of_function(function, exercises[function.name], regions)
    return _distinct(made)


def waivers(root: Path, assignment: str) -> dict[str, str]:
    """Mutants that may survive, with the reason; CorpusError when a reason is missing."""
    path = root / "tests" / "corpus" / "mutants" / f"{assignment}.toml"
    if not path.is_file():
        return {}
    listed = tomllib.loads(path.read_text(encoding="utf-8")).get("survivor", [])
    for entry in listed:
        if not entry.get("mutant") or not entry.get("reason"):
            raise CorpusError(f"{path}: every [[survivor]] needs a mutant and a reason")
    return {entry["mutant"]: entry["reason"] for entry in listed}


def _of_function(function: ast.FunctionDef, exercise: str, regions: list[range]) -> Iterator[Mutant]:
    nodes = list(ast.walk(function))
    for index, node in enumerate(nodes):
        line = getattr(node, "lineno", 0)
        if not any(line in region for region in regions):
            continue
        for operator in OPERATORS:
            for label, changed in operator(node):
                yield _mutant(function, exercise, index, node, label, changed)
    arrays = [argument.arg for argument in function.args.args if argument.arg in ARRAYS]
    if arrays and not function.name.endswith("_"):
        yield from _changed_in_place(function, exercise, arrays)
        yield from _single_precision(function, exercise)


def _mutant(
    function: ast.FunctionDef, exercise: str, index: int, node: ast.AST, label: str, changed: ast.AST
) -> Mutant:
    """The function with node number `index` replaced."""
    twin = copy.deepcopy(function)
    target = list(ast.walk(twin))[index]
    before, after = ast.unparse(node), ast.unparse(changed)
    if type(target) is type(changed):
        target.__dict__.update(copy.deepcopy(changed).__dict__)
    else:
        _Replace(target, changed).visit(twin)
    source = ast.unparse(ast.fix_missing_locations(twin))
    return Mutant(exercise, f"{function.name}: {label}: {before[:80]} -> {after[:80]}", source)


class _Replace(ast.NodeTransformer):
    def __init__(self, target: ast.AST, changed: ast.AST) -> None:
        self.target, self.changed = target, changed

    def visit(self, node: ast.AST) -> ast.AST:
        return self.changed if node is self.target else self.generic_visit(node)


def _regions(source: str) -> list[range]:
    """The line numbers between the marks of the solution regions."""
    begins = [number for number, line in enumerate(source.splitlines(), 1) if BEGIN in line]
    ends = [number for number, line in enumerate(source.splitlines(), 1) if END in line]
    return [range(begin, end) for begin, end in zip(begins, ends, strict=True)]


def _distinct(made: list[Mutant]) -> list[Mutant]:
    """Without repetitions; where one name stands for several places, they are numbered."""
    unique = {mutant.source: mutant for mutant in made}
    seen: Counter[str] = Counter()
    numbered = []
    for mutant in unique.values():
        seen[mutant.name] += 1
        suffix = f" ({seen[mutant.name]})" if seen[mutant.name] > 1 else ""
        numbered.append(Mutant(mutant.exercise, mutant.name + suffix, mutant.source))
    return numbered


# --- operators: a node, and what it might have been by mistake -------------------------------------------------------

_SWAPPED_NAMES = {"fan_in": "fan_out", "fan_out": "fan_in", "gamma": "beta", "beta": "gamma", "beta1": "beta2"}
_SWAPPED_CALLS = {"mean": "sum", "sum": "mean", "maximum": "minimum", "minimum": "maximum", "max": "min", "min": "max"}
_SWAPPED_CALLS |= {"var": "std", "std": "var", "ones": "zeros", "zeros": "ones", "ones_like": "zeros_like"}
_SWAPPED_CALLS |= {"zeros_like": "ones_like", "floor": "ceil", "any": "all", "all": "any", "abs": "square"}
_OPERATIONS: dict[type, type] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
_OPERATIONS |= {ast.FloorDiv: ast.Div, ast.Pow: ast.Mult}
_COMPARISONS: dict[type, type] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
_COMPARISONS |= {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}


def _name(node: ast.AST) -> Iterator[Mutation]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in _SWAPPED_NAMES:
        yield "swapped", ast.Name(_SWAPPED_NAMES[node.id], ast.Load())


def _call(node: ast.AST) -> Iterator[Mutation]:
    if not isinstance(node, ast.Call):
        return
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called in ("sqrt", "abs") and len(node.args) == 1:
        yield "dropped", node.args[0]
    if called == "copy" and isinstance(node.func, ast.Attribute) and not node.args:
        yield "dropped", node.func.value
    if called in _SWAPPED_CALLS and isinstance(node.func, ast.Attribute):
        changed = copy.deepcopy(node)
        assert isinstance(changed.func, ast.Attribute)
        changed.func.attr = _SWAPPED_CALLS[called]
        yield "swapped", changed
    if called in ("var", "std"):
        changed = copy.deepcopy(node)
        changed.keywords.append(ast.keyword("ddof", ast.Constant(1)))
        yield "ddof", changed
    for index, keyword in enumerate(node.keywords):
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant) and keyword.value.value in (0, 1):
            changed = copy.deepcopy(node)
            changed.keywords[index].value = ast.Constant(1 - keyword.value.value)
            yield "axis", changed


def _eps(node: ast.AST) -> Iterator[Mutation]:
    """sqrt(a + eps) for sqrt(a) + eps, and the other way round."""
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("sqrt") and len(node.args) == 1:
        inner = node.args[0]
        if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Add) and ast.unparse(inner.right) == "eps":
            root = ast.Call(node.func, [inner.left], [])
            yield "eps outside", ast.BinOp(root, ast.Add(), inner.right)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and ast.unparse(node.right) == "eps":
        root_call = node.left
        if isinstance(root_call, ast.Call) and ast.unparse(root_call.func).endswith("sqrt"):
            inside = ast.BinOp(root_call.args[0], ast.Add(), node.right)
            yield "eps inside", ast.Call(root_call.func, [inside], [])


def _arithmetic(node: ast.AST) -> Iterator[Mutation]:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        yield "operator", ast.BinOp(node.left, _OPERATIONS[type(node.op)](), node.right)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield "swapped", ast.BinOp(node.right, ast.MatMult(), node.left)
    if isinstance(node, ast.AugAssign) and type(node.op) in _OPERATIONS:
        yield "operator", ast.AugAssign(node.target, _OPERATIONS[type(node.op)](), node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
        yield "dropped", node.operand


def _logic(node: ast.AST) -> Iterator[Mutation]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS:
        yield "comparison", ast.Compare(node.left, [_COMPARISONS[type(node.ops[0])](), *node.ops[1:]], node.comparators)
    if isinstance(node, ast.BoolOp):
        yield "logic", ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)


def _constant(node: ast.AST) -> Iterator[Mutation]:
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
        return
    if isinstance(node.value, int):
        yield "off by one", ast.Constant(node.value + 1)
    if isinstance(node.value, float):
        yield "constant", ast.Constant(node.value * 2 if node.value else 0.5)


def _attribute(node: ast.AST) -> Iterator[Mutation]:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield "dropped", node.value


OPERATORS: tuple[Operator, ...] = (_name, _call, _eps, _arithmetic, _logic, _constant, _attribute)


# --- a whole function, wrapped ---------------------------------------------------------------------------------------

ARRAYS = frozenset(
    [
        *("x", "X", "y", "z", "W", "b", "w", "g", "a", "dy", "dout", "outputs", "grad"),
        *("gamma", "beta", "running_mean", "running_var", "params", "grads", "initial"),
    ]
)


def _changed_in_place(function: ast.FunctionDef, exercise: str, arrays: list[str]) -> Iterator[Mutant]:
    """The first entry of an array argument (or of the first array in it) changed after the result was computed."""
    for name in arrays:
        array = f"({name}[0][0] if isinstance({name}, (list, tuple)) and {name} else {name})"
        change = (
            f"isinstance({array}, np.ndarray) and {array}.size and {array}.flat.__setitem__(0, {array}.flat[0] + 1)"
        )
        yield Mutant(exercise, f"{function.name}: in place: {name}", _wrapped(function, "result", change))


def _single_precision(function: ast.FunctionDef, exercise: str) -> Iterator[Mutant]:
    """Every float64 array of the result through float32 and back."""
    yield Mutant(exercise, f"{function.name}: float32", _wrapped(function, "_rounded(result)", "None") + _ROUNDED)


_ROUNDED = """
def _rounded(value):
    if isinstance(value, (list, tuple)):
        return type(value)(_rounded(item) for item in value)
    if isinstance(value, np.ndarray) and value.dtype == np.float64:
        return value.astype(np.float32).astype(np.float64)
    return float(np.float32(value)) if isinstance(value, float) else value
"""


def _wrapped(function: ast.FunctionDef, result: str, afterwards: str) -> str:
    """The function as it is, with its result and its arguments treated afterwards."""
    inner = copy.deepcopy(function)
    inner.name = f"_{function.name}"
    names = ", ".join(argument.arg for argument in function.args.args)
    head = f"def {function.name}({ast.unparse(function.args)}):"
    body = f"    result = copy.deepcopy({inner.name}({names}))\n    {afterwards}\n    return {result}"
    return f"import copy\n{ast.unparse(inner)}\n{head}\n{body}\n"
