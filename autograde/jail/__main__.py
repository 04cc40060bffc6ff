"""Try a level: `python -m autograde.jail LEVEL` locks a child in and ends; it prints the step that fails, and why."""

import os
import sys

from autograde.jail import JailError, Limits, prepare, spawn


def main(level: str) -> int:
    """Return 0 when a child was locked in at `level`."""
    try:
        prepare(level)
        ended = spawn(level, Limits(), os.open(os.devnull, os.O_RDWR), lambda fd: None).wait()
    except JailError as error:
        print(error)
        return 1
    return ended.code or ended.signal


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
