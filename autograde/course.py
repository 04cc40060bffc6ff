"""The course folder: where its parts lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograde import config

CONFIG = "nbgrader_config.py"
CHECKOUT = Path(__file__).resolve().parent.parent


class NoCourse(Exception):
    """There is no course folder here; the text says what was looked for."""


@dataclass(frozen=True)
class Course:
    """A folder that holds the course. Nothing is read here but names."""

    root: Path

    @property
    def config(self) -> Path:
        """nbgrader's configuration; `autograde build` and the `nbgrader` commands share it."""
        return self.root / CONFIG

    @property
    def pairing(self) -> Path:
        """jupytext's configuration: which folders hold the two sides of a notebook."""
        return self.root / ".jupytext.toml"

    def solution(self, assignment: str) -> Path:
        """The truth: the notebook as text, with its solutions."""
        return self.root / "solutions" / assignment / f"{assignment}.py"

    def source(self, assignment: str) -> Path:
        """The same notebook for nbgrader and Jupyter."""
        return self.root / "source" / assignment / f"{assignment}.ipynb"

    def released(self, assignment: str, suffix: str = ".ipynb") -> Path:
        """What students get, as a notebook or (`suffix=".py"`) as text."""
        return self.root / "assignments" / assignment / f"{assignment}{suffix}"

    def manifest(self, assignment: str) -> Path:
        """What the grader knows about the assignment."""
        return self.root / "autograde" / "manifests" / f"{assignment}.json"

    def assignments(self) -> list[str]:
        """The ids of the assignments that have a solution, sorted."""
        return sorted(path.stem for path in (self.root / "solutions").glob("*/*.py") if path.stem == path.parent.name)


def home(start: Path | None = None) -> Path:
    """Where submissions, gradebook and records lie: the folder at or above `start` (the current one) with nbgrader's
    configuration, else the checkout this package was installed from."""
    start = (start or Path.cwd()).resolve()
    return next((folder for folder in (start, *start.parents) if (folder / CONFIG).is_file()), CHECKOUT)


def store_url(root: Path | None = None) -> str:
    """Where records are kept: what `autograde.toml` says, else a database beside the gradebook. ConfigError."""
    root = root or home()
    return config.load(root).store or f"sqlite:///{root / 'autograde.db'}"


def find(start: Path | None = None) -> Course:
    """The course at or above `start` (the current folder), else the checkout this package was installed from."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents, CHECKOUT):
        if (folder / CONFIG).is_file() and (folder / "solutions").is_dir():
            return Course(folder)
    raise NoCourse(f"no course here: neither {start} nor a folder above it has {CONFIG} and solutions/")
