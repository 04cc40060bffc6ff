"""Hidden checks of the other instruments: the derivative bound, saturation, dead units."""

import numpy as np
import pytest

from autograde.hidden import reference

ACTIVATIONS = ("relu", "sigmoid", "tanh")


# Kills: 0.5 (the sigmoid's value at 0), 0.25 * depth, one factor too many or too few, a maximum from a coarse grid.
@pytest.mark.exercise("derivative_bound", points=5)
@pytest.mark.behaviour(1)
def test_derivative_bound_sigmoid(submission, expect):
    for depth in (5, 1, 2, 40):  # at 5 no two of the mistakes below give the same
        expect.close(
            submission.derivative_bound("sigmoid", depth),
            0.25**depth,
            "the sigmoid's largest derivative, to the power of depth",
            clues={
                "0.5 is the sigmoid's value at 0. How steep is it there?": 0.5**depth,
                "A product of equal factors is a power, not a multiple.": 0.25 * depth,
                "One factor too few.": 0.25 ** (depth - 1),
                "One factor too many.": 0.25 ** (depth + 1),
            },
            atol=0.0,
        )


# Kills: the sigmoid's bound for tanh, tanh's value at 1.
@pytest.mark.exercise("derivative_bound", points=3)
@pytest.mark.behaviour(1)
def test_derivative_bound_one(submission, expect):
    for activation in ("tanh", "relu"):
        for depth in (1, 7):
            rule = f"the largest derivative of {activation}, to the power of depth"
            expect.close(submission.derivative_bound(activation, depth), 1.0, rule)


# Kills: a product that starts with the first factor.
@pytest.mark.exercise("derivative_bound", points=2)
def test_derivative_bound_depth_zero(submission, expect):
    for activation in ACTIVATIONS:
        expect.close(submission.derivative_bound(activation, 0), 1.0, "at depth 0 the product is empty, and that is 1")


def spread_out(rng):
    """64 pre-activations over [-9, 8], some of them close to 0; 64, so that a share is exact even in float32."""
    return rng.permutation(np.append(np.linspace(-9.0, 8.0, 61), [0.004, 0.007, 0.03]) + rng.uniform(0.0, 1e-3, 64))


def check_share(submission, expect, z, activation, threshold=0.01):
    """The share is right; the default threshold is left to the student's function."""
    derivative = reference.ACTIVATION_GRADS[activation](z)
    if np.any(np.abs(derivative - threshold) < 1e-6):
        raise RuntimeError("a derivative too close to the threshold")
    keyword = {} if threshold == 0.01 else {"threshold": threshold}
    output = reference.ACTIVATIONS[activation](z)
    wrong = {
        "This is a count; a share lies between 0 and 1.": np.sum(derivative < threshold),
        "This is a percentage; a share lies between 0 and 1.": 100 * np.mean(derivative < threshold),
        "This is the share that is not saturated.": np.mean(derivative >= threshold),
        "This compares the output, not the derivative, with the threshold.": np.mean(output < threshold),
        "This is what the derivative of the sigmoid gives.": np.mean(reference.sigmoid_grad(z) < threshold),
        "This is what the derivative of tanh gives.": np.mean(reference.tanh_grad(z) < threshold),
        "The default of 0.01 was used although another threshold was given.": np.mean(derivative < 0.01),
    }
    if activation != "relu":
        wrong["The derivative was taken as if z were already the output; z is what goes in."] = np.mean(
            (z * (1 - z) if activation == "sigmoid" else 1 - z**2) < threshold
        )
        wrong["Only one end was counted; the activation is flat at both."] = np.mean((derivative < threshold) & (z > 0))
    want = np.mean(derivative < threshold)
    expect.close(
        submission.saturated_fraction(z, activation, **keyword),
        want,
        f"the share of entries at which the derivative of {activation} is below {threshold:g}",
        clues={sentence: value for sentence, value in wrong.items() if abs(value - want) > 1e-6},
    )


# Kills: the output or the input compared in place of the derivative, one end only, counts, a fixed threshold.
@pytest.mark.exercise("saturation", points=3)
def test_saturated_fraction_sigmoid(submission, expect, rng):
    for threshold in (0.01, 0.1):
        check_share(submission, expect, spread_out(rng), "sigmoid", threshold)


# Kills: 1 - tanh without the square, the sigmoid's derivative.
@pytest.mark.exercise("saturation", points=2)
def test_saturated_fraction_tanh(submission, expect, rng):
    for threshold in (0.01, 0.1):
        check_share(submission, expect, spread_out(rng), "tanh", threshold)


# Kills: ReLU taken for an activation that never saturates, its output compared (small positive inputs are not flat).
@pytest.mark.exercise("saturation", points=2)
def test_saturated_fraction_relu(submission, expect, rng):
    z = spread_out(rng)
    for threshold in (0.01, 0.1):
        check_share(submission, expect, z[z != 0], "relu", threshold)


# Kills: at most the threshold for below it.
@pytest.mark.exercise("saturation", points=1)
def test_saturated_fraction_strict(submission, expect):
    z = np.array([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    for threshold, want in ((1.0, 0.375), (0.0, 0.0)):
        expect.close(
            submission.saturated_fraction(z, "relu", threshold=threshold),
            want,
            "strictly below the threshold: a derivative equal to it does not count",
        )


# Kills: exp(z) / (1 + exp(z)), which is NaN far out, and NaN is not below anything.
@pytest.mark.exercise("saturation", points=1)
def test_saturated_fraction_far_out(submission, expect):
    z = np.array([-1e4, -800.0, -30.0, -1.0, 1.0, 30.0, 800.0, 1e4])
    for activation, without_nan in (("sigmoid", 0.5), ("tanh", 0.25)):
        rule = "the share of flat entries, also for inputs as large as 1e4: far out the derivative is 0"
        clues = {"Far out exp overflows and inf / inf is NaN, which is below no threshold.": without_nan}
        expect.close(submission.saturated_fraction(z, activation), 0.75, rule, clues)


# Kills: a share of rows, one share per column, work in place on an integer array or on the argument.
@pytest.mark.exercise("saturation", points=1)
def test_saturated_fraction_any_array(submission, expect, rng):
    z = rng.choice([-30.0, -1.0, 1.0, 30.0], 64)
    z[:2] = (30.0, 1.0)
    for shape, dtype in (((4, 8, 2), np.float64), ((8, 8), np.int64), ((2, 32), np.float32)):
        for activation in ACTIVATIONS:
            want = np.mean(reference.ACTIVATION_GRADS[activation](z) < 0.01)
            got = submission.saturated_fraction(z.reshape(shape).astype(dtype), activation)
            rule = "one number: the share of all entries, whatever the shape and the dtype"
            clues = {"Divided by the number of rows; every entry counts.": want * z.size / shape[0]}
            expect.close(got, want, rule, clues)
            expect.pure()


def check_dead(expect, got, want, rule, clues=None):
    """The right units are dead."""
    array = expect.array(got, np.shape(want), "one truth value per unit (column)", kind="b")
    wrong = np.flatnonzero(array != want)
    found = {sentence: np.array_equal(array, value) for sentence, value in (clues or {}).items()}
    expect.that(wrong.size == 0, rule, got=f"the wrong answer for {wrong.size} of {array.size} units", clues=found)


# Kills: only zeros are dead, a standard deviation equal to 0, any zero is dead, a tolerance of isclose's own.
@pytest.mark.exercise("dead_units", points=3)
def test_dead_units(submission, expect, rng):
    outputs = np.abs(rng.normal(size=(7, 8)))
    outputs[:, 0] = 0.0
    outputs[:, 2] = 0.1
    outputs[:, 3] = -0.7
    outputs[:, 4] = (0.3, 0, 0, 0, 0, 0, 0)
    outputs[:, 5] = 0.5 + 1e-14 * np.arange(7)
    outputs[:, 6] *= -1.0
    check_dead(
        expect,
        submission.dead_units(outputs),
        np.array([True, False, True, True, False, False, False, False]),
        "a unit is dead when its output is the same for every example, whatever that output is",
        clues={
            "A unit that is always 0.1 is dead too. (If you use a mean or a standard deviation: they round.)": (
                ~outputs.any(axis=0)
            ),
            "A unit that is zero on some examples is still alive on the others.": (outputs == 0).any(axis=0),
            "This is the opposite: True means dead.": np.ptp(outputs, axis=0) > 0,
            "Nearly the same is not the same: with tolerance 0 any difference counts.": np.isclose(
                outputs.max(axis=0), outputs.min(axis=0)
            ),
        },
    )


# Kills: the standard deviation, differences of neighbouring rows, the distance from the mean or from the first example
# for max - min, and strictly below the tolerance. All values are multiples of 1 / 8, so nothing is rounded.
@pytest.mark.exercise("dead_units", points=3)
def test_dead_units_tolerance(submission, expect, rng):
    offsets = rng.integers(-8, 8, 6) / 8
    columns = [
        [0, 0, 1, 1, 2, 2, 2, 0, 1],
        [5, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 2, 3, 4, 5, 6, 7, 8],
        [0, 1, 0, 1, 0, 1, 0, 1, 0],
        [0, 3, 0, 3, 0, 3, 0, 3, 3],
        [2, 4, 0, 3, 1, 4, 0, 2, 2],
    ]
    outputs = np.ascontiguousarray(np.array(columns).T) / 8 + offsets
    check_dead(
        expect,
        submission.dead_units(outputs, tolerance=0.25),
        np.array([True, False, False, True, False, False]),
        "dead means max - min <= tolerance over all examples",
        clues={
            "A range equal to the tolerance counts as dead.": np.ptp(outputs, axis=0) < 0.25,
            "This is what the standard deviation gives; take the range, max - min.": outputs.std(axis=0) <= 0.25,
            "Only neighbouring examples were compared.": np.abs(np.diff(outputs, axis=0)).max(axis=0) <= 0.25,
            "Every example was compared with the first; two others may be farther apart.": (
                np.abs(outputs - outputs[0]).max(axis=0) <= 0.25
            ),
            "This is half the range; take all of it, max - min.": np.ptp(outputs, axis=0) <= 0.5,
            "This is the variance; take the range, max - min.": outputs.var(axis=0) <= 0.25,
        },
    )


# Kills: a decision from a few of the examples: sorted by angle, the first and the last are neighbours, the first ten
# lie in one quarter, and a ReLU unit that is off for one of them may be off for all. The seed is fixed.
@pytest.mark.exercise("dead_units", points=2)
@pytest.mark.behaviour(10)
def test_dead_units_stay_dead(submission, expect):
    rng = np.random.default_rng(11)
    X, y = reference.rings(40, rng)
    order = np.argsort(np.arctan2(X[:, 1], X[:, 0]))
    X, y = X[order], y[order]
    want = np.array([False, True, False, False, True, False])
    for activation, bias in (("relu", -50.0), ("sigmoid", 50.0)):
        params = reference.random_params((2, 6, 1), rng)
        params[0][1][want] = bias
        trained = reference.descend(params, X, y, activation, steps=20)
        for network in (params, trained):
            outputs = reference.layer_outputs(network, X, activation)[0]
            if not np.array_equal(np.ptp(outputs, axis=0) == 0, want):
                raise RuntimeError("these units should be dead, before training and after")
            check_dead(
                expect,
                submission.dead_units(outputs),
                want,
                "units that are off, or saturated, for every example get no gradient and stay dead; the others live",
            )


# Kills: a squeeze, which loses an axis of length 1.
@pytest.mark.exercise("dead_units", points=1)
def test_dead_units_one_row_or_column(submission, expect, rng):
    rule = "with a single example nothing can differ; with a single unit there is a single answer"
    check_dead(expect, submission.dead_units(rng.normal(size=(1, 4))), np.array([True] * 4), rule)
    check_dead(expect, submission.dead_units(rng.normal(size=(5, 1))), np.array([False]), rule)


# Kills: sorting the argument in place.
@pytest.mark.exercise("dead_units", points=1)
def test_dead_units_is_pure(submission, expect, rng):
    outputs = np.ascontiguousarray(rng.permuted(np.tile(np.arange(6), (3, 1)), axis=1).T)
    outputs[:, 1] = 4
    check_dead(
        expect,
        submission.dead_units(outputs),
        np.array([False, True, False]),
        "integer outputs are judged in the same way",
    )
    expect.pure()
