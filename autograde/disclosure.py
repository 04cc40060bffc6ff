"""What a student may read of what a submission says: cleaned, capped, and never a hidden value.

Text that a cell produced while it was loaded is the student's own: no hidden value was near. What is raised while a
hidden check calls a function may carry the check's inputs, so its message is shown only when it is one of the
well-known messages of Python, NumPy and torch, which name shapes, types and names of the student's own, and nothing
else.
"""

from __future__ import annotations

import builtins
import re

from autograde.cleaning import clean

_KNOWN_MESSAGES = (
    r"",
    r"name 'NAME' is not defined",
    r"name 'NAME' is not defined\. Did you mean: 'NAME'\?",
    r"cannot access local variable 'NAME' where it is not associated with a value",
    r"(module )?'NAME'( object)? has no attribute 'NAME'(\. Did you mean: '\w+'\?)?",
    r"NAME\(\) missing INT required (positional|keyword-only) arguments?: ('NAME'(, | and |, and )?)+",
    r"NAME\(\) takes (from )?INT( to INT)? positional arguments? but INT (was|were) given",
    r"NAME\(\) got an unexpected keyword argument 'NAME'",
    r"NAME\(\) got multiple values for argument 'NAME'",
    r"unsupported operand type\(s\) for \S+( or pow\(\))?: 'NAME' and 'NAME'",
    r"bad operand type for \S+ \S+: 'NAME'",
    r"'\S+' not supported between instances of 'NAME' and 'NAME'",
    r"'NAME' object is not (callable|subscriptable|iterable)",
    r"'NAME' object does not support item assignment",
    r"object of type 'NAME' has no len\(\)",
    r"can't multiply sequence by non-int of type 'NAME'",
    r"can only concatenate \w+ \(not \"NAME\"\) to \w+",
    r"(list|tuple|string) index out of range",
    r"(list|tuple) indices must be integers or slices, not NAME",
    r"too many values to unpack \(expected INT(, got INT)?\)",
    r"not enough values to unpack \(expected (at least )?INT, got INT\)",
    r"cannot unpack non-iterable NAME object",
    r"too many indices for array: array is INT-dimensional, but INT were indexed",
    r"index -?INT is out of bounds for axis INT with size INT",
    r"axis -?INT is out of bounds for array of dimension INT",
    r"operands could not be broadcast together with shapes (SHAPE ?)+",
    r"non-broadcastable output operand with shape SHAPE doesn't match the broadcast shape SHAPE",
    r"could not broadcast input array from shape SHAPE into shape SHAPE",
    r"matmul: Input operand INT has a mismatch in its core dimension INT, with gufunc signature "
    r"\(n\?,k\),\(k,m\?\)->\(n\?,m\?\) \(size INT is different from INT\)",
    r"matmul: Input operand INT does not have enough dimensions .{0,120}",
    r"shapes SHAPE and SHAPE not aligned: INT \(dim INT\) != INT \(dim INT\)",
    r"cannot reshape array of size INT into shape SHAPE",
    r"all the input arrays must have same number of dimensions.{0,120}",
    r"only (length-1|size-1|0-dimensional) arrays can be converted to Python scalars",
    r"setting an array element with a sequence\..{0,120}",
    r"The truth value of an array with more than one element is ambiguous\. Use a\.any\(\) or a\.all\(\)",
    r"Boolean value of Tensor with more than one value is ambiguous",
    r"output array is read-only",
    r"assignment destination is read-only",
    r"Cannot cast ufunc '\w+' (input INT|output) from dtype\('\w+'\) to dtype\('\w+'\) with casting rule '\w+'",
    r"ufunc '\w+' .{0,30}not supported for the input types, .{0,120}",
    r"(overflow|underflow|invalid value|divide by zero) encountered in \w+",
    r"(integer |float )?division (or modulo )?by zero",
    r"math (domain|range) error",
    r"maximum recursion depth exceeded( .{0,60})?",
    r"mat1 and mat2 shapes cannot be multiplied \(INTxINT and INTxINT\)",
    r"mat1 and mat2 must have the same dtype, but got \w+ and \w+",
    r"The size of tensor a \(INT\) must match the size of tensor b \(INT\) at non-singleton dimension INT",
    r"expected np\.ndarray \(got NAME\)",
    r"Can't call numpy\(\) on Tensor that requires grad\. Use tensor\.detach\(\)\.numpy\(\) instead\.",
    r"a leaf Variable that requires grad is being used in an in-place operation\.",
    r"element INT of tensors does not require grad and does not have a grad_fn",
    r"Trying to backward through the graph a second time.{0,300}",
    r"this function was given for one call only, and that call is over",
)
_PARTS = {"NAME": r"[A-Za-z_][\w.]{0,60}", "INT": r"\d{1,5}", "SHAPE": r"\((?:\d{1,5},?){0,6}\)"}
_FREE_END = re.compile(r"\.\{0,\d+\}$")  # what may follow is not shown: it could be anything


def _template(known: str) -> re.Pattern[str]:
    known = _FREE_END.sub(lambda free: f"(?P<rest>{free.group()})", known)
    for part, pattern in _PARTS.items():
        known = known.replace(part, pattern)
    return re.compile(known, re.DOTALL)


_TEMPLATES = [_template(known) for known in _KNOWN_MESSAGES]
_WORD = re.compile(r"[A-Za-z_]\w*")
_TEMPLATE_WORDS = frozenset(word for known in _KNOWN_MESSAGES for word in _WORD.findall(known.replace("\\w", "")))
_NUMBER = re.compile(r"\d+")
_SMALL = 20  # a number up to here is shown without being known
_PUBLIC_NAMES = frozenset(dir(builtins)) | {
    *("numpy", "torch", "scipy", "math", "ndarray", "Tensor", "NoneType"),
    *("bool", "int32", "int64", "float16", "float32", "float64", "complex128", "same_kind", "safe"),
    *("add", "subtract", "multiply", "divide", "true_divide", "power", "matmul", "maximum", "exp", "log", "sqrt"),
    *("dtype", "function", "method", "builtin_function_or_method", "module", "generator"),
}
_KNOWN_WORDS = _TEMPLATE_WORDS | _PUBLIC_NAMES
_ODD_ARRAY = re.compile(r"array of dtype (object|str|bytes|complex|void|datetime|timedelta|longdouble|float)")
_PUBLIC_TYPES = {
    *("Generator", "RandomState", "MaskedArray", "matrix", "memmap", "recarray", "DataFrame", "Series", "csr_matrix"),
    *("Module", "Sequential", "Linear", "Parameter", "Optimizer", "SGD", "Adam", "Figure", "Axes", "partial", "deque"),
}


def words(source: str) -> frozenset[str]:
    """The words of a student's own code: names and numbers that a message may hold."""
    return frozenset(re.findall(r"\w+", source))


def own_error(type_name: str, message: str) -> str:
    """What a student may read of an exception of a cell that was loaded: all of it, cleaned."""
    name = clean(type_name, 60)
    text = clean(message)
    return f"{name}: {text}" if text else name


def hidden_error(type_name: str, message: str, own: frozenset[str], numbers: frozenset[int] = frozenset()) -> str:
    """What a student may read of an exception raised during a hidden check's call.

    `own` are the words of the student's code: names in the message must be among them (or be Python's and NumPy's own).
    `numbers` may be shown, such as the sizes of the call's arguments; others become a question mark.
    """
    exception = isinstance(getattr(builtins, type_name, None), type) or type_name in own
    name = (clean(type_name, 60) if exception else "") or "an exception"
    message = " ".join(message.split())
    if not message:
        return name
    shown = well_known(message, own)
    if shown is None:
        return f"{name} (its message is not shown here: it may hold hidden values)"
    return f"{name}: {clean(_NUMBER.sub(lambda found: _number(found.group(), own, numbers), shown))}"


def well_known(message: str, own: frozenset[str]) -> str | None:
    """What may be shown of a message of a known form, all its words the student's own or public ones; None: nothing."""
    message = message.strip()
    for template in _TEMPLATES:
        match = template.fullmatch(message)
        if match:
            shown = message[: match.start("rest")] if "rest" in template.groupindex else message
            if all(word in _KNOWN_WORDS or word in own for word in _WORD.findall(shown)):
                return shown.rstrip(" ,")
    return None


def public_type(name: str, *own: frozenset[str]) -> str:
    """The name of a type as a student may read it: a made-up one could spell hidden values."""
    array = _ODD_ARRAY.match(name)
    if array:
        return array.group()
    known = name in _PUBLIC_NAMES or name in _PUBLIC_TYPES or any(name in words for words in own)
    return clean(name, 60) if known else "special object"


def _number(digits: str, own: frozenset[str], numbers: frozenset[int]) -> str:
    value = int(digits)
    return digits if value <= _SMALL or value in numbers or digits in own else "?"
