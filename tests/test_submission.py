"""Intake: what is handed in is read as data; odd files are rejected with a reason, never an exception."""

from __future__ import annotations

import json
import os
import time

import pytest

from autograde import submission
from autograde.manifest import Exercise, Manifest, ReleasedCell, source_digest
from autograde.submission import MAX_FILE, Rejected, display_name, find, intake, read, translate

CHECKS = 'assert relu(1.0) == 1.0, "relu(1) is 1"\nprint("fine")'
MANIFEST = Manifest(
    "activations",
    "Activations",
    (Exercise("relu", 10, ("relu",)),),
    (ReleasedCell("grade-relu", "checks", source_digest(CHECKS)), ReleasedCell("relu", "exercise", "0")),
)


def notebook(*cells: tuple[str, str] | dict, **changes) -> str:
    """A notebook of (type, source) cells as JSON."""
    made = [
        cell if isinstance(cell, dict) else {"cell_type": cell[0], "source": cell[1], "metadata": {}, "outputs": []}
        for cell in cells
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made} | changes)


def write(folder, name: str, text: str | bytes):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_notebook_and_the_same_as_a_script_are_the_same_submission(tmp_path):
    cells = [("markdown", "# Title"), ("code", "x = 1\n"), ("code", CHECKS), ("code", "def relu(z):\n    return z")]
    script = "# ---\n# jupyter: ...\n# ---\n\n" + "\n".join(
        f"# %% [markdown]\n# {text}\n" if kind == "markdown" else f"# %%\n{text}\n" for kind, text in cells
    )
    one = read(write(tmp_path, "a.ipynb", notebook(*cells)), MANIFEST)
    two = read(write(tmp_path, "a.py", script), MANIFEST)
    assert [(cell.number, cell.source.strip()) for cell in one.cells] == [
        (2, "x = 1"),
        (4, "def relu(z):\n    return z"),
    ]
    assert one.digest == two.digest


def test_released_checks_are_dropped_by_their_source_and_not_by_metadata(tmp_path):
    claims = {"nbgrader": {"grade_id": "grade-relu", "grade": True, "points": 1000}}
    own = {"cell_type": "code", "source": "def relu(z): return z", "metadata": claims}
    cells = read(write(tmp_path, "a.ipynb", notebook(own, ("code", CHECKS + "   \r\n"))), MANIFEST).cells
    assert [cell.source for cell in cells] == ["def relu(z): return z"]


def test_a_script_without_marks_is_to_be_split(tmp_path):
    submission = read(write(tmp_path, "a.py", "x = 1\ny = 2\n"), MANIFEST)
    assert submission.split
    assert submission.line(1, 2) == "y = 2"


def test_line_endings_and_a_byte_order_mark_do_not_matter(tmp_path):
    one = read(write(tmp_path, "a.py", b"\xef\xbb\xbf# %%\r\nx = 1\r\n"), MANIFEST)
    two = read(write(tmp_path, "b.py", b"# %%\nx = 1\n"), MANIFEST)
    assert one.digest == two.digest


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.ipynb", b"\xff\xfe\x00x", "NUL|UTF-8"),
        ("a.py", b"x = '\xe9'", "UTF-8"),
        ("a.py", b"x = 1\0", "NUL"),
        ("a.ipynb", b"", "not a valid notebook"),
        ("a.ipynb", b"[1, 2]", "not a valid notebook"),
        ("a.ipynb", b"[" * 100_000, "not a valid notebook"),
        ("a.ipynb", b'{"nbformat": 4, "cells": ' + b'{"a":' * 50_000, "not a valid notebook"),
        ("a.ipynb", b'{"nbformat": "four", "cells": []}', "not a valid notebook"),
        ("a.ipynb", b'{"nbformat": 4, "cells": [{"cell_type": 3, "source": []}]}', "not a valid notebook"),
        ("a.ipynb", b'{"nbformat": 3, "worksheets": []}', "old or unknown format"),
        ("a.ipynb", b'{"nbformat": 4, "cells": [' + b",".join([b"{}"] * 2001) + b"]}", "more than 2000 cells"),
        ("a.py", b"# %%\n" * 2001, "more than 2000 cells"),
        ("a.py", b"x = 1\n" * 500_000, "MB of code"),
        ("a.txt", b"x = 1", "not a notebook"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_a_reason(tmp_path, name, content, reason):
    with pytest.raises(Rejected, match=reason):
        read(write(tmp_path, name, content), MANIFEST)


def test_a_huge_file_is_rejected_without_being_read_whole(tmp_path):
    path = tmp_path / "a.ipynb"
    with path.open("wb") as file:
        file.truncate(MAX_FILE * 40)
    with pytest.raises(Rejected, match="larger than"):
        read(path, MANIFEST)


def test_links_fifos_and_folders_are_rejected(tmp_path):
    target = write(tmp_path, "target.py", "x = 1")
    link, fifo, folder = tmp_path / "link.py", tmp_path / "fifo.py", tmp_path / "folder.py"
    link.symlink_to(target)
    os.mkfifo(fifo)
    folder.mkdir()
    for path, reason in ((link, "symbolic link"), (fifo, "regular file"), (folder, "regular file")):
        with pytest.raises(Rejected, match=reason):
            read(path, MANIFEST)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 5 % 3", "x = 5 % 3"),
        ("%matplotlib inline\nx = 1", "get_ipython().run_line_magic('matplotlib', 'inline')\nx = 1"),
        ("%%time\ndef f():\n    return 1", "def f():\n    return 1"),
        ("%time x = f()", "x = f()"),
        ("%timeit -n 100 -r3 -x + 1", "-x + 1"),
        ("!ls", "get_ipython().system('ls')"),
        ("relu?", "get_ipython().run_line_magic('pinfo', 'relu')"),
        ("text = '''\n%not a magic\n'''", "text = '''\n%not a magic\n'''"),
        ("% (((", "% ((("),
    ],
)
def test_ipython_syntax_is_translated(source, expected):
    translated = translate(source)
    if expected != "% (((":
        assert translated == expected


def test_find_knows_the_three_layouts(tmp_path):
    write(tmp_path, "files/ann.ipynb", "{}")
    write(tmp_path, "files/bob.py", "")
    write(tmp_path, "files/notes.txt", "")
    write(tmp_path, "folders/ann/activations.ipynb", "{}")
    write(tmp_path, "folders/ann/numpy.py", "")
    write(tmp_path, "folders/bob/other.ipynb", "{}")
    write(tmp_path, "submitted/ann/activations/activations.ipynb", "{}")
    write(tmp_path, "submitted/bob/activations/activations.py", "")
    write(tmp_path, "submitted/cem/backprop/backprop.py", "")
    files = find(tmp_path / "files", "activations")
    assert [(item.name, item.path.name, item.problem) for item in files] == [
        ("ann", "ann.ipynb", None),
        ("bob", "bob.py", None),
    ]
    ann, bob = find(tmp_path / "folders", "activations")
    assert (ann.name, ann.path.name, ann.notes) == (
        "ann",
        "activations.ipynb",
        ("ignored beside the submission: numpy.py",),
    )
    assert bob.problem == "there is no activations.ipynb or activations.py in the folder"
    submitted = find(tmp_path / "submitted", None)
    there = [("ann", "activations"), ("bob", "activations"), ("cem", "backprop")]
    assert [(item.name, item.assignment) for item in submitted] == there
    assert [item.name for item in find(tmp_path / "submitted", "activations")] == ["ann", "bob"]
    assert find(tmp_path / "files/ann.ipynb", "activations")[0].name == "ann"


def test_find_refuses_links_and_says_what_is_missing(tmp_path):
    outside = write(tmp_path, "outside/activations.py", "")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "eve").symlink_to(outside.parent)
    assert "symbolic link" in (find(tmp_path / "in", "activations")[0].problem or "")
    with pytest.raises(ValueError, match="no such file"):
        find(tmp_path / "nowhere", "activations")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="no submissions"):
        find(tmp_path / "empty", "activations")
    with pytest.raises(ValueError, match="which assignment"):
        find(outside, None)


def test_names_that_are_not_text_can_still_be_shown(tmp_path):
    os.makedirs(os.fsencode(tmp_path) + b"/in")
    with open(os.fsencode(tmp_path) + b"/in/\xff\n<b>=cmd.py", "wb") as file:
        file.write(b"x = 1")
    (item,) = find(tmp_path / "in", "activations")
    assert item.name.startswith("\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}<b>=cmd~")
    assert read(item.path, MANIFEST, item.name).name == item.name


@pytest.mark.parametrize(
    ("cell", "script", "graded"),
    [
        ("def relu(z):\n    raise NotImplementedError()", "def relu(z): return z", "activations.py"),
        ("def relu(z): return abs(z)", "def relu(z): return z", "activations.ipynb"),
        (
            "def relu(z):\n    raise NotImplementedError()",
            "def relu(z):\n    raise NotImplementedError()",
            "activations.ipynb",
        ),
    ],
    ids=["only the script", "both", "neither"],
)
def test_of_a_notebook_and_a_script_the_one_that_was_worked_on_is_graded(tmp_path, cell, script, graded):
    skeleton = ReleasedCell("relu", "exercise", source_digest("def relu(z):\n    raise NotImplementedError()"))
    manifest = Manifest("activations", "Activations", MANIFEST.exercises, (skeleton,))
    write(tmp_path, "in/ann/activations.ipynb", notebook(("code", cell)))
    write(tmp_path, "in/ann/activations.py", f"# %%\n{script}\n")
    (found,) = find(tmp_path / "in", "activations")
    submission = intake(found, manifest)
    assert submission.path.endswith(graded)
    assert submission.notes[0].startswith(f"{graded} was graded")


def test_a_notebook_that_cannot_be_read_gives_way_to_the_script_beside_it(tmp_path):
    write(tmp_path, "in/ann/activations.ipynb", "nothing")
    write(tmp_path, "in/ann/activations.py", "# %%\nx = 1\n")
    (found,) = find(tmp_path / "in", "activations")
    assert intake(found, MANIFEST).path.endswith(".py")


@pytest.mark.parametrize(
    "source",
    [
        "x = 1" + "\n" * 1_000_000 + "y = 2",
        "a" * 100_000 + " ?",
        "(" + "a" * 100_000 + "\n) ?",
        "%matplotlib inline\ns = '''" + "\n" * 20_000 + "'''",
    ],
    ids=["blank lines", "a long name", "a long name in parentheses", "a long string"],
)
def test_no_source_keeps_intake_busy(tmp_path, source):
    """Each of these would take a minute to hours where the effort is the square of the length."""
    start = time.process_time()
    read(write(tmp_path, "a.ipynb", notebook(("code", source))), MANIFEST)
    read(write(tmp_path, "a.py", source), MANIFEST)
    assert time.process_time() - start < 20


def test_translating_has_its_limit_and_the_reason_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(submission, "MAX_TRANSLATION", 2000)
    cells = [("code", "%matplotlib inline\nx = 1")] * 10
    assert len(read(write(tmp_path, "few.ipynb", notebook(*cells)), MANIFEST).cells) == 10
    with pytest.raises(Rejected, match="IPython's own syntax"):
        read(write(tmp_path, "many.ipynb", notebook(*cells, ("code", "!ls\n" * 100))), MANIFEST)


def test_what_python_writes_and_json_does_not_know_is_read(tmp_path):
    """NaN and half characters, as outputs have them."""
    text = notebook({"cell_type": "code", "source": "x = 1", "outputs": [{"data": float("nan"), "text": "\ud83d"}]})
    assert "NaN" in text
    assert read(write(tmp_path, "a.ipynb", text), MANIFEST).cells[0].source == "x = 1"


def test_a_folder_that_may_not_be_looked_into_costs_its_student_only(tmp_path, monkeypatch):
    for name in ("a", "b"):
        write(tmp_path / name / "activations", "activations.py", "x = 1\n")
    looked_into = submission.in_folder

    def closed(folder, name, assignment):
        if name == "a":
            raise PermissionError(13, "Permission denied")
        return looked_into(folder, name, assignment)

    monkeypatch.setattr(submission, "in_folder", closed)
    first, second = find(tmp_path, "activations")
    assert (first.name, first.problem) == ("a", "cannot be read (Permission denied)")
    assert second.problem is None


def test_names_that_cannot_be_shown_stay_different():
    names = [os.fsdecode(b"M\xfcller"), os.fsdecode(b"M\xf6ller"), "a\tb", "a\u202eb", "x" * 250, "x" * 251, "Müller"]
    shown = [display_name(name) for name in names]
    assert len(set(shown)) == len(names)
    assert all(name.isprintable() and len(name) <= 200 for name in shown)
    assert shown[-1] == "Müller"
