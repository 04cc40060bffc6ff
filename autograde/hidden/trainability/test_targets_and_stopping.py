"""Hidden checks of `trainability`, fourth part: soft targets and early stopping."""

import numpy as np
import pytest

# --- soft targets -----------------------------------------------------------------------------------------------------

MIXED_PAIR = "a pair (X, y): the mixed inputs and the mixed targets"

MIXUP_PROBE = """
import __main__

def mixtures(X, y, lam, rng, count):
    return [__main__.mixup(X, y, lam, rng)[0] for _ in range(count)]
"""


# Kills: half of epsilon; only one of the labels moved; integers that stay integers. The loss of a logit z with target t
# is log(1 + exp(z)) - t * z: with a target below 1 it is lowest at log(t / (1 - t)) and grows beyond.
@pytest.mark.exercise("soft_targets", points=2)
@pytest.mark.behaviour(16)
def test_smoothed_labels_bound_the_confident_loss_from_its_minimum(submission, expect):
    y = np.array([[0], [1], [1], [0], [1]])
    smooth = expect.close(
        submission.smooth_labels(y, 0.1),
        np.where(y == 1, 0.9, 0.1),
        "0 becomes epsilon and 1 becomes 1 - epsilon",
        {
            "This is half of epsilon, as Keras takes it; here 0 becomes epsilon itself.": np.where(y == 1, 0.95, 0.05),
            "Only the zeros moved.": np.where(y == 1, 1.0, 0.1),
            "Only the ones moved.": np.where(y == 1, 0.9, 0.0),
        },
    )
    at_minimum, confident = (np.logaddexp(0.0, z) - smooth[1, 0] * z for z in (np.log(9.0), 10.0))
    expect.that(confident > at_minimum + 0.5, "a logit of 10 costs more than a modest one", "a loss that rewards it")


# Kills: a case distinction on 0 and 1; a clip; no 0-d or empty arrays.
@pytest.mark.exercise("soft_targets", points=2)
def test_smooth_labels_is_linear(submission, expect, rng):
    for y in (rng.uniform(0.2, 0.8, (4, 3)), np.array(0.3), np.empty((0, 1))):
        for epsilon in (0.05, 0.4):
            expect.close(
                submission.smooth_labels(y, epsilon),
                epsilon + (1 - 2 * epsilon) * y,
                "targets between 0 and 1 lie on the straight line from epsilon to 1 - epsilon",
                {"Soft targets stay as they are.": y, "Soft targets are only clipped.": y.clip(epsilon, 1 - epsilon)},
            )


def batch(rng):
    """15 examples with targets that are all different, so that a wrong partner shows."""
    return rng.normal(size=(15, 4)), rng.permutation(np.linspace(0.0, 1.0, 15))[:, None]


def mix(submission, expect, X, y, lam, rng):
    mixed, targets = expect.items(submission.mixup(X, y, lam, rng), 2, MIXED_PAIR)
    mixed = expect.array(mixed, X.shape, "the mixed inputs have the shape of X")
    return mixed, expect.array(targets, y.shape, "the mixed targets have the shape of y")


def partners(mixed, X, lam, partner=None):
    """The row of X that each row was mixed with, and how far the match is from exact."""
    other = (mixed - lam * X) / ((1 - lam) if partner is None else partner)
    distance = np.abs(other[:, None, :] - X[None, :, :]).max(axis=2)
    return distance.argmin(axis=1), float(distance.min(axis=1).max())


# Kills: lam and 1 - lam swapped; the sum x + lam * x'; partners drawn with replacement; columns shuffled one by one.
@pytest.mark.exercise("soft_targets", points=2)
def test_mixup_mixes_each_row_with_one_other(submission, expect, rng):
    X, y = batch(rng)
    mixed, _ = mix(submission, expect, X, y, 0.3, rng)
    perm, distance = partners(mixed, X, 0.3)
    swapped, printed = partners(mixed, X, 0.7)[1], partners(mixed, X, 1.0, partner=0.3)[1]
    expect.that(
        distance < 1e-9,
        "every row is lam times itself plus 1 - lam times one whole row of X",
        "rows that are no such mixture",
        {
            "lam and 1 - lam have changed places.": swapped < 1e-9,
            "This is X + lam * X[perm]: the two weights should add up to 1.": printed < 1e-9,
            "Every column has a permutation of its own; mix whole rows.": np.allclose(
                np.sort((mixed - 0.3 * X) / 0.7, axis=0), np.sort(X, axis=0)
            ),
            "The columns were shuffled; it is the rows that are.": np.allclose(mixed.sum(axis=1), X.sum(axis=1)),
        },
    )
    expect.that(
        len(set(perm.tolist())) == 15,
        "the partners are a permutation: each row is the partner of exactly one",
        f"{len(set(perm.tolist()))} of 15 rows occur as partners",
        {"These partners are drawn with replacement.": True},
    )


# Kills: a second permutation for the targets; targets left as they are; targets in the old order; mixtures of integers
# that are cut to integers. lam = 0.5, so that lam and 1 - lam cannot be told apart here.
@pytest.mark.exercise("soft_targets", points=2)
def test_mixup_mixes_the_targets_alike(submission, expect, rng):
    X, y = batch(rng)
    mixed, targets = mix(submission, expect, X, y, 0.5, rng)
    perm, distance = partners(mixed, X, 0.5)
    expect.that(distance < 1e-9, "every row is a mixture of two rows of X", "rows that are no such mixture")
    expect.close(
        targets,
        0.5 * y + 0.5 * y[perm],
        "a target is mixed from the targets of the same two rows as the inputs",
        {
            "The targets are as they were.": y,
            "The permutation is turned around for the targets: index both with the same one.": 0.5 * y
            + 0.5 * y[np.argsort(perm)],
        },
    )
    X, y = rng.permutation(np.arange(60)).reshape(15, 4), rng.permutation(np.arange(15) % 2)[:, None]
    mixed, targets = mix(submission, expect, X, y, 0.5, rng)
    perm, distance = partners(mixed, X, 0.5)
    expect.that(distance < 1e-9, "integers are mixed like other numbers", "rows that are no such mixture")
    expect.close(targets, 0.5 * y + 0.5 * y[perm], "integer targets are mixed like other numbers")


# Kills: an ignored generator; a roll by a random number of places; the reversed batch; partners that are never the row
# itself, or that only trade places. The same permutation of 15 twice in a row: 1 / 15! = 8e-13. One of the six
# permutations of 3 missing in 130 calls: 6 * (5 / 6)**130 = 3e-10.
@pytest.mark.exercise("soft_targets", points=1)
def test_mixup_draws_the_permutation_from_rng(submission, expect, rng):
    X, y = batch(rng)
    seed = int(rng.integers(2**32))
    generator = np.random.default_rng(seed)
    first, second = (mix(submission, expect, X, y, 0.5, generator)[0] for _ in range(2))
    expect.that(not np.array_equal(first, second), "two calls in a row mix differently", "the same mixture twice")
    again, _ = mix(submission, expect, X, y, 0.5, np.random.default_rng(seed))
    expect.that(np.array_equal(first, again), "the same state of rng gives the same mixture", "another mixture")
    X, y = np.eye(3), np.array([[0.0], [0.5], [1.0]])
    mixtures = expect.items(submission.define(MIXUP_PROBE).mixtures(X, y, 0.5, rng, 130), 130, "130 mixtures")
    found = [partners(expect.array(mixed, X.shape, "the shape of X"), X, 0.5) for mixed in mixtures]
    expect.that(all(far < 1e-9 for _, far in found), "every row is a mixture of two rows of X", "rows that are not")
    seen = {tuple(perm.tolist()) for perm, _ in found}
    expect.that(
        len(seen) == 6,
        "every permutation of the rows is equally likely: with 3 rows, all 6 occur in 130 calls",
        f"{len(seen)} of them occurred",
        {
            "No row was ever mixed with itself; a permutation may leave a row where it is.": all(
                perm[row] != row for perm in seen for row in range(3)
            ),
            "The rows were only rotated.": seen == {(0, 1, 2), (1, 2, 0), (2, 0, 1)},
            "Rows only traded places in pairs.": not seen & {(1, 2, 0), (2, 0, 1)},
        },
    )


# Kills: a batch shuffled in place; labels overwritten.
@pytest.mark.exercise("soft_targets", points=1)
def test_soft_targets_are_pure(submission, expect, rng):
    X, y = batch(rng)
    expect.array(submission.smooth_labels(np.array([[0.0], [1.0]]), 0.1), (2, 1), "the shape of y")
    expect.pure()
    mix(submission, expect, X, y, 0.3, rng)
    expect.pure()


# --- early stopping ---------------------------------------------------------------------------------------------------

EPOCH_PAIR = "a pair (stop_epoch, best_epoch)"

LOSSES_PROBE = """
import __main__

def losses_after(losses, patience):
    __main__.early_stopping(losses, patience)
    return losses
"""


def epochs(submission, expect, losses, patience, **options):
    """Both epochs as numbers; an array of two will do."""
    got = submission.early_stopping(losses, patience, **options)
    pair = got.tolist() if isinstance(got, np.ndarray) and got.ndim == 1 else got
    rule = "an epoch is one integer"
    return tuple(float(expect.array(epoch, (), rule, kind="any")) for epoch in expect.items(pair, 2, EPOCH_PAIR))


def stops(submission, expect, losses, patience, want, rule, clues):
    """Both epochs; `clues` maps sentences to the pairs which known mistakes would give."""
    got = epochs(submission, expect, losses, patience)
    expect.that(
        got == want,
        rule,
        f"stop_epoch {got[0]:g}, best_epoch {got[1]:g}",
        {sentence: got == pair for sentence, pair in clues.items()}
        | {
            "The two have changed places: stop_epoch comes first.": got == want[::-1] != want,
            "Epochs are counted from 0.": got == (want[0] + 1, want[1] + 1),
            "The number of the epoch is asked for, not its loss.": any(not epoch.is_integer() for epoch in got),
        },
    )


# Kills: one epoch off; comparing with the epoch before; the smallest loss of the whole list.
@pytest.mark.exercise("early_stopping", points=5)
def test_stops_when_patience_has_run_out(submission, expect):
    losses = [0.9, 0.5, 0.8, 0.7, 0.6, 0.55, 0.4, 0.3, 0.35, 0.34, 0.33, 0.32]
    stops(
        submission,
        expect,
        losses,
        3,
        (4, 1),
        "stops at the first epoch that is `patience` epochs past the best, and looks no further",
        {
            "This is one epoch late.": (5, 1),
            "This is one epoch early.": (3, 1),
            "Each loss is compared with the one before; it is the best that counts.": (11, 11),
            "The best epoch lies after the stop, where training never came.": (4, 7),
            "This looks for the best of all losses first; training has stopped before it gets there.": (10, 7),
        },
    )
    stops(submission, expect, losses, 1, (2, 1), "with patience=1 the first epoch without a new best ends it", {})


# Kills: patience that is not restored by a new best.
@pytest.mark.exercise("early_stopping", points=3)
def test_a_new_best_restores_patience(submission, expect):
    stops(
        submission,
        expect,
        [0.9, 0.8, 1.0, 0.7, 0.9, 1.0, 1.1, 1.2],
        3,
        (6, 3),
        "patience is counted from the latest best epoch",
        {
            "All epochs without a new best are counted together; a new best should start the count again.": (5, 3),
            "This counts from the first best epoch.": (4, 1),
        },
    )


# Kills: min_delta ignored, for the best epoch or for the stop; `at least` for `more than`; a best loss that creeps down
# by small improvements. Binary fractions, so that equality is exact. When exactly it stops is another check's business.
@pytest.mark.exercise("early_stopping", points=3)
def test_small_improvements_do_not_count(submission, expect):
    stop, best = epochs(submission, expect, [1.0, 0.75, 0.625, 0.375, 1.5], 9, min_delta=0.25)
    expect.that(
        best == 2,
        "an epoch is the new best only when its loss is below the best's by more than min_delta",
        f"best_epoch {best:g}",
        {
            "An improvement by min_delta or less counts; it has to be more.": (stop, best) == (4, 3),
            "Small improvements change the loss from which the next one is measured.": (stop, best) == (4, 0),
        },
    )
    creeping = [1.0, 0.875, 0.625, 0.5625, 0.5, 0.25]
    stop, best = epochs(submission, expect, creeping, 9, min_delta=0.25)
    expect.that(
        best == 5,
        "an improvement is measured from the best epoch's loss, which a small improvement does not change",
        f"best_epoch {best:g}",
        {"Small improvements change the loss from which the next one is measured.": (stop, best) == (5, 0)},
    )
    slow = [1.0 - epoch / 64 for epoch in range(12)]
    stop, _ = epochs(submission, expect, slow, 4, min_delta=0.25)
    expect.that(
        stop < 11,
        "patience runs out when there are only improvements of at most min_delta",
        f"stop_epoch {stop:g}, the last one",
        {"Small improvements restore patience; only a new best does.": True},
    )


# Kills: the length of the list, or nothing, when training never stops; another default than 0 for min_delta.
@pytest.mark.exercise("early_stopping", points=3)
def test_without_a_stop_it_is_the_last_epoch(submission, expect):
    cases = (
        ([0.9, 0.5, 0.75, 0.7], 4, (3, 1)),
        ([0.9, 0.8, 0.6, 0.3, 0.2999], 2, (4, 4)),
        ([0.7], 4, (0, 0)),
    )
    for losses, patience, want in cases:
        stops(
            submission,
            expect,
            losses,
            patience,
            want,
            "when training does not stop, stop_epoch is the last epoch, counted from 0",
            {
                "This is the number of epochs; the last one is one less.": (len(losses), want[1]),
                "There is no epoch this late: losses ends before patience does.": (want[1] + patience, want[1]),
                "min_delta is 0 unless it is given.": (4, 3),
            },
        )


# Kills: losses taken out of the list, or sorted.
@pytest.mark.exercise("early_stopping", points=1)
def test_early_stopping_leaves_the_losses(submission, expect):
    losses = [0.9, 0.5, 0.8, 0.7, 0.6]
    epochs(submission, expect, losses, 2)
    left = expect.items(submission.define(LOSSES_PROBE).losses_after(losses, 2), None, "losses is a list")
    same = all(isinstance(loss, float) for loss in left) and left == losses
    expect.that(same, "the list of losses is left as it was: it is the caller's", "a list that was changed")
