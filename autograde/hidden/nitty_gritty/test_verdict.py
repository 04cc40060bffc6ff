"""Hidden checks of `nitty_gritty`: the conclusion, `verdict`."""

import numpy as np
import pytest

from autograde.expect import described

# The verdicts in the order in which they are tested, and when each applies.
RULES = {
    "diverged": "diverged, tested first, when any loss is NaN or infinite or the last exceeds ten times the first",
    "not learning": "not learning when the smallest loss is at least 0.99 times the first and every accuracy is within "
    "0.05 of 0.5",
    "learned": "learned when the last accuracy is at least 0.95",
    "slow": "slow when none of the other three applies",
}
NAN, INF = float("nan"), float("inf")
COIN, CLIMB, TOP = [0.5, 0.51, 0.48], [0.5, 0.6, 0.7], [0.5, 0.9, 0.97]


def check(submission, expect, *cases):
    """The verdicts on histories that differ in one thing; a case is (losses, accuracies, verdict)."""
    for losses, accuracies, want in cases:
        history = {"loss": losses, "accuracy": accuracies, "gradient_std": np.ones((len(losses), 2))}
        got = submission.verdict(history)
        known = isinstance(got, str) and got in RULES
        # Of the right verdict and the one that came back, the one that is tested first was decided wrongly.
        rule = next(text for verdict, text in RULES.items() if verdict == want or (known and verdict == got))
        said = repr(got[:30]) if isinstance(got, str) else described(got)
        said += "" if known else ", none of the four words,"
        seen = f"losses {series(losses)} and accuracies {series(accuracies)}"
        expect.that(known and got == want, rule, f"{said} for {seen}")


def series(values):
    """A made-up series, for the message."""
    return ", ".join(f"{value:.3g}" for value in values)


# Kills: isnan or isinf alone; only the last loss looked at; other conditions tested first.
@pytest.mark.exercise("verdict", points=1)
@pytest.mark.parametrize(
    ("losses", "finite", "accuracies", "otherwise"),
    [
        ([0.9, NAN, 0.8], [0.9, 0.85, 0.8], CLIMB, "slow"),
        ([0.9, INF, 0.1], [0.9, 9.0, 0.1], TOP, "learned"),
        ([0.7, 0.7, NAN], [0.7, 0.7, 0.7], COIN, "not learning"),
        ([NAN, 0.5, 0.1], [0.9, 0.5, 0.1], TOP, "learned"),
        ([0.9, 0.5, -INF], [0.9, 0.5, 0.1], CLIMB, "slow"),
    ],
)
def test_verdict_not_finite(submission, expect, losses, finite, accuracies, otherwise):
    check(submission, expect, (losses, accuracies, "diverged"), (finite, accuracies, otherwise))


# Kills: the growth forgotten, or tested after the others; the largest loss for the last; the smallest for the first; at
# least ten times for more than ten times.
@pytest.mark.exercise("verdict", points=1.5)
@pytest.mark.parametrize(
    ("grown", "held"),
    [
        (([0.7, 3.0, 7.1], COIN), ([0.7, 3.0, 6.9], COIN, "not learning")),
        (([0.5, 2.0, 5.5], TOP), ([0.5, 60.0, 0.1], TOP, "learned")),
        (([0.2, 0.1, 3.0], CLIMB), ([4.0, 0.1, 3.0], CLIMB, "slow")),
        (([0.5, 0.4, 5.01], CLIMB), ([0.5, 0.4, 5.0], CLIMB, "slow")),
    ],
)
def test_verdict_growth(submission, expect, grown, held):
    check(submission, expect, (*grown, "diverged"), held)


# Kills: a loss that must not move at all; the last loss for the smallest; a bound of 0.9 or 0.999; an absolute bound.
@pytest.mark.exercise("verdict", points=1.5)
@pytest.mark.parametrize(
    ("flat", "falling"),
    [
        ([0.6931, 0.6932, 0.693], [0.7, 0.69, 0.7]),
        ([2.0, 1.985, 1.99], [2.0, 1.97, 1.99]),
        ([0.05, 0.1, 0.0499], [0.05, 0.1, 0.049]),
    ],
)
def test_verdict_flat_loss(submission, expect, flat, falling):
    check(submission, expect, (flat, COIN, "not learning"), (falling, COIN, "slow"))


# Kills: the accuracy forgotten; only the last one, or their mean, looked at; only above 0.5; exactly 0.5.
@pytest.mark.exercise("verdict", points=1.5)
@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        ([0.54, 0.46, 0.5], [0.5, 0.56, 0.5]),
        ([0.5, 0.5, 0.46], [0.44, 0.5, 0.5]),
        ([0.5, 0.5, 0.5], [0.3, 0.3, 0.3]),
    ],
)
def test_verdict_coin_flip(submission, expect, within, beyond):
    flat = [0.7, 0.71, 0.7]
    check(submission, expect, (flat, within, "not learning"), (flat, beyond, "slow"))


# Kills: the best accuracy for the last; above for at least; a loss that has to fall.
@pytest.mark.exercise("verdict", points=1.5)
@pytest.mark.parametrize(
    ("losses", "enough", "short"),
    [
        ([0.7, 0.4, 0.3], [0.5, 0.9, 0.95], [0.5, 0.99, 0.94]),
        ([0.2, 0.2, 0.2], [0.97, 0.97, 0.97], [0.9, 0.9, 0.9]),
        ([0.1, 0.2, 0.6], [0.98, 0.9, 0.96], [0.98, 0.98, 0.92]),
    ],
)
def test_verdict_learned(submission, expect, losses, enough, short):
    check(submission, expect, (losses, enough, "learned"), (losses, short, "slow"))


# Kills: differences between epochs, of which one epoch has none.
@pytest.mark.exercise("verdict", points=0.5)
def test_verdict_one_epoch(submission, expect):
    check(submission, expect, ([0.1], [0.98], "learned"), ([0.69], [0.5], "not learning"))
