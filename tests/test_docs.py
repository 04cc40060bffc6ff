"""The documentation: links resolve, the behaviours are covered, the figures and the module lists are up to date."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt

from autograde import manifest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
MAX_FIGURES = 3 << 20


def script(name: str) -> ModuleType:
    """A file of scripts/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


BEHAVIOURS, FIGURES = script("behaviours"), script("figures")


def tokens(page: Path) -> list:
    """The inline parts of a page, flat."""
    blocks = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    return [child for block in blocks for child in block.children or []]


def targets(page: Path) -> list[str]:
    """What the links and pictures of a page point to, but for other sites."""
    named = [str(token.attrs.get("href") or token.attrs.get("src") or "") for token in tokens(page)]
    return [target for target in named if target and not urlsplit(target).scheme]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings."""
    blocks = MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8"))
    opened = [i for i, block in enumerate(blocks) if block.type == "heading_open"]
    texts = ["".join(child.content for child in blocks[i + 1].children or []) for i in opened]
    return {BEHAVIOURS.slug(text) for text in texts}


def resolves(page: Path, target: str) -> bool:
    """A relative target leads to a file of the project, and to a heading of it where it names one."""
    path, _, anchor = unquote(target).partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists() or not file.is_relative_to(ROOT):
        return False
    return not anchor or file.suffix != ".md" or anchor in anchors(file)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_relative_links_resolve(page):
    assert [target for target in targets(page) if not resolves(page, target)] == []


def test_a_broken_link_is_noticed(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# One `two`, three\n\n[a](nowhere.md) ![b](c.png) [d](#one-two-three)\n\n    [e](code.md)\n")
    assert targets(page) == ["nowhere.md", "c.png", "#one-two-three"]
    assert anchors(page) == {"one-two-three"}
    assert not any(resolves(DOCS / "index.md", target) for target in ("nowhere.md", "course/behaviours.md#no"))
    assert resolves(DOCS / "index.md", "course/behaviours.md#1-bounded-derivatives")


@pytest.fixture(scope="module")
def checks():
    return BEHAVIOURS.collect()


def test_every_behaviour_has_checks(checks):
    assert [behaviour.number for behaviour in BEHAVIOURS.behaviours()] == list(range(1, 23))
    assert [behaviour.title for behaviour in BEHAVIOURS.empty(checks)] == []


def test_an_empty_behaviour_is_noticed(checks):
    without = [(assignment, check) for assignment, check in checks if 21 not in check.behaviours]
    assert [behaviour.number for behaviour in BEHAVIOURS.empty(without)] == [21]


def test_every_mark_names_a_behaviour(checks):
    marked = {number for _, check in checks for number in check.behaviours}
    assert marked <= {behaviour.number for behaviour in BEHAVIOURS.behaviours()}


def test_the_table_of_behaviours_covers_the_course(checks):
    assert set(BEHAVIOURS.ASSIGNMENTS) == set(manifest.known()) == {assignment for assignment, _ in checks}


def test_the_table_of_behaviours_is_fresh(checks):
    fresh = BEHAVIOURS.PAGE.read_text(encoding="utf-8") == BEHAVIOURS.render(checks)
    assert fresh, "run `python scripts/behaviours.py`"


def test_every_experiment_has_a_figure_and_a_sentence():
    wanted = {FIGURES.picture(name, each) for name in manifest.known() for each in FIGURES.experiments(name)}
    assert set(FIGURES.FIGURES.glob("*")) == wanted, "run `python scripts/figures.py`"
    shown = [token for token in tokens(DOCS / "course" / "figures.md") if token.type == "image"]
    assert {(DOCS / "course" / str(token.attrs["src"])).resolve() for token in shown} == wanted
    assert len(shown) == len(wanted)
    assert sum(path.stat().st_size for path in wanted) < MAX_FIGURES


def test_the_house_names_every_module():
    text = (DOCS / "contributors" / "house.md").read_text(encoding="utf-8")
    named = {name for line in text.splitlines() if line.startswith("```{modules}") for name in line.split()[1:]}
    package = ROOT / "autograde"
    modules = {path.stem for path in package.glob("[!_]*.py")}
    packages = {f"{path.parent.name}/*" for path in package.glob("*/__init__.py") if path.parent.name != "hidden"}
    assert named == modules | packages, (
        "docs/contributors/house.md lists every module, each under its part of the house"
    )
