"""Code that looks alike, and library calls where an exercise asks for one's own: for staff, and no proof of anything.

Submissions are only cut into tokens, never parsed as a tree nor executed. Names, comments, docstrings and layout do not
count. Every input is capped, and a submission that cannot be cut up is left out.
"""

from __future__ import annotations

import builtins
import hashlib
import io
import keyword
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

import msgspec

from autograde.manifest import Manifest
from autograde.submission import Submission

MAX_SOURCE = 200_000
MAX_TOKENS = 60_000
OWN_TOKENS = 60  # a shared function counts when it has so many tokens more than the skeleton's: short ones coincide
COMMON = 0.2  # code that more than this share of a class has is how one writes it
_LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENCODING, tokenize.ENDMARKER}
_KEPT = set(keyword.kwlist) | set(dir(builtins)) | {"np", "numpy", "torch", "scipy", "math", "plt"}
_START = re.compile(r"^(?:async\s+)?def\s+([A-Za-z_]\w*)\s*\(", re.MULTILINE)

# Library functions that do what an exercise is about: by a name that says it all, or by one after a dot.
LIBRARY = {
    *("expit", "binary_cross_entropy_with_logits", "BCEWithLogitsLoss", "gradcheck", "approx_fprime", "jacrev", "vjp"),
    *("xavier_normal_", "xavier_uniform_", "kaiming_normal_", "kaiming_uniform_", "orthogonal_", "ortho_group"),
    *("clip_grad_norm_", "clip_grad_value_", "BatchNorm1d", "LayerNorm", "StandardScaler", "Dropout", "zscore"),
    *("RMSprop", "CosineAnnealingLR", "StepLR", "make_circles", "l1_unstructured", "global_unstructured"),
}
METHODS = {
    *("sigmoid", "gelu", "leaky_relu", "backward", "grad", "autograd", "derivative", "batch_norm", "layer_norm"),
    *("native_batch_norm", "native_layer_norm", "dropout", "SGD", "Adam"),
}


class Function(msgspec.Struct, frozen=True):
    """A function of a submission: what identifies its code, how long it is, which library calls it makes."""

    digest: str
    tokens: int
    calls: tuple[str, ...]


class Alike(msgspec.Struct, frozen=True):
    """Submissions with the same code in these functions."""

    submissions: tuple[str, ...]
    functions: tuple[str, ...]


def functions(submission: Submission, manifest: Manifest) -> dict[str, Function]:
    """The exercises' functions as this submission defines them, the last definition of each."""
    wanted = {name for exercise in manifest.exercises for name in exercise.functions}
    source = "\n\n".join(cell.source for cell in submission.cells)
    if len(source) > MAX_SOURCE:
        return {}
    return {name: function for name, text in _definitions(source) if name in wanted and (function := _function(text))}


def alike(
    found: dict[str, dict[str, Function]], skeleton: dict[str, Function], own_tokens: int = OWN_TOKENS
) -> list[Alike]:
    """Groups of submissions that share the code of long enough functions, the largest overlap first."""
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for submission, defined in found.items():
        for name, function in defined.items():
            given = skeleton[name].tokens if name in skeleton else 0
            if function.tokens - given >= own_tokens:
                holders[name, function.digest].append(submission)
    most = max(3.0, COMMON * len(found))
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for (name, _), submissions in holders.items():
        if 1 < len(submissions) <= most:
            groups[tuple(submissions)].append(name)
    made = [Alike(submissions, tuple(names)) for submissions, names in groups.items()]
    return sorted(made, key=lambda group: -len(group.functions))


def library_calls(defined: dict[str, Function], manifest: Manifest) -> dict[str, tuple[str, ...]]:
    """Exercise -> library calls in its functions. Exercises about PyTorch are about its functions."""
    asked = (exercise for exercise in manifest.exercises if not exercise.name.startswith("torch"))
    found = {
        exercise.name: tuple(
            sorted({call for name in exercise.functions if name in defined for call in defined[name].calls})
        )
        for exercise in asked
    }
    return {exercise: calls for exercise, calls in found.items() if calls}


def _definitions(source: str) -> Iterator[tuple[str, str]]:
    """(name, text) of the functions at the left margin."""
    starts = list(_START.finditer(source))
    for start in starts:
        end = re.compile(r"^[^\s#)\]}]", re.MULTILINE).search(source, start.end())
        yield start[1], source[start.start() : end.start() if end else len(source)]


def _function(text: str) -> Function | None:
    """Its first MAX_TOKENS words; None when it cannot be cut into words."""
    try:
        tokens = list(_tokens(text))
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    digest = hashlib.sha256("\0".join(_normal(tokens)).encode("utf-8", "replace")).hexdigest()[:24]
    calls = {token for before, token in pairwise(tokens) if token in LIBRARY or (token in METHODS and before == ".")}
    return Function(digest, len(tokens), tuple(sorted(calls)))


def _tokens(text: str) -> Iterator[str]:
    """The words of the code: no comments, no layout but indentation, no strings that stand at the start of a line."""
    fresh = True
    for token in islice(tokenize.generate_tokens(io.StringIO(text).readline), MAX_TOKENS):
        if token.type in _LAYOUT:
            fresh = fresh or token.type == tokenize.NEWLINE
        elif token.type in (tokenize.INDENT, tokenize.DEDENT):
            yield ">" if token.type == tokenize.INDENT else "<"
        elif not (fresh and token.type == tokenize.STRING):
            fresh = False
            yield token.string


def _normal(tokens: Iterable[str]) -> Iterator[str]:
    """Names of one's own by the order in which they come; strings all alike."""
    names: dict[str, str] = {}
    before = ""
    for token in tokens:
        if token.isidentifier() and token not in _KEPT and before != ".":
            yield names.setdefault(token, f"name{len(names)}")
        elif token[-1:] in "\"'":
            yield "string"
        else:
            yield token
        before = token
