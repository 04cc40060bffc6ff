"""Hostile files at intake, from the folder to the record: rejected with a reason, or graded on their merits.

Every file is handed in by a student of its own in nbgrader's layout, beside an honest submission; the whole folder is
graded in one go.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hostile_cases import complaint

from autograde import jail
from autograde.delivery import outputs
from autograde.engine import Pool
from autograde.records import Record
from autograde.submission import find

COMPLETE = json.loads((Path(__file__).parent / "submissions/initializers/complete.ipynb").read_text())
LEVEL = jail.best()

Notebook = dict[str, Any]


def edited(*edits: Callable[[Notebook], object]) -> bytes:
    """The complete notebook after these edits."""
    notebook = copy.deepcopy(COMPLETE)
    for edit in edits:
        edit(notebook)
    return json.dumps(notebook).encode()


def identity(cell: Notebook) -> str:
    """The grade_id of a cell, "" when it has none."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def cell(notebook: Notebook, name: str) -> Notebook:
    """The cell of that grade_id."""
    return next(each for each in notebook["cells"] if identity(each) == name)


def without(*names: str) -> Callable[[Notebook], object]:
    """An edit that deletes cells."""
    return lambda notebook: notebook.update(cells=[c for c in notebook["cells"] if identity(c) not in names])


def with_cell(code: Any) -> Callable[[Notebook], object]:
    """An edit that adds a cell at the end."""
    made = {"cell_type": "code", "source": code, "metadata": {}, "outputs": [], "execution_count": None}
    return lambda notebook: notebook["cells"].append(made)


def claim_everything(notebook: Notebook) -> None:
    """Every cell claims a thousand points, is unlocked, and says it is a solution."""
    for each in notebook["cells"]:
        claims = {"grade": True, "points": 1000, "locked": False, "solution": True, "schema_version": 1}
        each["metadata"].setdefault("nbgrader", {}).update(claims)


def pass_in_the_checks(notebook: Notebook) -> None:
    """The visible checks are edited, and hold what they must never do: be executed by the grader."""
    for each in notebook["cells"]:
        if identity(each).startswith("grade-"):
            each["source"] = "import os\nos._exit(0)  # edited"


def rename_cells(notebook: Notebook) -> None:
    """The cells' names are permuted: what counts is what they define."""
    names = ["zeros", "he", "glorot"]
    cells = [cell(notebook, name) for name in names]
    for each, name in zip(cells, names[1:] + names[:1], strict=True):
        each["metadata"]["nbgrader"]["grade_id"] = name


def duplicate(notebook: Notebook) -> None:
    """A second cell of the same name, which comes later and is wrong."""
    wrong = copy.deepcopy(cell(notebook, "zeros"))
    wrong["source"] = "def zeros(fan_in, fan_out, rng):\n    return None"
    notebook["cells"].append(wrong)


def huge_outputs(notebook: Notebook) -> None:
    """Twenty megabytes of output, with HTML in it."""
    cell(notebook, "zeros")["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": "<script>" * (5 << 19)},
        {"output_type": "execute_result", "data": {"text/plain": "100.0"}, "metadata": {}, "execution_count": 1},
    ]


def nested(levels: int) -> bytes:
    """A notebook whose metadata are nested."""
    return (
        b'{"nbformat": 4, "nbformat_minor": 5, "cells": [], "metadata": '
        + b'{"a":' * levels
        + b"1"
        + b"}" * levels
        + b"}"
    )


# name: (content of initializers.ipynb, what must come of it: "rejected: words" or what is expected of the score)
FILES: dict[str, tuple[bytes, str]] = {
    "not_utf8": (b"\xe9\xe8" + edited(), "rejected: UTF-8"),
    "nul_bytes": (edited().replace(b"import", b"imp\0ort", 1), "rejected: NUL"),
    "nul_in_a_cell": (edited(with_cell("x = 1\0")), "full"),
    "empty": (b"", "rejected: not a valid notebook"),
    "not_json": (b"print('hello')", "rejected: not a valid notebook"),
    "cut_off": (edited()[:5000], "rejected: not a valid notebook"),
    "a_list": (b"[]", "rejected: not a valid notebook"),
    "a_number": (b"1e400", "rejected: not a valid notebook"),
    "cells_of_odd_types": (edited(lambda n: n["cells"].append(7)), "rejected: not a valid notebook"),
    "source_of_an_odd_type": (edited(with_cell({"a": 1})), "rejected: not a valid notebook"),
    "ancient_format": (edited(lambda n: n.update(nbformat=2)), "rejected: format"),
    "format_three": (b'{"nbformat": 3, "worksheets": [{"cells": []}]}', "rejected: format"),
    "future_format": (edited(lambda n: n.update(nbformat=99)), "rejected: format"),
    "format_that_is_text": (edited(lambda n: n.update(nbformat="4")), "rejected: not a valid notebook"),
    "deep_json": (nested(100_000), "rejected: not a valid notebook"),
    "too_many_cells": (edited(*[with_cell("x = 1")] * 2500), "rejected: cells"),
    "too_much_code": (edited(with_cell("x = '" + "y" * (3 << 20) + "'")), "rejected: MB of code"),
    "too_large": (b" " * (33 << 20), "rejected: larger than"),
    "huge_outputs": (edited(huge_outputs), "full"),
    "parser_bomb_of_parentheses": (edited(with_cell("x = " + "(" * 50_000 + ")" * 50_000)), "full"),
    "parser_bomb_of_operators": (edited(with_cell("x = " + "-" * 500_000 + "1")), "full"),
    "parser_bomb_of_powers": (edited(with_cell("x = 9 ** 9 ** 9 ** 9")), "full"),
    "parser_bomb_of_indents": (edited(with_cell("\n".join(" " * i + "if 1:" for i in range(200)))), "full"),
    "tokenizer_bomb_of_magics": (edited(with_cell("%time " * 20_000 + "\n!" + "(" * 20_000 + "?")), "full"),
    "unicode_of_all_kinds": (edited(with_cell("\u202e\u2066\ufeff = 1\n\U0010ffff")), "full"),
    "half_a_character": (edited(with_cell("x = '\ud800'")), "full"),
    "form_feeds_and_vertical_tabs": (edited(with_cell("x = 1\x0c\x0b\x1c\x85\u2028y = 2")), "full"),
    "deleted_cell": (edited(without("he", "grade-he")), "all but he"),
    "deleted_checks": (edited(without(*(identity(c) for c in COMPLETE["cells"] if "grade-" in identity(c)))), "full"),
    "deleted_setup": (edited(without("setup")), "full"),
    "no_code_at_all": (edited(lambda n: n.update(cells=[])), "none"),
    "duplicate_cell": (edited(duplicate), "all but zeros"),
    "renamed_cells": (edited(rename_cells), "full"),
    "changed_points_and_locks": (edited(claim_everything), "full"),
    "edited_checks": (edited(pass_in_the_checks), "full"),
    "metadata_of_odd_types": (edited(lambda n: n["cells"][3].update(metadata={"nbgrader": [1, 2]})), "full"),
    "hidden_tests_claimed": (edited(with_cell("### BEGIN HIDDEN TESTS\nassert True\n### END HIDDEN TESTS")), "full"),
}
NAMES = (
    "..",
    "line\nbreak",
    "<script>alert(1)<",
    '=HYPERLINK("http:&A1")',
    "\x1b[2Jred\x07",
    "name with spaces; rm -rf ~",
    "\udcff\udcfe",
    "n" * 200,
    "-rf",
)
BESIDE = ("numpy.py", "conftest.py", "sitecustomize.py", "pytest.ini", "test_initializers.py", "torch/__init__.py")


@pytest.fixture(scope="session")
def submitted(tmp_path_factory) -> Path:
    """nbgrader's `submitted/` with every hostile file."""
    folder = tmp_path_factory.mktemp("submitted")
    for name, (content, _) in FILES.items():
        put(folder, name, content)
    for number, name in enumerate(NAMES):
        if name != "..":
            put(folder, f"{number}{name}" if name != "-rf" else name, edited())
    crowded = put(folder, "crowded", edited())
    for name in BESIDE:
        (crowded / name).parent.mkdir(exist_ok=True)
        (crowded / name).write_text("raise SystemExit('imported from beside the notebook')")
    odd = put(folder, "symlink", b"")
    (odd / "initializers.ipynb").unlink()
    (odd / "initializers.ipynb").symlink_to("/etc/passwd")
    odd = put(folder, "fifo", b"")
    (odd / "initializers.ipynb").unlink()
    os.mkfifo(odd / "initializers.ipynb")
    odd = put(folder, "folder", b"")
    (odd / "initializers.ipynb").unlink()
    (odd / "initializers.ipynb").mkdir()
    (folder / "linked_student").symlink_to(folder / "crowded")
    return folder


def put(folder: Path, student: str, content: bytes) -> Path:
    """Hand in a notebook; return the folder it lies in."""
    place = folder / student / "initializers"
    place.mkdir(parents=True)
    (place / "initializers.ipynb").write_bytes(content)
    return place


@pytest.fixture(scope="session")
def records(submitted) -> dict[str, Record]:
    """A record of every hostile file, by the student's name."""
    found = find(submitted, None)
    with Pool("initializers", LEVEL, 2, call_seconds=2.0, total_seconds=30.0) as pool:
        graded = [pool.grade_path(item) for item in found]
    assert len(graded) == len(list(submitted.iterdir()))
    return {record.submission: record for record in graded}


@pytest.mark.parametrize("name", FILES)
def test_hostile_files(records, name):
    record, expected = records[name], FILES[name][1]
    if expected.startswith("rejected: "):
        assert record.status == "rejected"
        assert record.score == 0
        assert expected.removeprefix("rejected: ") in record.reason
    else:
        assert record.status == "graded", record.reason
        assert complaint(record, expected) == ""


def test_what_lies_beside_a_notebook_is_named_and_not_used(records):
    record = records["crowded"]
    assert record.score == record.max_score
    assert all(name.split("/")[0] in record.notes[0] for name in BESIDE)


@pytest.mark.parametrize(
    ("name", "words"), [("symlink", "link"), ("fifo", "regular file"), ("folder", ""), ("linked_student", "link")]
)
def test_odd_files_are_rejected(records, name, words):
    assert records[name].status == "rejected"
    assert words in records[name].reason


def test_odd_names_are_graded_and_can_be_shown(records):
    graded = [record for name, record in records.items() if name[:1].isdigit() or name == "-rf"]
    assert len(graded) == len(NAMES) - 1
    for record in graded:
        assert record.score == record.max_score
        assert record.submission.isprintable()
        assert len(record.submission) <= 200


def test_nothing_of_it_disturbs_its_reader(records):
    """JSON that is JSON, and a heading for the graded notebook without a tag of theirs."""
    for record in records.values():
        assert json.loads(msgspec.json.encode(record))["submission"] == record.submission
        shown = [record.submission, record.reason or "", *record.notes, *(error.message for error in record.cells)]
        assert all(text.isprintable() for text in shown), shown
        assert "<" not in outputs.heading(record)


def test_reasons_teach_and_show_nothing_of_the_host(records, submitted):
    rejected = [record for record in records.values() if record.status == "rejected"]
    assert len(rejected) >= 20
    for record in rejected:
        assert 10 < len(record.reason) < 200
        assert str(submitted) not in record.reason
        assert "Traceback" not in record.reason
