"""Single keys from the terminal, on POSIX and on Windows, without waiting for Return."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

if sys.platform == "win32":
    import msvcrt
else:
    import os
    import select
    import signal
    import termios
    import tty


_PREFIXES = ("\x00", "\xe0")  # of arrows and function keys on Windows


@contextmanager
def single_keys(resumed: Callable[[], None] = lambda: None) -> Iterator[None]:
    """While this holds, keys arrive one by one and are not echoed; Ctrl-C works as always. After Ctrl-Z and `fg` they
    do so again, and `resumed` is called."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)

    def again(*_: object) -> None:
        tty.setcbreak(descriptor)
        resumed()

    handler = signal.signal(signal.SIGCONT, again)
    try:
        tty.setcbreak(descriptor)
        yield
    finally:
        signal.signal(signal.SIGCONT, handler)
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def read(seconds: float) -> str:
    """The key that is pressed within this time; empty when there is none, or no terminal."""
    if not sys.stdin.isatty():
        time.sleep(seconds)
        return ""
    if sys.platform == "win32":
        until = time.monotonic() + seconds
        while not msvcrt.kbhit():
            if time.monotonic() >= until:
                return ""
            time.sleep(0.02)
        key = msvcrt.getwch()
        if key in _PREFIXES:
            msvcrt.getwch()  # what follows an arrow's prefix is a letter, and not typed
            return ""
        return key
    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    if not ready:
        return ""
    typed = os.read(sys.stdin.fileno(), 32).decode("utf-8", "replace")
    return "" if typed.startswith("\x1b") else typed[:1]  # arrows and other keys that are none of ours
