"""Hidden checks of the instruments: loss gradients by layer, the derivative bound, saturation, dead units."""

from functools import partial

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.pictures import profile

ACTIVATIONS = ("relu", "sigmoid", "tanh")
ONE_PER_LAYER = "one array per layer, input side first, the head's logits last"


def small_problem(rng, activation, sizes=(3, 5, 4, 1), m=7):
    """A network in which every ReLU layer has entries on both sides of the kink, and its data."""
    for _ in range(100):
        params = reference.random_params(sizes, rng, bias_std=0.5)
        X, y = rng.normal(size=(m, sizes[0])), (rng.permutation(m) % 2)[:, None].astype(float)
        hidden = reference.layer_outputs(params, X, activation)[:-1]
        if activation != "relu" or all(0.2 < np.mean(h > 0) < 0.8 for h in hidden):
            return params, X, y
    raise RuntimeError("no informative network in 100 draws")


def check_gradients(expect, got, params, X, y, activation):
    """Every layer's gradient is right; the clues are the known ways to miss it."""
    want = reference.output_grads(params, X, y, activation)
    outputs = reference.layer_outputs(params, X, activation)
    slope = reference.ACTIVATION_GRADS[activation]
    pre_activations = [h @ W + b for h, (W, b) in zip([X, *outputs], params, strict=False)]
    for layer, item in enumerate(expect.items(got, len(params), ONE_PER_LAYER)):
        rule = "the gradient of the mean loss with respect to the head's logits, shape (m, 1)"
        clues = {"This is the gradient of the layer at the other end: the input side comes first.": want[-1 - layer]}
        if layer < len(params) - 1:
            rule = f"the gradient with respect to hidden layer {layer + 1}'s output, after its activation, shape (m, n)"
            clues["This is the gradient with respect to the pre-activation: the derivative came in once too often."] = (
                want[layer] * slope(pre_activations[layer])
            )
        else:
            p = reference.sigmoid(outputs[-1])
            clues["The loss applies the sigmoid itself: its derivative is already part of (p - y) / m."] = (
                want[layer] * p * (1 - p)
            )
        expect.close(item, want[layer], rule, clues=clues)


# Kills: another activation's derivative, the derivative of the output in place of the pre-activation, pre-activation
# gradients, a missing 1 / m, the head's gradient times the sigmoid's derivative, the order reversed.
@pytest.mark.exercise("loss_gradients", points=3)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_loss_gradients(submission, expect, rng, activation):
    params, X, y = small_problem(rng, activation)
    check_gradients(expect, submission.loss_gradients(params, X, y, activation), params, X, y, activation)


# Kills: y rounded or compared with 0 and 1. With one hidden layer no activation derivative is needed.
@pytest.mark.exercise("loss_gradients", points=2)
def test_loss_gradients_soft_targets(submission, expect, rng):
    params, X, y = small_problem(rng, "tanh", sizes=(3, 5, 1))
    y = rng.uniform(0.1, 0.9, y.shape)
    check_gradients(expect, submission.loss_gradients(params, X, y, "tanh"), params, X, y, "tanh")


# Kills: a first hidden layer taken for granted.
@pytest.mark.exercise("loss_gradients", points=1)
def test_loss_gradients_head_only(submission, expect, rng):
    params, X, y = small_problem(rng, "tanh", sizes=(3, 1))
    check_gradients(expect, submission.loss_gradients(params, X, y, "tanh"), params, X, y, "tanh")


# Kills: results that take over an integer dtype.
@pytest.mark.exercise("loss_gradients", points=1)
def test_loss_gradients_other_dtypes(submission, expect, rng):
    params, X, y = small_problem(rng, "tanh", sizes=(3, 5, 1))
    params = [(np.rint(W), np.rint(b)) for W, b in params]
    X = np.rint(2 * X)
    for dtype in (np.int64, np.float32):
        typed = [(W.astype(dtype), b.astype(dtype)) for W, b in params]
        got = submission.loss_gradients(typed, X.astype(dtype), y.astype(dtype), "tanh")
        check_gradients(expect, got, params, X, y, "tanh")


# Ten hidden layers of width 32: each network with the range of its gradient norm at the first hidden layer, relative to
# the last. The seeds are fixed, so a correct implementation cannot fail.
DEEP = {
    "sigmoid, Glorot": ("sigmoid", "glorot", 0.0, 1e-4),
    "tanh, Glorot": ("tanh", "glorot", 0.05, 2.0),
    "ReLU, He": ("relu", "he", 0.1, 10.0),
    "ReLU, N(0, 1)": ("relu", None, 1e3, np.inf),
}


def norms_by_layer(name, got, params, X, y, activation):
    """The student's norms beside the reference's."""
    want = [np.linalg.norm(g) for g in reference.output_grads(params, X, y, activation)]
    return profile(got, want, f"Ten hidden layers of width 32, {name}", "Norm of the loss gradient")


# Kills: a loss gradient through 1 / (p (1 - p)), which is NaN once the logits are large; probabilities cut off at 1e-7.
@pytest.mark.exercise("loss_gradients", points=4)
@pytest.mark.behaviour(8)
def test_loss_gradients_by_depth(submission, expect):
    sizes = (32,) * 11 + (1,)
    for name, (activation, scheme, low, high) in DEEP.items():
        rng = np.random.default_rng(8)
        params = reference.scaled_params(sizes, rng, scheme) if scheme else reference.random_params(sizes, rng)
        X, y = rng.normal(size=(16, 32)), np.arange(16)[:, None] % 2.0
        got = expect.items(submission.loss_gradients(params, X, y, activation), 11, ONE_PER_LAYER)
        shapes = [(16, 32)] * 10 + [(16, 1)]
        norms = [
            np.linalg.norm(expect.array(g, shape, "one row per example, one column per unit"))
            for g, shape in zip(got, shapes, strict=True)
        ]
        seen = partial(norms_by_layer, name, norms, params, X, y, activation)
        rule = "finite gradients, however large the logits"
        expect.that(np.isfinite(norms).all(), rule, got="NaN or infinity", picture=seen)
        p = reference.sigmoid(reference.logits(params, X, activation))
        cut_off = {
            "Probabilities cut off near 0 and 1: p - y needs no such care.": (np.clip(p, 1e-7, 1 - 1e-7) - y) / 16
        }
        expect.close(got[-1], (p - y) / 16, "(p - y) / m with respect to the logits, however large they are", cut_off)
        ratio = norms[0] / norms[-2]
        expect.that(
            low < ratio < high,
            f"ten layers of width 32, {name}: first over last hidden norm between {low:g} and {high:g}",
            got=f"a ratio of {ratio:.3g}",
            picture=seen,
        )
        if name == "sigmoid, Glorot":
            slope = np.polyfit(np.arange(10), np.log(norms[:-1]), 1)[0]
            rule = "the log norm falls steadily towards the input"
            expect.that(slope > 1, rule, got=f"a slope of {slope:.3g} a layer", picture=seen)


# Kills: squared, spectral, mean or root mean square norms, norms of dW, the head left out, an argument changed.
@pytest.mark.exercise("loss_gradients", points=2)
@pytest.mark.alone(loss_gradients=reference.output_grads)
def test_layer_gradient_norms(submission, expect, rng):
    params, X, y = small_problem(rng, "sigmoid")
    gradients = reference.output_grads(params, X, y, "sigmoid")
    weight_gradients = reference.loss_and_grads(params, X, y, "sigmoid")[1]
    expect.close(
        submission.layer_gradient_norms(params, X, y, "sigmoid"),
        [np.linalg.norm(g) for g in gradients],
        "the Frobenius norm of every layer's gradient, shape (L,), input side first",
        clues={
            "These are the squared norms: take the root.": [np.sum(g**2) for g in gradients],
            "This is the largest singular value; the Frobenius norm is the root of the sum of all squares.": [
                np.linalg.norm(g, 2) for g in gradients
            ],
            "These are root mean squares: sum the squares, do not average them.": [
                np.sqrt(np.mean(g**2)) for g in gradients
            ],
            "These are the norms of dW. The gradient with respect to the layer's output is asked for.": [
                np.linalg.norm(dW) for dW, _ in weight_gradients
            ],
        },
    )
    expect.pure()


# Kills: y or X overwritten on the way.
@pytest.mark.exercise("loss_gradients", points=1)
def test_loss_gradients_is_pure(submission, expect, rng):
    params, X, y = small_problem(rng, "relu")
    got = submission.loss_gradients(params, X, y, "relu")
    expect.items(got, len(params), ONE_PER_LAYER)
    expect.pure()


# Kills: 0.5 (the sigmoid's value at 0), 0.25 * depth, one factor too many or too few, a maximum from a coarse grid.
@pytest.mark.exercise("derivative_bound", points=5)
@pytest.mark.behaviour(1)
def test_derivative_bound_sigmoid(submission, expect):
    for depth in (1, 2, 5, 40):
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
        expect.close(submission.derivative_bound(activation, 0), 1.0, "at depth 0 the product is empty")


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
        "This is the share that is not saturated.": np.mean(derivative >= threshold),
        "This compares the output, not the derivative, with the threshold.": np.mean(output < threshold),
        "This is what the derivative of the sigmoid gives.": np.mean(reference.sigmoid_grad(z) < threshold),
        "This is what the derivative of tanh gives.": np.mean(reference.tanh_grad(z) < threshold),
        "The default of 0.01 was used although another threshold was given.": np.mean(derivative < 0.01),
    }
    if activation != "relu":
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
    for activation in ("sigmoid", "tanh"):
        rule = "the share of flat entries, finite for inputs as large as 1e4"
        expect.close(submission.saturated_fraction(z, activation), 0.75, rule)


# Kills: a share of rows, one share per column, work in place on an integer array or on the argument.
@pytest.mark.exercise("saturation", points=1)
def test_saturated_fraction_any_array(submission, expect, rng):
    z = rng.choice([-30.0, -1.0, 1.0, 30.0], 64)
    z[:2] = (30.0, 1.0)
    for shape, dtype in (((4, 8, 2), np.float64), ((8, 8), np.int64), ((2, 32), np.float32)):
        for activation in ACTIVATIONS:
            want = np.mean(reference.ACTIVATION_GRADS[activation](z) < 0.01)
            got = submission.saturated_fraction(z.reshape(shape).astype(dtype), activation)
            expect.close(got, want, "one number: the share of all entries, whatever the shape and the dtype")
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


# Kills: the standard deviation, differences of neighbouring rows or the distance from the mean for max - min, and
# strictly below the tolerance. All values are multiples of 1 / 8, so nothing is rounded.
@pytest.mark.exercise("dead_units", points=3)
def test_dead_units_tolerance(submission, expect, rng):
    offsets = rng.integers(-8, 8, 5) / 8
    columns = [
        [0, 0, 1, 1, 2, 2, 2, 0, 1],
        [4, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 2, 3, 4, 5, 6, 7, 8],
        [0, 1, 0, 1, 0, 1, 0, 1, 0],
        [0, 3, 0, 3, 0, 3, 0, 3, 3],
    ]
    outputs = np.ascontiguousarray(np.array(columns).T) / 8 + offsets
    check_dead(
        expect,
        submission.dead_units(outputs, tolerance=0.25),
        np.array([True, False, False, True, False]),
        "dead means max - min <= tolerance over all examples",
        clues={
            "A range equal to the tolerance counts as dead.": np.ptp(outputs, axis=0) < 0.25,
            "This is what the standard deviation gives; take the range, max - min.": outputs.std(axis=0) <= 0.25,
            "Only neighbouring examples were compared.": np.abs(np.diff(outputs, axis=0)).max(axis=0) <= 0.25,
        },
    )


# Kills: a decision from a few of the examples: sorted by angle, the first and the last are neighbours, and a ReLU unit
# that is off for one of them is off for both. The seed is fixed.
@pytest.mark.exercise("dead_units", points=2)
@pytest.mark.behaviour(10)
def test_dead_units_stay_dead(submission, expect):
    rng = np.random.default_rng(10)
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
