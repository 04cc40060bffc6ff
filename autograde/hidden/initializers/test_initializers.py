"""Hidden checks of `initializers`: the initializers one by one."""

from itertools import pairwise

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.hidden.initializers import randomness
from autograde.hidden.initializers.randomness import SHAPE_RULE, TALL, WIDE

LN2 = np.log(2.0)
NO_ROOT = "This is the variance that one gets by passing the variance where the standard deviation is asked."
NO_SQUARE = "The variance is the square root of what it should be: was a root taken twice, or of a standard deviation?"
FAN_OUT = "This is the variance that fan_out would give. Which fan counts the terms of a sum in the forward pass?"
HALF = "This is half of the variance asked for."
LIMIT_IS_STD = (
    "The limits are the standard deviation: a uniform between -limit and limit has the variance limit ** 2 / 3."
)
ONE_SIDED = "This is the variance of one fan alone."


def draw(submission, expect, name, shape, rng, **options):
    """One weight matrix of the student's initializer `name`, its shape and dtype checked."""
    return expect.array(getattr(submission, name)(*shape, rng, **options), shape, SHAPE_RULE)


# --- zeros ------------------------------------------------------------------------------------------------------------


# Kills: integer zeros; a transposed or flat shape.
@pytest.mark.exercise("zeros", points=1)
def test_zeros_shape_and_dtype(submission, expect, rng):
    draw(submission, expect, "zeros", (3, 7), rng)


# Kills: small random numbers, np.empty, ones.
@pytest.mark.exercise("zeros", points=4)
@pytest.mark.behaviour(3)
def test_zeros_network_never_leaves_the_coin_flip(submission, expect, rng):
    params = []
    for shape in pairwise(reference.RUNNING_EXAMPLE_SIZES):
        W = expect.array(submission.zeros(*shape, rng), shape, SHAPE_RULE, kind="any")
        expect.that(not W.any(), "every weight is exactly 0", f"{np.count_nonzero(W)} of {W.size} entries are not 0")
        params.append((W.astype(float), np.zeros(shape[1])))
    X, y = reference.rings(40, rng)
    for activation in reference.ACTIVATIONS:
        trained = reference.descend(params, X, y, activation, steps=4)
        expect.that(
            abs(reference.loss(trained, X, y, activation) - LN2) < 1e-12
            and reference.accuracy(trained, X, y, activation) == 0.5,
            "from zero weights, the loss stays at ln 2 and the accuracy at one half",
            f"a {activation} network that moved",
        )


# --- random_normal ----------------------------------------------------------------------------------------------------


# Kills: std ignored, or used as the variance; a scale that depends on the layer; a transposed shape.
@pytest.mark.exercise("random_normal", points=5)
def test_random_normal_variance(submission, expect, rng):
    for shape, options in ((TALL, {}), (WIDE, {"std": 0.3}), (TALL, {"std": 2.5})):
        std = options.get("std", 1.0)
        W = draw(submission, expect, "random_normal", shape, rng, **options)
        clues = {"This is std used as the variance.": std, "std seems to be ignored.": 1.0, "This is std ** 4.": std**4}
        clues = {clue: variance for clue, variance in clues.items() if variance != std**2}
        randomness.check_variance(expect, W, std**2, "the variance is std ** 2, for layers of any size", clues)


# Kills: uniform for normal; abs; a mean that is not 0; entries of one magnitude.
@pytest.mark.exercise("random_normal", points=2)
def test_random_normal_distribution(submission, expect, rng):
    randomness.check_distribution(expect, draw(submission, expect, "random_normal", TALL, rng), "normal")


# Kills: own or global generators; tiled or sorted entries; a sample rescaled to the exact moments.
@pytest.mark.exercise("random_normal", points=3)
def test_random_normal_randomness(submission, expect, rng):
    check_randomness(submission, expect, rng, "random_normal")


def check_randomness(submission, expect, rng, name):
    """What every random initializer must be: driven by rng alone, with independent entries, used as they come."""
    first = randomness.check_generator(
        submission, expect, rng, lambda generator: draw(submission, expect, name, TALL, generator)
    )
    randomness.check_independence(expect, first)
    randomness.check_untidied(expect, [draw(submission, expect, name, (5, 3), rng) for _ in range(3)])


# --- glorot -----------------------------------------------------------------------------------------------------------


# Kills: one fan for the sum of both; a missing root; uniform limits off by a root of three.
@pytest.mark.exercise("glorot", points=4)
@pytest.mark.behaviour(6, 7)
@pytest.mark.parametrize("name", ["glorot_normal", "glorot_uniform"])
def test_glorot_variance(submission, expect, rng, name):
    for fan_in, fan_out in (TALL, WIDE):
        variance = 2 / (fan_in + fan_out)
        W = draw(submission, expect, name, (fan_in, fan_out), rng)
        rule = "the variance is 2 / (fan_in + fan_out), between the forward 1 / fan_in and the backward 1 / fan_out"
        clues = {
            LIMIT_IS_STD: variance / 3,
            NO_ROOT: variance**2,
            NO_SQUARE: variance**0.5,
            HALF: variance / 2,
            ONE_SIDED: 1 / fan_in,
            "This is He's variance, 2 / fan_in.": 2 / fan_in,
        }
        randomness.check_variance(expect, W, variance, rule, clues)


# Kills: uniform and normal confused; abs; entries of one magnitude.
@pytest.mark.exercise("glorot", points=1)
@pytest.mark.parametrize(
    ("name", "family"), [("glorot_normal", "normal, perhaps truncated"), ("glorot_uniform", "uniform")]
)
def test_glorot_distribution(submission, expect, rng, name, family):
    randomness.check_distribution(expect, draw(submission, expect, name, WIDE, rng), family)


# Kills: own or global generators; tiled or sorted entries; a sample rescaled to the exact moments.
@pytest.mark.exercise("glorot", points=2)
@pytest.mark.parametrize("name", ["glorot_normal", "glorot_uniform"])
def test_glorot_randomness(submission, expect, rng, name):
    check_randomness(submission, expect, rng, name)


# Ten tanh layers of 256 units: the root mean square ends at 0.227 (standard deviation 0.004 over 400 networks); 0.98
# under N(0, 1), 1e-8 under N(0, 0.01^2).
@pytest.mark.exercise("glorot", points=1)
@pytest.mark.behaviour(6)
@pytest.mark.smoke("the documented effect; whatever breaks it breaks a check above")
def test_glorot_keeps_tanh_alive_through_ten_layers(submission, expect, rng):
    scale = root_mean_square_after_ten_layers(submission, expect, rng, ["glorot_normal", "glorot_uniform"], "tanh")
    rule = "through ten tanh layers of 256 units, the outputs neither collapse nor saturate"
    expect.that(0.1 < scale < 0.6, rule, f"outputs with the root mean square {scale:.2g}")


def root_mean_square_after_ten_layers(submission, expect, rng, names, activation):
    """Of the outputs of ten layers of 256 units that these initializers make in turn, on inputs of unit variance."""
    layers = [draw(submission, expect, names[i % len(names)], (256, 256), rng) for i in range(10)]
    params = [(W.astype(float), np.zeros(256)) for W in layers]
    outputs = reference.layer_outputs(
        [*params, (np.zeros((256, 1)), np.zeros(1))], rng.normal(size=(32, 256)), activation
    )
    return float(np.sqrt(np.mean(outputs[-2] ** 2)))


# --- he ---------------------------------------------------------------------------------------------------------------


# Kills: fan_out for fan_in; Glorot's variance; a missing root; uniform limits off by a root of three.
@pytest.mark.exercise("he", points=4)
@pytest.mark.behaviour(6)
@pytest.mark.parametrize("name", ["he_normal", "he_uniform"])
def test_he_variance(submission, expect, rng, name):
    for fan_in, fan_out in (TALL, WIDE):
        variance = 2 / fan_in
        W = draw(submission, expect, name, (fan_in, fan_out), rng)
        clues = {
            FAN_OUT: 2 / fan_out,
            LIMIT_IS_STD: variance / 3,
            HALF: variance / 2,
            NO_ROOT: variance**2,
            NO_SQUARE: variance**0.5,
            "This is Glorot's variance.": 2 / (fan_in + fan_out),
        }
        randomness.check_variance(expect, W, variance, "the variance is 2 / fan_in (He et al. 2015, eq. 10)", clues)


# Kills: uniform and normal confused; abs; entries of one magnitude.
@pytest.mark.exercise("he", points=1)
@pytest.mark.parametrize(("name", "family"), [("he_normal", "normal, perhaps truncated"), ("he_uniform", "uniform")])
def test_he_distribution(submission, expect, rng, name, family):
    randomness.check_distribution(expect, draw(submission, expect, name, WIDE, rng), family)


# Kills: own or global generators; tiled or sorted entries; a sample rescaled to the exact moments.
@pytest.mark.exercise("he", points=2)
@pytest.mark.parametrize("name", ["he_normal", "he_uniform"])
def test_he_randomness(submission, expect, rng, name):
    check_randomness(submission, expect, rng, name)


# Ten ReLU layers of 256 units: the mean square stays near 1 (0.32 to 2.3 over 400 networks; its logarithm has the standard
# deviation 0.34, and the bounds are more than 8 of them away); 1e-3 under Glorot.
@pytest.mark.exercise("he", points=1)
@pytest.mark.behaviour(6)
@pytest.mark.smoke("the documented effect; whatever breaks it breaks a check above")
def test_he_keeps_the_mean_square_through_ten_layers(submission, expect, rng):
    scale = root_mean_square_after_ten_layers(submission, expect, rng, ["he_normal", "he_uniform"], "relu")
    rule = "through ten ReLU layers of 256 units, the mean square of the outputs stays near 1"
    expect.that(0.05 < scale**2 < 20, rule, f"outputs with the mean square {scale**2:.2g}")


# --- orthogonal -------------------------------------------------------------------------------------------------------


# Kills: unscaled normal weights; one orientation forgotten; columns of norm 1 that are not orthogonal.
@pytest.mark.exercise("orthogonal", points=2)
@pytest.mark.parametrize("shape", [(12, 5), (5, 12)], ids=["tall", "wide"])
def test_orthogonal_shorter_side(submission, expect, rng, shape):
    W = draw(submission, expect, "orthogonal", shape, rng)
    check_orthogonal(expect, W, 1.0)


def check_orthogonal(expect, W, gain):
    """The shorter side's vectors are orthogonal and of length gain (to 1e-4: torch works in float32)."""
    short = (W.T if W.shape[0] > W.shape[1] else W).astype(float)
    products = short @ short.T
    lengths = np.sqrt(np.diag(products))
    vectors = "columns" if W.shape[0] > W.shape[1] else "rows"
    expect.that(
        np.abs(lengths - gain).max() < 1e-4 * gain,
        f"the {vectors} of a {W.shape} matrix have the length gain",
        f"lengths from {lengths.min():.3g} to {lengths.max():.3g}",
        {
            "This is the square root of gain.": gain != 1 and np.allclose(lengths, gain**0.5, rtol=1e-3),
            "This is the square of gain.": gain != 1 and np.allclose(lengths, gain**2, rtol=1e-3),
            "gain seems to be ignored.": gain != 1 and np.allclose(lengths, 1.0, rtol=1e-3),
        },
    )
    off_diagonal = np.abs(products - np.diag(np.diag(products))).max()
    expect.that(
        off_diagonal < 1e-4 * gain**2,
        f"the {vectors} of a {W.shape} matrix are orthogonal to each other",
        f"two of them with the product {off_diagonal:.2g}",
    )


# Kills: gain ignored, or its root or square.
@pytest.mark.exercise("orthogonal", points=2)
def test_orthogonal_gain(submission, expect, rng):
    for shape in ((12, 5), (5, 12)):
        check_orthogonal(expect, draw(submission, expect, "orthogonal", shape, rng, gain=1.7), 1.7)


# Kills: LAPACK's signs left as they are; the QR decomposition of a matrix without negative entries. Each of the 16
# counts is binomial (48, 1/2): outside 3 to 45 with a probability of 8e-12.
@pytest.mark.exercise("orthogonal", points=2.5)
def test_orthogonal_signs(submission, expect, rng):
    for shape in ((4, 2), (2, 4)):
        draws = [draw(submission, expect, "orthogonal", shape, rng) for _ in range(48)]
        positive = np.sum([W > 0 for W in draws], axis=0)
        rule = "all such matrices are equally likely: each entry is positive in half of the draws"
        place = np.unravel_index(np.abs(positive - 24).argmax(), shape)
        expect.that(
            positive.min() >= 3 and positive.max() <= 45,
            rule,
            f"the entry at [{place[0]}, {place[1]}] positive in {positive[place]} of 48 draws",
            {"QR leaves the signs open: fix each column's by the diagonal of R.": positive.flat[0] in (0, 48)},
        )


# Kills: own or global generators.
@pytest.mark.exercise("orthogonal", points=1.5)
def test_orthogonal_randomness(submission, expect, rng):
    randomness.check_generator(
        submission, expect, rng, lambda generator: draw(submission, expect, "orthogonal", (30, 12), generator)
    )
