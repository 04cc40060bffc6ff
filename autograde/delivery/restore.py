"""A submitted notebook made fit for nbgrader and for other people's browsers.

nbgrader trusts a submission's metadata: a check cell that a student deleted counts in full, a doubled or foreign one
ends the run for the whole class. So the cells that were given are put back here by the *released* notebook, and what
remains is the student's: code, text, and outputs in forms that cannot carry a script.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict

from autograde.cells import encodable
from autograde.manifest import source_digest
from autograde.notebook import grade_id, role

MAX_TEXT = 20_000
MAX_IMAGE = 2 << 20
_IMAGES = ("image/png", "image/jpeg")
_JOINER = "\N{WORD JOINER}"


def load(path: Path) -> NotebookNode:
    """A notebook file as data, reduced to what is safe to show; ValueError when it is none.

    The file has passed intake, so its size is bearable, it is nbformat 4, and every cell has a source.
    """
    try:
        cells = json.loads(path.read_text("utf-8-sig"))["cells"]
        return _notebook([_loaded(cell) for cell in cells])
    except (RecursionError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a notebook: {error}") from error


def restore(submitted: NotebookNode, released: NotebookNode) -> NotebookNode:
    """The submitted cells, in their order, with the released metadata (and, where locked, sources) put back.

    Cells that were given and are graded exist exactly once afterwards; those that were missing stand behind the given
    cell that precedes them in the released notebook. `metadata.autograde.number` of a cell is its place, from 1, in
    what was submitted.
    """
    given = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    texts = {cell.source for cell in released.cells if cell.cell_type == "markdown"}
    claims = _claims(submitted.cells, given)
    cells = [
        _restored(cell, number, given.get(claims.get(number, "")), texts)
        for number, cell in enumerate(submitted.cells, 1)
    ]
    position = 0
    for name, cell in given.items():
        places = [index for index, other in enumerate(cells) if grade_id(other) == name]
        if places:
            position = places[0] + 1
        elif cell.metadata.nbgrader.grade:
            cells.insert(position, from_dict(cell))
            position += 1
    return _notebook(cells, released.metadata)


def harmless_markdown(text: str) -> str:
    """Markdown in which no HTML, and no link but to the web, is left; it reads as before.

    An invisible word joiner after `<` and `&`, and before link targets, keeps them from being what they pretend to be,
    in whatever way a renderer cuts the text up.
    """
    text = text.replace("<", "<" + _JOINER)
    text = re.sub(r"&(?=#?\w+;)", "&" + _JOINER, text)
    return re.sub(r"(\]\s*[(:]\s*)(?!https?://|mailto:|#|attachment:)", rf"\1{_JOINER}", text)


def _claims(cells: list[NotebookNode], given: dict[str, NotebookNode]) -> dict[int, str]:
    """Which submitted cell (by number) stands for which given one: the first that bears its grade_id; for one whose
    metadata was lost, a cell with the very same source."""
    numbered = list(enumerate(cells, 1))
    claims = {grade_id(cell): number for number, cell in reversed(numbered) if grade_id(cell) in given}
    digests = {source_digest(cell.source): name for name, cell in given.items() if name not in claims}
    for number, cell in numbered:
        name = digests.get(source_digest(cell.source))
        if name and number not in claims.values():
            claims[name] = number
    return {number: name for name, number in claims.items()}


def _restored(cell: NotebookNode, number: int, given: NotebookNode | None, texts: set[str]) -> NotebookNode:
    source, cell_type, metadata = cell.source, cell.cell_type, {}
    if given is not None:
        cell_type, metadata = given.cell_type, dict(given.metadata)
        if role(given) not in ("exercise", "reflection"):
            source = given.source
    elif cell_type == "raw":
        cell_type = "markdown"
    if cell_type == "markdown" and source not in texts:
        source = harmless_markdown(source)
    fresh = {"cell_type": cell_type, "metadata": {**metadata, "autograde": {"number": number}}, "source": source}
    if cell_type == "code":
        fresh.update(execution_count=None, outputs=cell.get("outputs", []))
    else:
        attachments = cell.get("attachments", {})
        fresh["source"] = _without_lost_attachments(source, attachments)
        fresh["attachments"] = attachments
    return from_dict(fresh)


def _notebook(cells: list[Any], metadata: Any = None) -> NotebookNode:
    """A notebook of these cells, numbered anew."""
    for number, cell in enumerate(cells, 1):
        cell["id"] = f"cell-{number}"
    return from_dict({"cells": cells, "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 5})


# --- what of a student's file is let through --------------------------------------------------------------------------


def _loaded(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    loaded = {
        "cell_type": cell.get("cell_type") if cell.get("cell_type") in ("markdown", "raw") else "code",
        "metadata": {"nbgrader": {"grade_id": name}} if isinstance(name, str) else {},
        "source": _text(cell.get("source", "")),
    }
    if loaded["cell_type"] == "code":
        outputs = cell.get("outputs")
        loaded["outputs"] = (
            [kept for output in outputs if (kept := _output(output))] if isinstance(outputs, list) else []
        )
    else:
        loaded["attachments"] = _attachments(cell.get("attachments"))
    return loaded


def _output(output: Any) -> dict[str, Any] | None:
    """Printed text and bitmap images of the student's own run; nothing that could be a script."""
    if not isinstance(output, dict):
        return None
    if output.get("output_type") == "stream":
        text = _text(output.get("text"))[:MAX_TEXT]
        return {"output_type": "stream", "name": "stdout", "text": text} if text else None
    data = output.get("data")
    if output.get("output_type") not in ("display_data", "execute_result") or not isinstance(data, dict):
        return None
    kept = {kind: image for kind in _IMAGES if (image := _image(data.get(kind)))}
    text = _text(data.get("text/plain"))[:MAX_TEXT]
    kept.update({"text/plain": text} if text else {})
    return {"output_type": "display_data", "metadata": {}, "data": kept} if kept else None


def _attachments(attachments: Any) -> dict[str, dict[str, str]]:
    """The images that were pasted into a text cell."""
    if not isinstance(attachments, dict):
        return {}
    kept = {
        name: {kind: image for kind in _IMAGES if (image := _image(data.get(kind)))}
        for name, data in attachments.items()
        if isinstance(data, dict)
    }
    return {name: images for name, images in kept.items() if images}


def _without_lost_attachments(source: str, attachments: dict[str, Any]) -> str:
    """A link to an attachment that is not there would stop nbgrader's feedback."""
    return re.sub(
        r"attachment:([^\s)\"']*)", lambda link: link[0] if link[1] in attachments else f"{_JOINER}{link[0]}", source
    )


def _image(data: Any) -> str:
    """A base64 image as one line; empty when it is none, or too large."""
    text = _text(data).replace("\n", "")
    try:
        return text if len(text) <= MAX_IMAGE and base64.b64decode(text, validate=True) else ""
    except (binascii.Error, ValueError):
        return ""


def _text(value: Any) -> str:
    """nbformat's text: a string or a list of them."""
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    return encodable(value) if isinstance(value, str) else ""
