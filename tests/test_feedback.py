"""The student's page: what it shows, what it holds back, and that nothing on it is anything but text."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import numpy as np
import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from autograde import manifest as manifests
from autograde import pictures
from autograde.cli import app, feedback  # noqa: F401 (registers itself)
from autograde.delivery import outputs, visibility
from autograde.delivery.drawing import svg
from autograde.delivery.feedback import exercise_view, file_name, page, prose
from autograde.delivery.visibility import Visibility, VisibilityError
from autograde.engine import Pool
from autograde.records import CellError, ExerciseResult, Record, TestResult
from autograde.store import Key, Store
from autograde.submission import Found

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = manifests.load("initializers")
HE = MANIFEST.exercise("he")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVIL = "<script>evil()</script><img src=x onerror=evil()>\"'\x1b[31m"
RNG = np.random.default_rng(0)
HISTOGRAM = pictures.histogram(RNG.normal(0, 0.1, 500), lambda x: np.exp(-(x**2)), (-1, 1), EVIL, "weight")


def message(text: str = "not it") -> str:
    return f"he_normal(4, 3, rng)\nexpected: variance 2 / fan_in\ncame back: {text}\nclue: Which fan?"


TESTS = (
    TestResult("test_he_shape", "passed", 1.0, 1.0),
    TestResult("test_he_variance[he_normal]", "failed", 0.0, 4.0, message(), HISTOGRAM),
    TestResult("test_he_variance[he_uniform]", "failed", 0.0, 4.0, message("something else")),
    TestResult("test_he_late", "timeout", 0.0, 6.0, "he_normal(4, 3, rng)\ntook more than 5 s"),
)
RESULT = ExerciseResult("he", 1.0, 15.0, TESTS)


def record(**changes: object) -> Record:
    made = Record("ada", "ada.py", "d" * 32, "graded", None, "sealed", 1.0, 100.0, 0.1, (RESULT,))
    return msgspec.structs.replace(made, **changes)


def soup(made: Record, rules: Visibility | None = None) -> BeautifulSoup:
    return BeautifulSoup(page(made, MANIFEST, rules or Visibility(), NOW), "html.parser")


def test_the_first_failure_in_full_the_others_in_a_line() -> None:
    he = soup(record()).find(id="he")
    assert he is not None
    text = " ".join(he.get_text(" ").split())
    assert "1 of 15 points, 1 of 4 checks passed" in text
    first = he.find(class_="failure")
    assert first is not None
    labels = dict(zip([d.text for d in first.find_all("dt")], [d.text for d in first.find_all("dd")], strict=True))
    assert labels == {"expected": "variance 2 / fan_in", "came back": "not it", "clue": "Which fan?"}
    assert first.find("svg")
    others = [item.get_text(" ", strip=True) for item in he.select("h3.next + ul > li")]
    assert len(others) == 2
    assert "something else" not in text  # a line is the rule, not the whole message
    assert HE.hints[0].split()[0] in text
    assert all(hint.strip() not in text for hint in HE.hints[1:])  # the next step only
    assert "he shape" in text


def test_a_page_stands_alone_and_is_accessible() -> None:
    made = soup(record(cells=(CellError(3, 1, "NameError: x"),)))
    assert made.html["lang"] == "en"
    assert not made.find_all(["script", "link", "iframe", "object", "img"])
    assert "default-src 'none'" in made.find("meta", attrs={"http-equiv": True})["content"]
    assert not re.search(r"(src|href)=\"(?!#)", str(made))
    ids = [tag["id"] for tag in made.find_all(id=True)]
    assert len(ids) == len(set(ids))
    levels = [int(tag.name[1]) for tag in made.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for drawing in made.find_all("svg"):
        assert all(made.find(id=name).text for name in drawing["aria-labelledby"].split())
    for link in made.select("nav a"):
        assert made.find(id=link["href"][1:])


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def test_both_palettes_have_the_contrast_that_text_needs() -> None:
    css = (ROOT / "autograde" / "delivery" / "templates" / "style.css").read_text()
    palettes = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in css.split("@media", 1)]
    for colors in palettes:
        for ink in ("ink", "ink-soft", "accent", "good", "bad", "got", "want"):
            for paper in ("paper", "card"):
                light, dark = sorted((luminance(colors[ink]), luminance(colors[paper])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)


def test_what_a_student_controls_is_text() -> None:
    tests = (TestResult("test_he", "failed", 0.0, 15.0, message(EVIL) + f"\n{EVIL}" * 50 + "x" * 99_999, HISTOGRAM),)
    made = record(
        submission=EVIL,
        exercises=(ExerciseResult("he", 0.0, 15.0, tests),),
        cells=(CellError(1, 1, EVIL + "y" * 99_999),),
        notes=(EVIL,),
    )
    html = page(made, MANIFEST, Visibility(), NOW)
    parsed = BeautifulSoup(html, "html.parser")
    assert not parsed.find_all(["script", "img"])
    assert not [tag for tag in parsed.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert "evil()" in parsed.get_text()
    assert "\x1b" not in html
    assert len(html) < 60_000
    rejected = record(status="rejected", reason=EVIL, exercises=())
    assert not soup(rejected).find_all(["script", "img"])
    assert "was not graded" in soup(rejected).get_text()


def test_what_stands_in_backticks_is_code() -> None:
    tests = (TestResult("test_he", "failed", 0.0, 15.0, f"`he_normal` is not written yet.\nexpected: `{EVIL}`"),)
    he = soup(record(exercises=(ExerciseResult("he", 0.0, 15.0, tests),))).find(id="he")
    assert he is not None
    assert [code.text for code in he.select(".call code")] == ["he_normal"]
    assert "evil()" in he.select_one("dd code").text
    assert not he.find_all(["script", "img"])


# --- what is held back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "shown"),
    [
        (Visibility("now"), True),
        (Visibility("never"), False),
        (Visibility("after-deadline", NOW + timedelta(hours=1)), False),
        (Visibility("after-deadline", NOW), True),
        (Visibility("never", None, (("test_he_*", "now"),)), True),
        (Visibility("now", None, (("test_he_variance", "never"), ("test_he_*", "never"))), False),
    ],
)
def test_when_a_check_is_shown(rules: Visibility, shown: bool) -> None:
    text = soup(record(), rules).get_text(" ")
    assert ("Which fan?" in text) is shown
    assert ("he variance" in text) is shown
    assert ("are not shown here" in text) is not shown


def test_a_check_that_is_held_back_leaves_no_trace_but_its_points() -> None:
    view = exercise_view(RESULT, HE, Visibility("now", None, (("test_he_variance", "never"),)), NOW)
    assert (view.score, view.max_score, view.held) == (1.0, 7.0, 8.0)
    assert view.first is not None
    assert view.first.name == "he late"
    assert view.others == ()


def test_nbgraders_feedback_holds_back_the_same() -> None:
    made = outputs.exercise_outputs(RESULT, HE)
    assert "Which fan?" in made[0].data["text/html"]
    everything = outputs.show(made, HE, Visibility())
    assert "Which fan?" in everything[0].data["text/html"]
    held = outputs.show(made, HE, Visibility("never"))
    assert "Which fan?" not in str(held)
    assert held[1] == made[1]  # the score is nbgrader's


def test_feedback_toml(tmp_path: Path) -> None:
    assert visibility.load(tmp_path).of("he") == Visibility()
    path = tmp_path / "feedback.toml"
    path.write_text(
        'show = "never"\n[assignments.initializers]\nshow = "after-deadline"\ndeadline = 2026-03-01T13:00:00+01:00\n'
        '[assignments.initializers.checks]\n"test_zeros_*" = "now"\n'
    )
    rules = visibility.load(tmp_path)
    assert rules.of("backprop").show == "never"
    assert rules.of("initializers").shows("test_he[1]", NOW)
    assert not rules.of("initializers").shows("test_he[1]", NOW - timedelta(seconds=1))
    assert rules.of("initializers").shows("test_zeros_shape", NOW - timedelta(days=1))


@pytest.mark.parametrize(
    "text",
    [
        'show = "later"',
        "shows = 1",
        'show = "after-deadline"',
        '[assignments.a]\nshow = "after-deadline"',
        '[assignments.a]\ndeadline = 2026-03-01T13:00:00\nshow = "after-deadline"',
        '[assignments.a.checks]\ntest_x = "after-deadline"',
        "show = [",
    ],
)
def test_rules_that_say_nothing_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "feedback.toml").write_text(text)
    with pytest.raises(VisibilityError, match=r"feedback\.toml"):
        visibility.load(tmp_path)


# --- pictures ---------------------------------------------------------------------------------------------------------

NASTY = [np.array([]), np.full(9, np.nan), np.array([np.inf, -np.inf, 1e308, -1e308]), np.zeros(5), np.array([7.0])]


@pytest.mark.parametrize("values", NASTY, ids=["empty", "nan", "huge", "zeros", "one"])
def test_a_picture_can_be_made_of_anything(values: np.ndarray) -> None:
    made: list[pictures.Picture] = [
        pictures.histogram(values, lambda x: np.ones_like(x), (-1.0, 1.0), "t", "x"),
        pictures.curves({"a": values}, {"a": np.array([1.0, 0.5])}, "t", "x", "y"),
        pictures.profile(values, np.array([1.0, 1e-3]), "t", "y"),
    ]
    for picture in made:
        again = msgspec.json.decode(msgspec.json.encode(picture), type=pictures.Picture)
        drawn = svg(again, "key")
        assert "nan" not in drawn.replace("finite", "")
        assert "inf" not in drawn
        ElementTree.fromstring(drawn)


def test_a_picture_holds_statistics_and_no_values() -> None:
    values = RNG.normal(size=21_600)
    made = pictures.histogram(values, lambda x: np.exp(-(x**2) / 2), (-4, 4), "t", "x")
    assert len(msgspec.json.encode(made)) < 6000
    assert sum(made.got) * (made.edges[1] - made.edges[0]) == pytest.approx(1, abs=0.02)
    assert pictures.curves({"a": np.arange(10_000.0)}, {}, "t", "x", "y").got[0].values[-1] == 10_000


def test_the_command_shows_the_judges_pictures_and_what_was_rejected(tmp_path: Path) -> None:
    submission = ROOT / "tests" / "submissions" / "initializers" / "fan_out_for_fan_in.ipynb"
    with Pool("initializers") as pool:
        graded = pool.grade_path(Found("ada", submission, "initializers"))
    drawn = [test for exercise in graded.exercises for test in exercise.tests if test.picture]
    assert {test.name.partition("[")[0] for test in drawn} == {"test_he_variance"}
    assert all(test.outcome == "failed" for test in drawn)
    url = f"sqlite:///{tmp_path / 'records.db'}"
    store = Store(url)
    store.add("initializers", Key(graded.digest, "s", "e", "sealed"), graded)
    store.close()
    (tmp_path / "submitted" / "ben" / "initializers").mkdir(parents=True)
    (tmp_path / "submitted" / "ben" / "initializers" / "initializers.ipynb").write_text("no notebook")
    options = ("--store", url, "--to", str(tmp_path / "pages"), "--submitted", str(tmp_path / "submitted"))
    done = CliRunner().invoke(app, ["feedback", "initializers", *options])
    assert done.exit_code == 0, done.output
    parsed = BeautifulSoup((tmp_path / "pages" / "ada.html").read_text(), "html.parser")
    assert parsed.select("#he figure svg")
    assert "not a valid notebook" in (tmp_path / "pages" / "ben.html").read_text()


# --- small parts ------------------------------------------------------------------------------------------------------


def test_file_names_stay_in_the_folder_and_apart() -> None:
    assert file_name("ada") == "ada.html"
    names = ["../../etc/passwd", "a/b", "a_2Fb", ".", "..", "", "x" * 300, "x" * 301, "a\nb", "%2e%2e", "\N{SNOWMAN}"]
    made = [file_name(name) for name in names]
    assert len(set(made)) == len(made)
    assert all("/" not in name and not name.startswith(".") and len(name) < 120 for name in made)


def test_hints_are_prose() -> None:
    assert prose("Is `a < b`?") == "<p>Is <code>a &lt; b</code>?</p>"
    assert "\N{SCRIPT SMALL L}<sup>2</sup>" in prose(r"solve $\ell^2$")
    assert "<code>fan_in</code>" in prose(r"$2 / \mathtt{fan\_in}$")
    assert "<b>" not in prose("<b>$<b>$`<b>`*<b>*")
