"""Sphinx's configuration: `make docs` builds the site from the Markdown files here.

Sphinx with MyST, because both are maintained, read the Markdown that GitHub shows too, and fail on a broken reference.
"""

import ast
import json
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

PACKAGE = Path(__file__).resolve().parent.parent / "autograde"

project = "Nitty-gritty"
author = "the authors of nitty-gritty"
html_title = "Training neural networks: the nitty-gritty"
# No extension for formulas: a reader of these pages fetches nothing from another site, and GitHub shows them alike.
extensions = ["myst_parser"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"
html_copy_source = False
html_show_copyright = False


class Modules(SphinxDirective):
    """Modules of the package with the first paragraph of their docstrings: `{modules} judge expect` or `jail/*`."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """A definition list, in the given order."""
        paths = [path for name in self.arguments[0].split() for path in sorted(PACKAGE.glob(f"{name}.py"))]
        entries = [entry for path in paths for entry in self._entry(path)]
        return self.parse_text_to_nodes("\n\n".join(entries))

    def _entry(self, path: Path) -> list[str]:
        self.env.note_dependency(str(path))
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if path.name.startswith("__"):
            return []
        name = path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
        return [f"`autograde.{name}`\n: " + docstring.partition("\n\n")[0].replace("\n", " ")]


class Exercises(SphinxDirective):
    """The exercises of an assignment with their functions and points: `{exercises} backprop`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """A table, from the manifest."""
        path = PACKAGE / "manifests" / f"{self.arguments[0]}.json"
        self.env.note_dependency(str(path))
        lines = ["| exercise | functions | points |", "|---|---|---:|"]
        for exercise in json.loads(path.read_text(encoding="utf-8"))["exercises"]:
            functions = ", ".join(f"`{name}`" for name in exercise["functions"])
            lines.append(f"| `{exercise['name']}` | {functions} | {exercise['points']:g} |")
        return self.parse_text_to_nodes("\n".join(lines))


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("modules", Modules)
    app.add_directive("exercises", Exercises)
