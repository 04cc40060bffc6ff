"""The last step of `nbgrader generate_assignment`: the student's version, always the same, as notebook and as text."""

from __future__ import annotations

import copy
from typing import Any

import jupytext
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograde.notebook import normalize


class Release(NbGraderPreprocessor):
    """Makes the released notebook reproducible and puts a `.py` of the same name beside it."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        released = normalize(nb)
        name = resources["nbgrader"]["notebook"]
        resources.setdefault("outputs", {})[f"{name}.py"] = as_text(released).encode()
        return released, resources


def as_text(notebook: NotebookNode) -> str:
    """The notebook as py:percent with nbgrader's metadata; no header, which would name jupytext's version."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata["jupytext"] = {"notebook_metadata_filter": "-all", "cell_metadata_filter": "nbgrader,tags,-all"}
    return jupytext.writes(notebook, fmt="py:percent")
