"""Hidden checks of `initializers`: whole networks, what they do to a signal, and torch modules."""

from copy import deepcopy
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.hidden.initializers.randomness import aside

# --- init_mlp ---------------------------------------------------------------------------------------------------------

SIZES = [7, 4, 6, 3, 1]
SHAPES = list(pairwise(SIZES))


def asked(fan_in, fan_out):
    """The shape that a student's init_mlp asks its initializer for; ValueError when no layer here is that big."""
    shape = (int(fan_in), int(fan_out))
    if not all(1 <= size <= max(SIZES) for size in shape):
        raise ValueError(f"no layer has the shape {shape}")
    return shape


# Gives what is left of the list of sizes, which the wire would not bring back.
KEPT = """
import __main__

def kept(sizes, initializer, rng):
    __main__.init_mlp(sizes, initializer, rng)
    return list(sizes)
"""


# Kills: biases of another shape, or not zero; a layer too many or too few; output side first; integer biases; sizes
# that are taken out of the given list.
@pytest.mark.exercise("init_mlp", points=4)
def test_init_mlp_layers(submission, expect, rng):
    def initializer(fan_in, fan_out, rng=None):
        return np.ones(asked(fan_in, fan_out))

    for sizes in (SIZES, [5, 2]):
        like = [(np.empty(shape), np.empty(shape[1])) for shape in pairwise(sizes)]
        params = submission.init_mlp(sizes, initializer, rng)
        rule = "one pair (W, b) per layer, input side first, W of shape (fan_in, fan_out) and b of shape (fan_out,)"
        for W, b in expect.pairs(params, like, rule):
            expect.that(not b.any(), "every bias starts at 0", f"a bias that is not 0 beside a W of shape {W.shape}")
    left = aside(submission, submission.define(KEPT).kept, [5, 2], initializer, rng)
    expect.that(left == [5, 2], "the list of sizes is left as it was", f"a list of {len(left)} sizes after the call")


# Kills: a trial call for the shape; weights that are not the initializer's; one call for several layers.
@pytest.mark.exercise("init_mlp", points=4)
def test_init_mlp_calls_the_initializer_once_per_layer(submission, expect, rng):
    made = {}
    calls = []

    def initializer(fan_in, fan_out, rng=None):
        shape = asked(fan_in, fan_out)
        calls.append(shape)
        made[shape] = np.full(shape, len(calls) + 0.5)
        return made[shape]

    layers = expect.items(submission.init_mlp(SIZES, initializer, rng), len(SHAPES), "one pair (W, b) per layer")
    rule = "exactly one call initializer(fan_in, fan_out, rng) for each weight matrix"
    swapped = sorted(calls) == sorted(shape[::-1] for shape in SHAPES)
    clues = {"fan_in and fan_out are exchanged.": swapped}
    expect.that(sorted(calls) == sorted(SHAPES), rule, f"{len(calls)} calls, with the sizes {calls[:6]}", clues)
    for shape, layer in zip(SHAPES, layers, strict=True):
        W, _ = expect.items(layer, 2, "each layer is a pair (W, b)")
        expect.close(W, made[shape], "each W is what the initializer returned, unchanged")


# Kills: a new generator for each layer, a copy of rng, no rng at all.
@pytest.mark.exercise("init_mlp", points=2)
def test_init_mlp_hands_on_rng(submission, expect, rng):
    twin = deepcopy(rng)
    draws, handed = [], []

    def initializer(fan_in, fan_out, rng=None):
        shape = asked(fan_in, fan_out)
        handed.append(isinstance(rng, np.random.Generator))
        W = rng.normal(size=shape) if handed[-1] else np.zeros(shape)
        draws.append(W)
        return W

    submission.init_mlp(SIZES, initializer, rng)
    expect.that(
        len(draws) > 1 and all(np.array_equal(W, twin.normal(size=W.shape)) for W in draws),
        "the initializer draws from the rng that init_mlp was given, one layer after the other",
        "a call of the initializer with another generator, or with one in another state",
        {"Its third argument is rng: initializer(fan_in, fan_out, rng).": not all(handed)},
    )


# --- variance ---------------------------------------------------------------------------------------------------------


# Kills: a root, a square, a term forgotten; fan_in squared.
@pytest.mark.exercise("variance", points=3)
@pytest.mark.behaviour(5)
def test_preactivation_variance(submission, expect):
    for fan_in, var_x, var_w in ((7, 0.5, 3.0), (256, 2.0, 0.01), (30, 1, 2)):
        clues = {
            "This is the standard deviation.": np.sqrt(fan_in * var_x * var_w),
            "This is the variance of one term.": float(var_x * var_w),
            "Terms that are independent add their variances: fan_in counts once.": float(fan_in**2 * var_x * var_w),
            "The arguments are variances already.": float(fan_in * var_x**2 * var_w**2),
        }
        rule = "independent zero-mean factors multiply their variances, independent terms add them"
        expect.close(submission.preactivation_variance(fan_in, var_x, var_w), fan_in * var_x * var_w, rule, clues)


def statistics(params, X, activation, statistic):
    """A statistic of each hidden layer's output, as an array."""
    return np.array([statistic(h) for h in reference.layer_outputs(params, X, activation)[:-1]])


def passed_on_linear(params, X, activation):
    """A mistake: the activation is applied to what is measured, not to what the next layer gets."""
    h, stats = X, []
    for W, b in params[:-1]:
        h = h @ W + b
        measured = reference.ACTIVATIONS[activation](h)
        stats.append((measured.mean(), measured.std()))
    return np.array(stats)


def output_stats(params, X, activation, after=True, ddof=0):
    """Mean and standard deviation of each hidden layer's output (or pre-activation), as an array (hidden layers, 2)."""
    outputs = reference.layer_outputs(params, X, activation)[:-1]
    if not after:
        inputs = [X, *outputs[:-1]]
        outputs = [h @ W + b for h, (W, b) in zip(inputs, params, strict=False)]
    return np.array([(values.mean(), values.std(ddof=ddof)) for values in outputs])


def check_stats(expect, got, params, X, activation, **tolerance):
    """The pairs that came back are the layers' means and standard deviations."""
    rule = "one pair (mean, std) per hidden layer, of its outputs after the activation, over all entries, ddof=0"
    want = output_stats(params, X, activation)
    clues = {
        "These are the statistics before the activation.": lambda: output_stats(params, X, activation, after=False),
        "This standard deviation has ddof=1.": lambda: output_stats(params, X, activation, ddof=1),
        "These are variances: the root is missing.": np.column_stack([want[:, 0], want[:, 1] ** 2]),
        "The biases seem to be left out.": lambda: output_stats([(W, 0 * b) for W, b in params], X, activation),
        "The standard deviation comes first here.": want[:, ::-1],
        "Right to a few places only: nothing needs rounding.": np.round(want, 4),
        "The next layer's input is this layer's output after the activation, not before it.": lambda: passed_on_linear(
            params, X, activation
        ),
        "This is the mean over the units of each unit's standard deviation: take all entries together.": lambda: (
            statistics(params, X, activation, lambda h: (h.mean(), h.std(axis=0).mean()))
        ),
    }
    for other in reference.ACTIVATIONS:
        if other != activation:
            clues[f"These are the statistics of a network with {other}."] = partial(output_stats, params, X, other)
    pairs = [expect.items(pair, 2, rule) for pair in expect.items(got, len(want), rule)]
    numbers = np.array([[expect.scalar(number, rule) for number in pair] for pair in pairs])
    expect.close(numbers, want, rule, clues, **tolerance)


# What the module documents of the last of five layers of 40 units, by the scale of the weights; the bounds hold with
# room to spare for 3,000 of 3,000 seeds.
DOCUMENTED = {
    ("relu", "N(0, 1)"): lambda mean, std: std > 50,
    ("relu", "N(0, 0.01^2)"): lambda mean, std: std < 1e-4,
    ("relu", "he"): lambda mean, std: 0.02 < mean**2 + std**2 < 50,
    ("sigmoid", "N(0, 1)"): lambda mean, std: std > 0.2,
    ("sigmoid", "N(0, 0.01^2)"): lambda mean, std: abs(mean - 0.5) < 0.1 and std < 0.05,
    ("tanh", "N(0, 1)"): lambda mean, std: std > 0.8,
    ("tanh", "N(0, 0.01^2)"): lambda mean, std: std < 1e-4,
    ("tanh", "glorot"): lambda mean, std: 0.1 < std < 0.8,
}


def deep_params(start, rng):
    """Five layers of 40 units, and a head."""
    sizes = [40] * 6 + [1]
    if start in ("he", "glorot"):
        return reference.scaled_params(sizes, rng, start)
    return reference.random_params(sizes, rng, std={"N(0, 1)": 1.0, "N(0, 0.01^2)": 0.01}[start])


# Kills: statistics before the activation, per unit, of the head, with ddof=1; biases left out; clipped pre-activations;
# rounded results; an argument changed.
@pytest.mark.exercise("variance", points=4)
@pytest.mark.behaviour(5, 6)
@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_layer_output_stats(submission, expect, rng, activation):
    params = reference.random_params([4, 7, 3, 5, 1], rng, bias_std=1.0)
    X = rng.normal(size=(6, 4))
    check_stats(expect, submission.layer_output_stats(params, X, activation), params, X, activation)
    expect.pure()
    single = [(W.astype(np.float32), b.astype(np.float32)) for W, b in params]
    got = submission.layer_output_stats(single, X.astype(np.float32), activation)
    check_stats(expect, got, params, X, activation, rtol=1e-4, atol=1e-5)
    X = rng.normal(size=(20, 40))
    for (name, start), documented in DOCUMENTED.items():
        if name == activation:
            params = deep_params(start, rng)
            if not documented(*output_stats(params, X, activation)[-1]):
                raise RuntimeError(f"the {activation} network from {start} weights does not show what it should")
            check_stats(expect, submission.layer_output_stats(params, X, activation), params, X, activation)


# --- symmetry ---------------------------------------------------------------------------------------------------------


def check_units(submission, expect, W, b, want, rule, clues=None, **options):
    """distinct_units gives `want`; `clues` maps sentences to other numbers."""
    got = expect.array(submission.distinct_units(W, b, **options), (), "the number of units", kind="any").item()
    clues = {clue: got == number for clue, number in (clues or {}).items()}
    expect.that(got == want, rule, f"the number {got:.3g}", clues)


# Kills: rows for columns; neighbours compared only; duplicates not counted at all; an argument changed. Behaviour 4:
# units that start alike are still alike after training, units that start at random are not.
@pytest.mark.exercise("symmetry", points=4)
@pytest.mark.behaviour(4)
def test_distinct_units_finds_duplicates(submission, expect, rng):
    W = rng.normal(size=(7, 5))[:, [0, 1, 0, 2, 1, 3, 0, 4, 0]]
    rule = "columns that repeat an earlier column do not count, wherever the earlier one stands"
    clues = {
        "These are rows. A unit is a column of W.": 7,
        "The first unit counts, too.": 4,
        "A column counts only if it differs from every earlier one: not from some of them, or from its neighbour.": 9,
        "A column with duplicates counts once, not never.": 3,
        "Compare a column with every earlier one, not with the first alone.": 6,
        "A column that repeats several earlier ones is one column less, not several.": 2,
    }
    check_units(submission, expect, W, np.zeros(9), 5, rule, clues)
    expect.pure()
    X, y = reference.rings(40, rng)
    for random in (False, True):
        start = reference.random_params([2, 5, 4, 1], rng)
        if not random:
            start = [(np.full_like(W, 0.5), b) for W, b in start]
        for W, b in reference.descend(start, X, y, "tanh", steps=5)[:-1]:
            rule = "units that start alike stay alike in training, units that start at random stay different"
            check_units(submission, expect, W, b, W.shape[1] if random else 1, rule)


# Kills: the bias left out, or added to the weights.
@pytest.mark.exercise("symmetry", points=2)
def test_distinct_units_counts_the_bias(submission, expect, rng):
    W = np.repeat(rng.normal(size=(4, 1)), 3, axis=1)
    rule = "a unit is its column of W and its bias: either can make it different"
    clues = {"The biases seem to be left out.": 1, "Equal columns with different biases are different units.": 2}
    check_units(submission, expect, W, np.array([0.5, -1.0, 2.0]), 3, rule, clues)
    check_units(submission, expect, W, np.array([0.5, 0.5, -1.0]), 2, rule)
    clues = {"The bias is one more entry of the unit: it is not added to the others.": 1}
    check_units(submission, expect, np.array([[1.0, 0.0], [2.0, 1.0]]), np.array([0.0, 1.0]), 2, rule, clues)


# Kills: comparing only with columns that counted; a norm or a mean instead of the largest difference; a relative
# tolerance; >= for >; rounding; differences without their absolute value; another default. The numbers are exact in
# binary.
@pytest.mark.exercise("symmetry", points=4)
def test_distinct_units_tolerance(submission, expect):
    cases = [
        ([[0.0, 0.0625, 0.125]], 0.1, 1, "each column is compared with every earlier one, also with those not counted"),
        ([[0.0, 0.125, 0.0625]], 0.1, 2, "each column is compared with every earlier one, and only with those"),
        ([[0.0, 0.75], [0.0, 0.75], [0.0, 0.75]], 1.0, 1, "some single entry must differ by more than the tolerance"),
        ([[0.0, 0.0], [0.0, 0.0], [0.0, 0.5]], 0.25, 2, "one entry that differs by more than the tolerance is enough"),
        ([[1000.0, 1000.0625]], 0.03125, 2, "the tolerance is absolute, whatever the size of the weights"),
        ([[0.0, 0.25]], 0.25, 1, "a difference equal to the tolerance is not more than it"),
        ([[0.0, -0.5]], 0.25, 2, "a difference counts whatever its sign"),
        ([[0.25, 0.25, 0.5]], 0.0, 2, "at tolerance 0 any difference counts"),
        ([[0.0, 2.0**-30]], 1e-8, 1, "differences below 1e-8 do not count by default"),
        ([[0.0, 2.0**-20, -2.0]], 1e-8, 3, "differences above 1e-8 count by default"),
    ]
    for columns, tolerance, want, rule in cases:
        W = np.array(columns)
        options = {} if tolerance == 1e-8 else {"tolerance": tolerance}
        check_units(submission, expect, W, np.zeros(W.shape[1]), want, rule, **options)
