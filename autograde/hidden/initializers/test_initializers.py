"""Hidden checks of `initializers`: the initializers one by one."""

from itertools import pairwise

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.hidden.initializers import randomness
from autograde.hidden.initializers.randomness import MIDDLE, SMALL, TALL, WIDE

LN2 = np.log(2.0)
RULE = "floating-point numbers, one row per input and one column per unit: shape (fan_in, fan_out)"
NO_ROOT = "This is the variance that one gets by passing the variance where the standard deviation is asked."
NO_SQUARE = "The variance is the square root of what it should be: was a root taken twice, or of a standard deviation?"
FAN_OUT = "This is the variance that fan_out would give. Which fan counts the terms of a sum in the forward pass?"
HALF = "This is half of the variance asked for."
TWICE = "This is twice the variance asked for."
HALF_WIDTH = "A quarter of the variance: the interval from -limit to limit is twice as wide."
LIMIT_WITHOUT_ROOT = "The limit is a square root; this looks like the number under it."
ROOT_OF_TWO = "The square root goes over the whole fraction, not over the 2 alone."
LIMIT_FOR_STD = "Three times the variance: the uniform's limit is not the normal's standard deviation."
LIMIT_IS_STD = (
    "The limits are the standard deviation: a uniform between -limit and limit has the variance limit ** 2 / 3."
)
ONE_FAN = "This is 1 / {}, which looks at one fan only."
TRUNCATED = "A normal distribution that is cut off at two standard deviations keeps only 0.77 of its variance."


def draw(submission, expect, name, shape, rng, **options):
    """One weight matrix of the student's initializer `name`, its shape and dtype checked."""
    return expect.array(getattr(submission, name)(*shape, rng, **options), shape, RULE)


def draws(submission, expect, count, name, shape, rng):
    """The weight matrices of several calls, all held until the last is made; messages name the first call."""
    first = draw(submission, expect, name, shape, rng)
    others = randomness.aside(submission, submission.define(randomness.MANY).many, count, name, *shape, rng)
    rule = "an array of shape (fan_in, fan_out) every time"
    return [first, *(expect.array(W, shape, rule) for W in expect.items(others, count, rule))]


def mistakes(family, variance):
    """Clues for a variance, 2 over a number of units, with the variances that mistakes in a family's formula give."""
    if family == "normal":
        return {
            NO_ROOT: variance**2,
            NO_SQUARE: variance**0.5,
            ROOT_OF_TWO: variance**2 / 2,
            LIMIT_FOR_STD: 3 * variance,
            TRUNCATED: 0.774 * variance,
        }
    return {
        LIMIT_IS_STD: variance / 3,
        HALF_WIDTH: variance / 4,
        LIMIT_WITHOUT_ROOT: 3 * variance**2,
        "This is four times the variance: a uniform variable on [-limit, limit] has the variance limit ** 2 / 3.": (
            4 * variance
        ),
    }


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
        W = expect.array(submission.zeros(*shape, rng), shape, RULE, kind="any")
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
        rule = f"the variance is std ** 2, for layers of any size{'' if options else '; std is 1.0 if it is not given'}"
        randomness.check_variance(expect, W, std**2, rule, clues)


# Kills: uniform for normal; abs; a mean that is not 0; entries of one magnitude; clipped or truncated tails.
@pytest.mark.exercise("random_normal", points=2)
def test_random_normal_distribution(submission, expect, rng):
    randomness.check_distribution(expect, draw(submission, expect, "random_normal", TALL, rng), "normal")


# Kills: own or global generators; tiled or sorted entries; a sample rescaled to the exact moments.
@pytest.mark.exercise("random_normal", points=3)
def test_random_normal_randomness(submission, expect, rng):
    check_randomness(submission, expect, rng, "random_normal")


def check_randomness(submission, expect, rng, name):
    """What every random initializer must be: driven by rng alone, with independent entries, used as they come."""
    randomness.check_independence(expect, draw(submission, expect, name, MIDDLE, rng))
    randomness.check_generator(
        submission, expect, rng, lambda generator: draw(submission, expect, name, SMALL, generator)
    )
    randomness.check_untidied(expect, draws(submission, expect, 2, name, (5, 3), rng))


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
        family = name.partition("_")[2]
        clues = {
            HALF: variance / 2,
            TWICE: 2 * variance,
            ONE_FAN.format("fan_in"): 1 / fan_in,
            ONE_FAN.format("fan_out"): 1 / fan_out,
            "This is He's variance, 2 / fan_in.": 2 / fan_in,
            **mistakes(family, variance),
        }
        randomness.check_variance(expect, W, variance, rule, clues, family)


# Kills: uniform and normal confused; abs; entries of one magnitude.
@pytest.mark.exercise("glorot", points=1)
@pytest.mark.parametrize(
    ("name", "family"),
    [("glorot_normal", "normal, perhaps truncated"), ("glorot_uniform", "uniform")],
    ids=["glorot_normal", "glorot_uniform"],
)
def test_glorot_distribution(submission, expect, rng, name, family):
    randomness.check_distribution(expect, draw(submission, expect, name, WIDE, rng), family)


# Kills: own or global generators; tiled or sorted entries; a sample rescaled to the exact moments.
@pytest.mark.exercise("glorot", points=2)
@pytest.mark.parametrize("name", ["glorot_normal", "glorot_uniform"])
def test_glorot_randomness(submission, expect, rng, name):
    check_randomness(submission, expect, rng, name)


# Ten tanh layers of 100 units: the root mean square ends at 0.226 (its standard deviation over 400 networks is 0.010,
# and the bounds are 12 of them away); near 1 under N(0, 1), far below 1e-6 under N(0, 0.01^2).
@pytest.mark.exercise("glorot", points=1)
@pytest.mark.behaviour(6)
@pytest.mark.smoke("the documented effect; whatever breaks it breaks a check above")
def test_glorot_keeps_tanh_alive_through_ten_layers(submission, expect, rng):
    scale = root_mean_square_after_ten_layers(submission, expect, rng, ("glorot_normal", "glorot_uniform"), 100, "tanh")
    rule = "through ten tanh layers of 100 units, the outputs neither collapse nor saturate"
    expect.that(0.1 < scale < 0.6, rule, f"outputs with the root mean square {scale:.2g}")


def root_mean_square_after_ten_layers(submission, expect, rng, names, width, activation):
    """Of the outputs of ten layers of this width that two initializers make in turn, on inputs of unit variance."""
    h = rng.normal(size=(32, width))
    for name in names * 5:
        h = reference.ACTIVATIONS[activation](h @ draw(submission, expect, name, (width, width), rng))
    return float(np.sqrt(np.mean(h**2)))


# --- he ---------------------------------------------------------------------------------------------------------------


# Kills: fan_out for fan_in; Glorot's variance; a missing root; uniform limits off by a root of three.
@pytest.mark.exercise("he", points=4)
@pytest.mark.behaviour(6)
@pytest.mark.parametrize("name", ["he_normal", "he_uniform"])
def test_he_variance(submission, expect, rng, name):
    for fan_in, fan_out in (TALL, WIDE):
        variance, family = 2 / fan_in, name.partition("_")[2]
        W = draw(submission, expect, name, (fan_in, fan_out), rng)
        clues = {
            FAN_OUT: 2 / fan_out,
            HALF: variance / 2,
            TWICE: 2 * variance,
            **mistakes(family, variance),
            "This is Glorot's variance.": 2 / (fan_in + fan_out),
            "This is the variance of torch's default, 1 / (3 fan_in).": variance / 6,
        }
        rule = "the variance is 2 / fan_in (He et al. 2015, eq. 10)"
        randomness.check_variance(expect, W, variance, rule, clues, family)


# Kills: uniform and normal confused; abs; entries of one magnitude.
@pytest.mark.exercise("he", points=1)
@pytest.mark.parametrize(
    ("name", "family"),
    [("he_normal", "normal, perhaps truncated"), ("he_uniform", "uniform")],
    ids=["he_normal", "he_uniform"],
)
def test_he_distribution(submission, expect, rng, name, family):
    randomness.check_distribution(expect, draw(submission, expect, name, WIDE, rng), family)


# Kills: own or global generators; tiled or sorted entries; a sample rescaled to the exact moments.
@pytest.mark.exercise("he", points=2)
@pytest.mark.parametrize("name", ["he_normal", "he_uniform"])
def test_he_randomness(submission, expect, rng, name):
    check_randomness(submission, expect, rng, name)


# Ten ReLU layers of 256 units: the mean square stays near 1 (0.32 to 2.3 over 400 networks; its logarithm has the
# standard deviation 0.34, and the bounds are more than 8 of them away); 1e-3 under Glorot.
@pytest.mark.exercise("he", points=1)
@pytest.mark.behaviour(6)
@pytest.mark.smoke("the documented effect; whatever breaks it breaks a check above")
def test_he_keeps_the_mean_square_through_ten_layers(submission, expect, rng):
    scale = root_mean_square_after_ten_layers(submission, expect, rng, ("he_normal", "he_uniform"), 256, "relu")
    rule = "through ten ReLU layers of 256 units, the mean square of the outputs stays near 1"
    expect.that(0.05 < scale**2 < 20, rule, f"outputs with the mean square {scale**2:.2g}")


# --- orthogonal -------------------------------------------------------------------------------------------------------


# Kills: one orientation forgotten; vectors of length 1 that are not orthogonal; unscaled normal weights.
@pytest.mark.exercise("orthogonal", points=2)
@pytest.mark.parametrize("shape", [(12, 5), (5, 12)], ids=["tall", "wide"])
def test_orthogonal_shorter_side(submission, expect, rng, shape):
    vectors, side = shorter_side(draw(submission, expect, "orthogonal", shape, rng))
    cosines = np.abs(vectors @ vectors.T) / np.outer(lengths(vectors), lengths(vectors))
    closest = (cosines - np.eye(5)).max()
    rule = f"the {side} of a {shape} matrix are orthogonal to each other"
    expect.that(closest < 1e-4, rule, f"two of them with the cosine {closest:.2g} between them")


# Kills: gain ignored, or its root or square.
@pytest.mark.exercise("orthogonal", points=2)
def test_orthogonal_gain(submission, expect, rng):
    for shape, options in (((12, 5), {}), ((12, 5), {"gain": 1.7}), ((5, 12), {"gain": 0.4})):
        gain = options.get("gain", 1.0)
        vectors, side = shorter_side(draw(submission, expect, "orthogonal", shape, rng, **options))
        found = lengths(vectors)
        others = {
            "This is the root of gain.": gain**0.5,
            "This is the square of gain.": gain**2,
            "gain is ignored.": 1.0,
        }
        clues = {clue: gain != 1 and np.allclose(found, other, rtol=1e-3) for clue, other in others.items()}
        rule = f"the {side} of a {shape} matrix have the length gain"
        expect.that(
            np.abs(found - gain).max() < 1e-4 * gain,
            rule,
            f"lengths from {found.min():.3g} to {found.max():.3g}",
            clues,
        )


def shorter_side(W):
    """The vectors that should be orthogonal, as rows in float64, and what they are called in W."""
    tall = W.shape[0] > W.shape[1]
    return (W.T if tall else W).astype(float), "columns" if tall else "rows"


def lengths(vectors):
    """The length of each row."""
    return np.sqrt((vectors**2).sum(axis=1))


# Kills: LAPACK's signs left as they are, or only one of them fixed; the factors of a singular value decomposition, with
# LAPACK's signs, too; the QR decomposition of a matrix without negative entries; one orientation's signs forgotten;
# permutations. An entry of a uniformly distributed matrix has one sign in all of 36 draws with a probability of
# 2 ** -35, and so has a determinant; one of these 20 entries or the determinant with 6e-10.
@pytest.mark.exercise("orthogonal", points=2.5)
def test_orthogonal_signs(submission, expect, rng):
    rule = "all such matrices are equally likely: every entry is positive in some draws and negative in others"
    clue = "QR and the singular value decomposition leave signs open, and the algorithm settles them: give every {}"
    clue = clue.format("column of Q a sign of its own, by the diagonal of R.")
    for shape in ((4, 2), (2, 4), (2, 2)):
        matrices = np.array(draws(submission, expect, 35, "orthogonal", shape, rng))
        expect.that(matrices.all(), rule, "an entry that is exactly 0", {"Is this a permutation of the axes?": True})
        positive = (matrices > 0).sum(axis=0)
        settled = np.argwhere((positive == 0) | (positive == 36))
        got = f"an entry, at {settled[:1].tolist()}, with the same sign in 36 draws"
        expect.that(not len(settled), rule, got, {clue: positive[0, 0] in (0, 36)})
    mirrored = int((np.linalg.det(matrices) < 0).sum())
    rule = "all such matrices are equally likely: square ones are rotations in some draws and reflections in others"
    expect.that(0 < mirrored < 36, rule, f"{mirrored} reflections among 36 draws of shape (2, 2)", {clue: True})


# Kills: own or global generators.
@pytest.mark.exercise("orthogonal", points=1.5)
def test_orthogonal_randomness(submission, expect, rng):
    randomness.check_generator(
        submission, expect, rng, lambda generator: draw(submission, expect, "orthogonal", (30, 12), generator)
    )
