"""`expect`: how a hidden check judges a value and speaks to the student.

Every failure says which call was made, what is expected of it, what came back and, where something is recognised, a
clue; in at most six lines, without the wanted values. Nothing that came back is used before it went through here: a
student may return anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograde import clues as known
from autograde.disclosure import clean
from autograde.failures import StudentFailure
from autograde.pictures import Picture
from autograde.proxy import Handle, StudentModule

FLOAT64 = (1e-9, 1e-12)
FLOAT32 = (1e-4, 1e-5)
KINDS = {"f": "floating-point numbers", "b": "booleans", "i": "integers", "u": "integers"}


class CheckFailed(StudentFailure):
    """What came back is not what was asked for; the text and the picture are for the student."""

    def __init__(self, message: str, picture: Picture | None = None) -> None:
        super().__init__(message)
        self.picture = picture


class Expect:
    """Judges what the student's functions return. `module` knows which call was made last."""

    def __init__(self, module: StudentModule) -> None:
        self._module = module

    def array(self, got: Any, shape: tuple[int, ...], rule: str, kind: str = "f") -> np.ndarray:
        """`got` as an array of this shape and kind: "f" floating, "b" bool, "any" whatever is a number."""
        array = self._numbers(got, rule, kind, scalar=shape == ())
        if array.shape != shape:
            clue = known.shape_clue(array, np.empty(shape))
            self._fail(rule, f"shape {array.shape}, expected {shape}", clue)
        return array

    def scalar(self, got: Any, rule: str) -> float:
        """`got` as a float: a Python or NumPy number, or an array without dimensions."""
        return float(self.array(got, (), rule))

    def close(
        self,
        got: Any,
        want: Any,
        rule: str,
        clues: dict[str, Any] | None = None,
        rtol: float | None = None,
        atol: float | None = None,
        picture: Callable[[], Picture] | None = None,
    ) -> np.ndarray:
        """`got` has the shape of `want`, floating dtype, and its values to `rtol`, `atol`.

        The default tolerance is 1e-9, 1e-12, and 1e-4, 1e-5 when the last call was given float32 arrays. `clues` maps
        sentences to the values (or functions that make them) which known mistakes would give. `picture` makes what is
        shown beside the message when a value is wrong.
        """
        want = np.asarray(want, dtype=np.float64)
        default = FLOAT32 if any(array.dtype == np.float32 for array in self._inputs()) else FLOAT64
        rtol, atol = default[0] if rtol is None else rtol, default[1] if atol is None else atol
        array = self._numbers(got, rule, "f", scalar=want.shape == ()).astype(np.float64)
        if array.shape != want.shape:
            clue = known.named_clue(array, clues or {}, want) or known.shape_clue(array, want)
            self._fail(rule, f"shape {array.shape}, expected {want.shape}", clue)
        with np.errstate(all="ignore"):
            right = np.isclose(array, want, rtol=rtol, atol=atol, equal_nan=True)
        if not right.all():
            clue = self._value_clue(array, want, clues or {})
            self._fail(rule, self._difference(array, want, right), clue, picture)
        return array

    def items(self, got: Any, count: int | None, rule: str) -> list[Any]:
        """`got` as a list of `count` entries (None: any number): a list or a tuple will do."""
        if not isinstance(got, list | tuple):
            self._fail(rule, f"{described(got)}, expected a list or tuple")
        if count is not None and len(got) != count:
            self._fail(rule, f"{len(got)} entries, expected {count}")
        return list(got)

    def pairs(self, got: Any, like: list[Any], rule: str) -> list[tuple[np.ndarray, np.ndarray]]:
        """`got` as a list of pairs of arrays with the shapes of `like`, a list of `(W, b)`."""
        pairs = []
        for i, (item, (W, b)) in enumerate(zip(self.items(got, len(like), rule), like, strict=True)):
            if not isinstance(item, list | tuple) or len(item) != 2:
                self._fail(rule, f"entry {i} is {described(item)}, expected a pair")
            pairs.append((self.array(item[0], np.shape(W), rule), self.array(item[1], np.shape(b), rule)))
        return pairs

    def mapping(self, got: Any, keys: Any, rule: str) -> dict[Any, Any]:
        """`got` as a dict that has at least these keys."""
        if not isinstance(got, dict):
            self._fail(rule, f"{described(got)}, expected a dict")
        missing = [key for key in keys if key not in got]
        if missing:
            self._fail(rule, f"a dict without the key {missing[0]!r}")
        return got

    def that(
        self,
        condition: Any,
        rule: str,
        got: str = "",
        clues: dict[str, Any] | None = None,
        picture: Callable[[], Picture] | None = None,
    ) -> None:
        """The condition holds; `clues` maps sentences to the conditions under which they are told, `picture` makes
        what is shown beside the message."""
        if not condition:
            clue = next((sentence for sentence, holds in (clues or {}).items() if holds), None)
            self._fail(rule, got, clue, picture)

    def pure(self, rule: str = "its arguments are left as they were: work on a copy, or build a new array") -> None:
        """The last call changed none of its array arguments."""
        if self._module.changed:
            place = self._module.changed[0]
            self._fail(rule, f"argument {place} was changed in place")

    # --- messages ---

    def _numbers(self, got: Any, rule: str, kind: str, scalar: bool) -> np.ndarray:
        number = isinstance(got, int | float | bool) and scalar
        if not isinstance(got, np.ndarray) and not number:
            self._fail(rule, f"{described(got)}, expected {'a number' if scalar else 'an array'}", _missing_return(got))
        array = np.asarray(got)
        whole_number = scalar and array.shape == () and array.dtype.kind in "iu"
        if kind != "any" and array.dtype.kind != kind and not (kind == "f" and whole_number):
            found = KINDS.get(array.dtype.kind, array.dtype.name)
            self._fail(rule, f"{found} ({array.dtype.name}), expected {KINDS[kind]}")
        return array.astype(np.float64) if kind == "f" and whole_number else array

    def _difference(self, got: np.ndarray, want: np.ndarray, right: np.ndarray) -> str:
        """One entry that is wrong; its value unless it is one of the inputs, which are hidden."""
        wrong = np.where(right, -1.0, np.nan_to_num(np.abs(got - want), nan=np.inf, posinf=np.inf))
        place = tuple(int(i) for i in np.unravel_index(int(wrong.argmax()), got.shape))
        value = float(got[place])
        secret = any(np.isin(value, array.astype(np.float64)).any() for array in self._inputs() if array.size)
        shown = "" if secret and value not in (0.0, 1.0, -1.0) else f" {value:.3g}"
        if got.ndim == 0:
            return f"{shown.strip() or 'another number'}, which is not right"
        count = int((~right).sum())
        where = f"[{', '.join(map(str, place))}]"
        farthest = f"the one farthest off, at {where}, is{shown or ' one of the inputs'}"
        return f"an array with {count} of {right.size} entries wrong; {farthest}"

    def _value_clue(self, got: np.ndarray, want: np.ndarray, clues: dict[str, Any]) -> str | None:
        clue = known.named_clue(got, clues, want) or known.input_clue(got, self._inputs())
        clue = clue or known.value_clue(got, want)
        if clue is None and self._module.changed:
            clue = f"The call changed its argument {self._module.changed[0]} in place, which may be why."
        return clue

    def _inputs(self) -> list[np.ndarray]:
        last = self._module.last
        return list(_arrays([*last.args, *last.kwargs.values()]))

    def _fail(self, rule: str, got: str, clue: str | None = None, picture: Callable[[], Picture] | None = None) -> None:
        lines = [self._module.last.text, f"expected: {clean(rule)}"]
        lines += [f"came back: {clean(got)}"] if got else []
        lines += [f"clue: {clean(clue)}"] if clue else []
        raise CheckFailed("\n".join(line for line in lines if line), picture() if picture else None)


def described(value: Any) -> str:
    """What came back, by its type."""
    if value is None:
        return "None"
    if isinstance(value, Handle):
        return _with_article(value.type_name)
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return _with_article(type(value).__name__)


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[:1].lower() in "aeiou" else f"a {noun}"


def _missing_return(value: Any) -> str | None:
    return "A function without a `return` gives None." if value is None else None


def _arrays(values: list[Any]) -> Iterator[np.ndarray]:
    for value in values:
        if isinstance(value, np.ndarray):
            yield value
        elif isinstance(value, list | tuple):
            yield from _arrays(list(value))
        elif isinstance(value, dict):
            yield from _arrays(list(value.values()))
