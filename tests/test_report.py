"""The instructor's report: its numbers, its flags, and that it survives whatever was handed in."""

from __future__ import annotations

import csv
import io
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from autograde import manifest as manifests
from autograde.cli import app
from autograde.cli import report as _  # noqa: F401 (registers itself)
from autograde.delivery import similarity
from autograde.delivery.report import HandedIn, Problem, handed_in, page, sheet, summary
from autograde.delivery.stored import Stored, latest
from autograde.records import ExerciseResult, Record, TestResult
from autograde.store import Grading, Key, Store
from autograde.submission import Submission, read
from autograde.wire import Cell

MANIFEST = manifests.load("initializers")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
KEY = Key("d", "s", "e", "sealed")
CHECKS = {"test_a": 5.0, "test_b": 4.0, "test_c": 3.0, "test_d": 3.0}  # of `he`


def stored(name: str, passed: str, clue: str = "", path: str = "none.py", others: float = 0.0) -> Stored:
    """A submission that passes those of the checks of `he`, and has `others` points in `glorot`."""
    said = f"he_normal(4, 3, rng)\nexpected: x\nclue: {clue}" if clue else "he_normal(4, 3, rng)\nexpected: x"
    tests = tuple(
        TestResult(check, "passed", points, points)
        if check[-1] in passed
        else TestResult(check, "timeout" if check == "test_d" else "failed", 0.0, points, said)
        for check, points in CHECKS.items()
    )
    score = sum(test.points for test in tests)
    exercises = (ExerciseResult("he", score, 15.0, tests), ExerciseResult("glorot", others, 15.0, ()))
    made = Record(name, path, "d", "graded", None, "sealed", score + others, 100.0, 0.5, exercises)
    return Stored(Grading("initializers", name, path, KEY, made.score, NOW), made, 2)


CLASS = [
    stored("ada", "abcd", others=15),
    stored("ben", "abcd", others=12),
    stored("cem", "ad", "Which fan?", others=5),
    stored("dan", "ad", "Which fan?", others=3),
    stored("eve", "ad", "A root?", others=2),
    stored("fay", "", others=15),
]


def test_the_numbers_of_a_class() -> None:
    made = summary(CLASS, MANIFEST, HandedIn())
    he = next(exercise for exercise in made.exercises if exercise.name == "he")
    assert (he.short, he.untouched) == (4, 1)
    assert he.mean == pytest.approx((1 + 1 + 3 * 8 / 15 + 0) / 6)
    checks = {check.name: check for check in he.checks}
    assert (checks["test_a"].failed, checks["test_b"].failed) == (1, 4)
    assert checks["test_b"].share == pytest.approx(4 / 6)
    assert checks["test_d"].odd == "1 timeout"
    assert he.together == (("test_b", "test_c"),)  # fay, who did nothing, does not make all checks redundant
    told = [(clue.exercise, clue.text, clue.count) for clue in made.clues]
    assert told == [("he", "Which fan?", 2), ("he", "A root?", 1)]
    assert made.bins == (0, 4, 1, 1, 0, 0, 0, 0, 0, 0)
    assert made.isolation == (("sealed", 6),)


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    made = summary(
        [stored("a", "b", others=9), stored("b", "b", others=9), stored("c", "", others=1)], MANIFEST, HandedIn()
    )
    checks = {check.name: check for check in made.exercises[[e.name for e in made.exercises].index("he")].checks}
    assert checks["test_b"].discrimination == pytest.approx(1.0)
    assert not checks["test_b"].weak
    assert checks["test_a"].discrimination is None  # nobody passes
    against = summary([stored("a", "b"), stored("b", "b"), stored("c", "", others=9)], MANIFEST, HandedIn())
    he = next(exercise for exercise in against.exercises if exercise.name == "he")
    assert next(check for check in he.checks if check.name == "test_b").weak


def test_an_empty_class_has_a_report() -> None:
    made = summary([], MANIFEST, HandedIn())
    assert "No clue was given" in page(made, NOW)
    assert len(sheet(made).splitlines()) == 1


def test_the_page_is_safe_and_accessible() -> None:
    evil = "<script>evil()</script>"
    aside = (Problem(evil, evil),)
    refused = HandedIn(frozenset({evil, "late"}), (Problem("rejected one", evil),))
    made = page(summary([*CLASS, stored(evil, "a", evil, f"/x/{evil}")], MANIFEST, refused, aside), NOW)
    parsed = BeautifulSoup(made, "html.parser")
    assert not parsed.find_all(["script", "link", "img"])
    assert all(link["href"].startswith("file:///") for link in parsed.find_all("a"))
    assert "evil()" in parsed.get_text()
    assert "no record yet" in parsed.get_text()
    assert "set aside" in parsed.get_text()
    assert all(header.has_attr("scope") for header in parsed.find_all("th"))
    assert all(region.has_attr("aria-label") for region in parsed.select("[tabindex]"))


def test_the_sheet_has_a_line_for_everybody() -> None:
    name = "=cmd()"
    made = summary([stored(name, "a")], MANIFEST, HandedIn(frozenset({name, "x"}), (Problem("@r", "+why"),)))
    lines = list(csv.DictReader(io.StringIO(sheet(made))))
    assert [(line["submission"], line["status"]) for line in lines] == [
        ("'=cmd()", "graded"),
        ("'@r", "rejected"),
        ("x", "not graded yet"),
    ]
    assert (lines[0]["score"], lines[0]["versions"], lines[1]["remarks"]) == ("5", "2", "'+why")


# --- code that looks alike --------------------------------------------------------------------------------------------

OWN = '''
def he_normal(fan_in, fan_out, rng):
    """Weights."""
    total = 0.0
    for i in range(fan_in):
        for j in range(fan_out):
            total += rng.normal() * np.sqrt(2.0 / fan_in)
            if total > 100.0 * i + j:
                total = total / 2.0 - float(i) + float(j) * 3.0
    return rng.normal(0.0, np.sqrt(2.0 / fan_in), (fan_in, fan_out)) + 0.0 * total
'''
RENAMED = (
    OWN.replace("total", "s").replace('"""Weights."""', "'other words'").replace("    for i", "    # why\n    for i")
)
OTHER = OWN.replace("/ 2.0 -", "/ 2.5 -")


def submission(name: str, source: str) -> Submission:
    return Submission(name, f"{name}.py", "initializers", name, (Cell(1, source),))


def shared(**sources: str) -> list[similarity.Alike]:
    found = {name: similarity.functions(submission(name, text), MANIFEST) for name, text in sources.items()}
    return similarity.alike(found, {})


def test_renamed_code_is_recognised_and_other_code_is_not() -> None:
    assert shared(ada=OWN, ben=RENAMED, cem=OTHER) == [similarity.Alike(("ada", "ben"), ("he_normal",))]


def test_short_code_may_coincide() -> None:
    short = "def zeros(fan_in, fan_out, rng):\n    return np.zeros((fan_in, fan_out))\n"
    assert shared(ada=short, ben=short) == []


def test_code_that_everybody_has_is_no_flag() -> None:
    assert shared(**{f"s{i}": OWN for i in range(20)}) == []


def test_the_last_definition_counts_and_the_skeleton_does_not() -> None:
    given = similarity.functions(submission("skeleton", OWN), MANIFEST)
    both = {name: similarity.functions(submission(name, OTHER + OWN), MANIFEST) for name in ("ada", "ben")}
    assert both["ada"]["he_normal"].digest == given["he_normal"].digest
    assert similarity.alike(both, given) == []


def test_library_calls_are_told_where_ones_own_is_asked() -> None:
    source = "def he_normal(a, b, rng):\n    grad = 1\n    return torch.nn.init.kaiming_normal_(x).sigmoid()\n"
    source += "def init_module_(m, s, g):\n    torch.nn.init.kaiming_normal_(m.weight)\n"
    defined = similarity.functions(submission("ada", source), MANIFEST)
    assert similarity.library_calls(defined, MANIFEST) == {"he": ("kaiming_normal_", "sigmoid")}


BOMBS = {
    "deep": "def he_normal(a):\n    x = " + "(" * 60_000 + "1" + ")" * 60_000,
    "indented": "def he_normal(a):\n" + "".join(" " * i + "if a:\n" for i in range(1, 600)),
    "open string": "def he_normal(a):\n    x = '''" + "a\n" * 80_000,
    "operators": "def he_normal(a):\n    x = 1" + " + 1" * 45_000,
    "null and surrogate": "def he_normal(a):\n    x = '\x00\ud800'\n",
    "many functions": "def he_normal(a): 1\n" * 9_000,
    "continued": "def he_normal(a):\n    x = \\\n" * 9_000,
    "brackets": "def he_normal(a):\n)\n]\n}\n" * 9_000,
    "huge": "def he_normal(a):\n    x = 1" + " + 1" * 900_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_for_the_tokenizer_takes_a_moment_and_harms_nobody(name: str) -> None:
    start = time.process_time()
    found = {"bomb": similarity.functions(submission("bomb", BOMBS[name]), MANIFEST), "ada": {}}
    assert len(similarity.alike(found, {})) == 0
    assert time.process_time() - start < 5.0


# --- from end to end --------------------------------------------------------------------------------------------------


def test_the_command_reads_the_store_and_the_folder(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'records.db'}"
    store = Store(url)
    for name, source in (("ada", OWN), ("ben", RENAMED), ("cem", OTHER)):
        path = tmp_path / "submitted" / name / "initializers" / "initializers.py"
        path.parent.mkdir(parents=True)
        path.write_text(source)
        digest = read(path, MANIFEST).digest
        item = stored(name, "a", path=str(path)).record
        item = Record(name, str(path), digest, "graded", None, "sealed", 5.0, 100.0, 0.1, item.exercises)
        store.add("initializers", Key(digest, "s", "e", "sealed"), item)
    assert [item.record.submission for item in latest(store, "initializers")] == ["ada", "ben", "cem"]
    store.close()
    for name, text in (("dan", OWN), ("eve", "\x00")):
        path = tmp_path / "submitted" / name / "initializers" / "initializers.py"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    (tmp_path / "submitted" / "cem" / "initializers" / "initializers.py").write_text(OWN)  # changed after grading
    out, table = tmp_path / "report.html", tmp_path / "report.csv"
    arguments = ["--submitted", str(tmp_path / "submitted"), "--to", str(out), "--csv", str(table)]
    done = CliRunner().invoke(app, ["report", "initializers", "--store", url, *arguments])
    assert done.exit_code == 0, done.output
    assert "3 graded, 2 without a grade" in done.output
    statuses = {line["submission"]: line for line in csv.DictReader(table.open())}
    assert {name: line["status"] for name, line in statuses.items()} == {
        **dict.fromkeys(("ada", "ben", "cem"), "graded"),
        "eve": "rejected",
        "dan": "not graded yet",
    }
    assert statuses["ada"]["remarks"] == "shares the code of he_normal"
    assert statuses["cem"]["remarks"] == ""
    links = [link["href"] for link in BeautifulSoup(out.read_text(), "html.parser").select("tbody a")]
    assert links[0] == (tmp_path / "submitted" / "ada" / "initializers" / "initializers.py").as_uri()


def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    assert handed_in(tmp_path / "none", MANIFEST) == HandedIn()
