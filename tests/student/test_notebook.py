"""`%load_ext autograde.student`: what a check cell says in a notebook."""

from __future__ import annotations

import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograde import manifest

ACTIVATIONS = manifest.load("activations")
RELU = ACTIVATIONS.exercise("relu")


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> InteractiveShell:
    """A shell of its own, as a kernel has one, with the extension loaded and the assignment's first cell run."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    shell = InteractiveShell(user_ns={})
    shell.run_line_magic("load_ext", "autograde.student")
    shell.run_cell(ACTIVATIONS.setup)
    return shell


def run(shell: InteractiveShell, source: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    shell.run_cell(source)
    return "".join(capsys.readouterr())


def test_a_check_cell_speaks(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(shell, RELU.checks, capsys)
    assert said.splitlines()[0] == "relu: relu is not defined yet: run its cell first."
    shell.run_cell("def relu(z):\n    raise NotImplementedError()\n\ndef relu_grad(z):\n    return np.maximum(z, 0.0)")
    said = run(shell, RELU.checks, capsys)
    assert said.splitlines()[0] == "relu: relu is not written yet: it still says `raise NotImplementedError()`."
    assert "] 0 of 7 exercises pass" in said
    assert "Traceback" not in said
    shell.run_cell("def relu(z):\n    return np.maximum(z, 0.0)")
    said = run(shell, RELU.checks, capsys)
    assert said.startswith("relu: The slope is 1 where z > 0 and 0 where z < 0, not [[0.")
    assert "Traceback" not in said
    shell.run_cell("def relu_grad(z):\n    return (z > 0) * 1.0")
    assert "[###---------------------] 1 of 7 exercises pass" in run(shell, RELU.checks, capsys)


def test_everything_else_is_as_always(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.run_cell("def relu(z):\n    assert z is None, 'mine'\n    return z")
    assert "Traceback" in run(shell, RELU.checks, capsys)
    shell.run_cell("def relu(z):\n    return undefined")
    assert "name 'undefined' is not defined" in run(shell, RELU.checks, capsys)
    said = run(shell, "assert 1 == 2, 'my own'", capsys)
    assert "Traceback" in said
    assert "exercises pass" not in said
