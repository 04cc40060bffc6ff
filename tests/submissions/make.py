"""Makes the bundled submissions of `initializers` from the student's version and the solutions.

    python tests/submissions/make.py

Each is what a student might hand in; its name says what it is.
"""

from __future__ import annotations

import copy
import re
import textwrap
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from autograde.course import Course
from autograde.notebook import grade_id, role

COURSE = Course(Path(__file__).resolve().parents[2])
HERE = Path(__file__).parent / "initializers"
STUB = "    # YOUR CODE HERE\n    raise NotImplementedError()"

RELEASED = nbformat.read(COURSE.released("initializers"), as_version=4)
GIVEN = {grade_id(cell): cell.source for cell in RELEASED.cells if role(cell) == "exercise"}
SOLVED = {
    grade_id(cell): re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", cell.source, flags=re.MULTILINE).rstrip("\n")
    for cell in nbformat.read(COURSE.source("initializers"), as_version=4).cells
    if role(cell) == "exercise"
}


def answer(exercise: str, *bodies: str) -> dict[str, str]:
    """The exercise cell with these bodies written in place of its stubs, in order."""
    source = GIVEN[exercise]
    assert source.count(STUB) == len(bodies), f"{exercise} has {source.count(STUB)} functions to write"
    for body in bodies:
        source = source.replace(STUB, textwrap.indent(textwrap.dedent(body).strip("\n"), "    "), 1)
    return {exercise: source}


def notebook(answers: dict[str, str], reflection: str = "") -> NotebookNode:
    """The student's notebook with these answers."""
    made = copy.deepcopy(RELEASED)
    for cell in made.cells:
        cell.source = answers.get(grade_id(cell), cell.source)
        if role(cell) == "reflection" and reflection:
            cell.source = reflection
    return made


def without(made: NotebookNode, *names: str) -> NotebookNode:
    """The notebook after these cells were deleted."""
    made.cells = [cell for cell in made.cells if grade_id(cell) not in names]
    return made


def cell_named(made: NotebookNode, name: str) -> NotebookNode:
    """The cell of that grade_id."""
    return next(cell for cell in made.cells if grade_id(cell) == name)


def insert(made: NotebookNode, before: str, *cells: NotebookNode) -> NotebookNode:
    """The notebook with a student's own cells before the cell of that grade_id."""
    place = made.cells.index(cell_named(made, before))
    for number, cell in enumerate(cells):
        cell["id"] = f"own-{before}-{number}"
    made.cells[place:place] = cells
    return made


def complete() -> NotebookNode:
    return notebook(
        SOLVED,
        "The trouble is *symmetry*: all units of a layer get the same gradient, so the layer stays one unit. Glorot's "
        "rule halves the mean square in every ReLU layer, as ReLU drops half of it; after 20 layers little is left.",
    )


def unsolved() -> NotebookNode:
    return notebook({})


def half_done() -> NotebookNode:
    done = ("zeros", "random_normal", "glorot", "he", "variance")
    return notebook({name: SOLVED[name] for name in done}, "All units are the same, I think.")


def fan_out_for_fan_in() -> NotebookNode:
    he = answer(
        "he",
        "return rng.normal(0.0, np.sqrt(2.0 / fan_out), (fan_in, fan_out))",
        """
        limit = np.sqrt(6.0 / fan_out)
        return rng.uniform(-limit, limit, (fan_in, fan_out))
        """,
    )
    return notebook({**SOLVED, **he})


def forgot_square_root() -> NotebookNode:
    glorot = answer(
        "glorot",
        "return rng.normal(0.0, 2.0 / (fan_in + fan_out), (fan_in, fan_out))",
        """
        limit = 6.0 / (fan_in + fan_out)
        return rng.uniform(-limit, limit, (fan_in, fan_out))
        """,
    )
    he = answer(
        "he",
        "return rng.normal(0.0, 2.0 / fan_in, (fan_in, fan_out))",
        """
        limit = 6.0 / fan_in
        return rng.uniform(-limit, limit, (fan_in, fan_out))
        """,
    )
    return notebook({**SOLVED, **glorot, **he})


def ignores_rng() -> NotebookNode:
    random_normal = answer("random_normal", "return np.random.normal(0.0, std, (fan_in, fan_out))")
    orthogonal = answer(
        "orthogonal",
        """
        rng = np.random.default_rng(0)
        q, r = np.linalg.qr(rng.normal(size=(max(fan_in, fan_out), min(fan_in, fan_out))))
        q = q * np.sign(np.diag(r))
        return gain * (q if fan_in >= fan_out else q.T)
        """,
    )
    return notebook({**SOLVED, **random_normal, **orthogonal})


def syntax_error_in_one_cell() -> NotebookNode:
    broken = SOLVED["glorot"].replace("np.sqrt(2.0 / (fan_in + fan_out))", "np.sqrt(2.0 / (fan_in + fan_out)", 1)
    assert broken != SOLVED["glorot"]
    return notebook({**SOLVED, "glorot": broken})


def infinite_loop() -> NotebookNode:
    symmetry = answer(
        "symmetry",
        """
        count, j = 0, 0
        while j < W.shape[1]:
            if not any(np.abs(W[:, i] - W[:, j]).max() <= tolerance for i in range(j)):
                count += 1
        return count
        """,
    )
    return notebook({**SOLVED, **symmetry})


def own_helper_cells() -> NotebookNode:
    """Helpers and a failing try of the student's own, outputs of their run, the released setup and checks deleted."""
    he = answer(
        "he",
        "return scaled(2.0 / fan_in, rng.normal(size=(fan_in, fan_out)))",
        "return scaled(2.0 / fan_in, unit_uniform(rng, (fan_in, fan_out)))",
    )
    glorot = answer(
        "glorot",
        "return scaled(2.0 / (fan_in + fan_out), rng.normal(size=(fan_in, fan_out)))",
        "return scaled(2.0 / (fan_in + fan_out), unit_uniform(rng, (fan_in, fan_out)))",
    )
    made = without(notebook({**SOLVED, **he, **glorot}), "grade-glorot", "grade-he")
    helpers = """
        %matplotlib inline
        from math import sqrt

        def scaled(variance, draws):
            return sqrt(variance) * draws

        def unit_uniform(rng, shape):
            return rng.uniform(-sqrt(3), sqrt(3), shape)
        """
    attempt = "he_normal(3, 2)  # why does this not work?"
    look = new_code_cell("scaled(4.0, np.ones(3))", outputs=[new_output("stream", text="[2. 2. 2.]\n")])
    insert(
        made,
        "glorot",
        new_markdown_cell("Variances scale with the *square*."),
        new_code_cell(textwrap.dedent(helpers).strip()),
    )
    return insert(made, "orthogonal", new_code_cell(attempt), look)


def torch_inside() -> NotebookNode:
    """Torch's own initializers behind the exercises' signatures."""
    seed = "generator = torch.Generator().manual_seed(int(rng.integers(2**63)))\n"
    weight = "W = torch.empty(fan_out, fan_in, dtype=torch.float64)\n"
    torch_call = "return torch.nn.init.{}(W, {}generator=generator).T.numpy()"

    def body(name: str, options: str = "") -> str:
        return seed + weight + torch_call.format(name, options)

    answers = {
        **answer("zeros", "return torch.zeros(fan_in, fan_out)"),
        **answer("random_normal", body("normal_", "0.0, std, ")),
        **answer("glorot", body("xavier_normal_"), body("xavier_uniform_")),
        **answer(
            "he", body("kaiming_normal_", 'nonlinearity="relu", '), body("kaiming_uniform_", 'nonlinearity="relu", ')
        ),
        **answer("orthogonal", body("orthogonal_", "gain, ")),
    }
    return notebook({**SOLVED, **answers})


def leaves_the_process() -> NotebookNode:
    """One function ends Python, another claims full marks on the way."""
    symmetry = answer("symmetry", "import os\nos._exit(0)")
    zeros = answer("zeros", 'print("100.0")\nraise SystemExit(0)')
    return notebook({**SOLVED, **symmetry, **zeros})


def deleted_and_doubled_cells() -> NotebookNode:
    """Check cells deleted, doubled, edited and made worth more; nothing of it changes the points."""
    made = without(notebook({"zeros": SOLVED["zeros"]}), "grade-he", "setup", "reflection")
    cell_named(made, "grade-glorot").metadata.nbgrader.points = 1000
    cell_named(made, "grade-orthogonal").source = "10.0"
    double = copy.deepcopy(cell_named(made, "grade-zeros"))
    foreign = copy.deepcopy(double)
    foreign.metadata.nbgrader.update(grade_id="grade-bonus", points=50)
    return insert(made, "grade-variance", double, foreign)


def plain_script() -> str:
    """A script without cell marks: imports, functions, a try at the end that fails."""
    functions = "\n\n\n".join(SOLVED.values())
    return f"import numpy as np\nimport torch\n\n\n{functions}\n\n\nprint(zeros(2, 3))\n"


def as_text() -> str:
    """The complete notebook as jupytext writes it."""
    made = notebook(SOLVED)
    made.metadata["jupytext"] = {"notebook_metadata_filter": "-all", "cell_metadata_filter": "nbgrader,tags,-all"}
    return jupytext.writes(made, fmt="py:percent")


def not_a_notebook() -> str:
    """A notebook that was cut off on its way."""
    return nbformat.writes(notebook(SOLVED))[:5000]


NOTEBOOKS = (
    complete,
    unsolved,
    half_done,
    fan_out_for_fan_in,
    forgot_square_root,
    ignores_rng,
    syntax_error_in_one_cell,
    infinite_loop,
    own_helper_cells,
    torch_inside,
    leaves_the_process,
    deleted_and_doubled_cells,
)


def made() -> dict[str, str]:
    """File name -> content of every bundled submission."""
    files = {f"{make.__name__}.ipynb": nbformat.writes(make()) + "\n" for make in NOTEBOOKS}
    return {
        **files,
        "not_a_notebook.ipynb": not_a_notebook(),
        "complete_as_text.py": as_text(),
        "plain_script.py": plain_script(),
    }


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name, content in made().items():
        (HERE / name).write_text(content, "utf-8", newline="\n")
