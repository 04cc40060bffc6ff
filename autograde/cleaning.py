"""Text that a student's code made, fit to be shown: one line, no control characters, no paths of the host."""

from __future__ import annotations

import re

LINE_LIMIT = 200
_PATH = re.compile(r"(?<![\w.])/(?:[^\s/'\"<>:;,()]+/)+([^\s/'\"<>:;,()]*)")
_WINDOWS_PATH = re.compile(r"\b[A-Za-z]:\\(?:[^\s\\'\"<>:;,()]+\\)*([^\s\\'\"<>:;,()]*)")


def clean(text: str, limit: int = LINE_LIMIT) -> str:
    """One line that is safe to show: no control characters, no paths of the host, at most `limit` characters."""
    text = " ".join(text[: 4 * limit].split())
    text = "".join(char if char.isprintable() else "?" for char in text)
    text = _WINDOWS_PATH.sub(r"...\\\1", _PATH.sub(r".../\1", text))
    return text if len(text) <= limit else text[: limit - 3] + "..."
