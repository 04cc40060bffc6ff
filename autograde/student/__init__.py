"""What students use: checking their own code, watching it, hints, progress, figures, handing in.

Nothing here needs the grader; the package that students install has this, the manifests and the released assignments.
In a notebook, `%load_ext autograde.student` makes check cells speak as `autograde check` does.
"""

from __future__ import annotations

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext autograde.student` calls."""
    from autograde.student import ipython

    ipython.load(shell)
