"""Hidden checks of `activations`: the five activations and their derivatives.

Each function is judged in four respects, so that one slip costs one part of the points: its values on a plain vector,
the forms an input can have (compared with the function's own values), the edges of its domain, and whether it leaves
its argument alone.
"""

import numpy as np
import pytest

from autograde.hidden import reference

EDGES = np.array([-1e4, -750.0, -40.0, 40.0, 750.0, 1e4])


def density(z):
    """The standard normal density."""
    return np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)


RULES = {
    "relu": "z where z is positive, 0 elsewhere",
    "relu_grad": "the slope of relu at z: 1 where z > 0, 0 where z < 0",
    "leaky_relu": "z where z is positive, slope * z elsewhere",
    "leaky_relu_grad": "the slope of leaky_relu at z: 1 where z > 0, `slope` where z < 0",
    "sigmoid": "1 / (1 + exp(-z))",
    "sigmoid_grad": "the derivative of the sigmoid with respect to z, s * (1 - s) with s = sigmoid(z), at most 0.25",
    "tanh": "the hyperbolic tangent of z",
    "tanh_grad": "the derivative of tanh with respect to z, 1 - tanh(z) ** 2, at most 1",
    "gelu": "z * Phi(z) in the exact form, with the error function",
    "gelu_grad": "Phi(z) + z * phi(z), the derivative of the exact gelu, which leaves the interval from 0 to 1",
}

CLUES = {
    "relu": {
        "This is the derivative, not the value.": reference.relu_grad,
        "This is the absolute value: negative inputs should become 0.": np.abs,
        "This is the other half: what is positive should pass.": lambda z: np.minimum(z, 0.0),
        "This is the softplus, which is smooth; relu has a corner at 0.": lambda z: np.logaddexp(0.0, z),
        "Large values are cut off: relu has no upper end.": lambda z: np.clip(z, 0.0, 6.0),
    },
    "relu_grad": {
        "This is relu itself: the derivative is its slope, 1 wherever z is positive.": reference.relu,
        "The slope for negative z should be 0: there the function is constant.": np.sign,
    },
    "leaky_relu": {
        "Negative inputs became 0: they should be scaled by the slope.": reference.relu,
        "This is what slope=0.05 gives: is the argument used?": reference.leaky_relu,
        "The slope belongs to the negative side.": lambda z: np.where(z > 0, 0.05 * z, z),
        "Negative z should stay negative: slope * z, not its absolute value.": lambda z: np.where(z > 0, z, -0.05 * z),
        "This is what slope=0.01 gives; the default here is 0.05.": lambda z: reference.leaky_relu(z, 0.01),
    },
    "leaky_relu_grad": {
        "The slope for negative z is `slope`, not 0.": reference.relu_grad,
        "This is what slope=0.05 gives: is the argument used?": reference.leaky_relu_grad,
        "The slope belongs to the negative side.": lambda z: np.where(z > 0, 0.05, 1.0),
        "This is leaky_relu itself on the negative side: the derivative of slope * z is a constant.": lambda z: (
            np.where(z > 0, 1.0, 0.05 * z)
        ),
        "This is what slope=0.01 gives; the default here is 0.05.": lambda z: reference.leaky_relu_grad(z, 0.01),
    },
    "sigmoid": {
        "This is tanh.": np.tanh,
        "The sign in the exponent is the other way round: the sigmoid rises with z.": lambda z: reference.sigmoid(-z),
        "This is the derivative, not the value.": reference.sigmoid_grad,
        "Negative z gives what positive z should: the numerator depends on the sign of z.": lambda z: reference.sigmoid(
            np.abs(z)
        ),
    },
    "sigmoid_grad": {
        "This is z * (1 - z): the formula s * (1 - s) wants s = sigmoid(z), and the argument here is z.": lambda z: (
            z * (1 - z)
        ),
        "The argument is z, not sigmoid(z): apply the sigmoid once, in here.": lambda z: reference.sigmoid_grad(
            reference.sigmoid(z)
        ),
        "This is the sigmoid itself.": reference.sigmoid,
        "This is e / (1 + e) with e = exp(-|z|): the denominator is squared in the derivative.": lambda z: (
            reference.sigmoid(-np.abs(z))
        ),
        "This is s * (1 - z): both factors want s = sigmoid(z).": lambda z: reference.sigmoid(z) * (1 - z),
    },
    "tanh": {
        "This is 2 * sigmoid(z) - 1; tanh(z) is 2 * sigmoid(2 * z) - 1.": lambda z: np.tanh(z / 2),
        "This is the sigmoid.": reference.sigmoid,
        "This is 1.7159 * tanh(2 z / 3), LeCun's scaled form; the plain tanh is asked for.": lambda z: (
            1.7159 * np.tanh(2 * z / 3)
        ),
    },
    "tanh_grad": {
        "This is 1 - z ** 2: it is the square of tanh(z) that is subtracted.": lambda z: 1 - z**2,
        "This is 1 - tanh(z): the square is missing.": lambda z: 1 - np.tanh(z),
        "This is 1 - tanh(z ** 2): square the value of tanh, not z.": lambda z: 1 - np.tanh(z**2),
        "This is tanh itself.": np.tanh,
        "This is 1 / cosh(z): the square is missing.": lambda z: 1 / np.cosh(z),
        "This is t * (1 - t) with t = tanh(z), the sigmoid's formula; tanh has another.": lambda z: (
            np.tanh(z) * (1 - np.tanh(z))
        ),
        "This is 1 + tanh(z) ** 2: mind the sign.": lambda z: 1 + np.tanh(z) ** 2,
    },
    "gelu": {
        "This is the approximation with tanh; the exact form is asked for.": lambda z: (
            0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))
        ),
        "This is the approximation z * sigmoid(1.702 * z); the exact form is asked for.": lambda z: (
            z * reference.sigmoid(1.702 * z)
        ),
        "This is z * sigmoid(z), known as SiLU.": lambda z: z * reference.sigmoid(z),
        "This is what comes out without the sqrt(2) inside erf.": lambda z: z * reference.ndtr(np.sqrt(2) * z),
        "This is Phi(z) alone: gelu is z times it.": reference.ndtr,
        "This is z times the density phi; gelu has the distribution function Phi.": lambda z: z * density(z),
    },
    "gelu_grad": {
        "This is Phi(z) alone: the product rule has a second term.": reference.ndtr,
        "The second term lacks the factor z.": lambda z: reference.ndtr(z) + density(z),
        "The second term should be added.": lambda z: reference.ndtr(z) - z * density(z),
        "The first term is Phi(z), not z * Phi(z).": lambda z: z * reference.ndtr(z) + z * density(z),
        "The exponent of the normal density is -z ** 2 / 2: the half is missing.": lambda z: (
            reference.ndtr(z) + z * np.exp(-(z**2)) / np.sqrt(2 * np.pi)
        ),
        "This is clipped to the interval from 0 to 1; the derivative of gelu leaves it.": lambda z: np.clip(
            reference.gelu_grad(z), 0, 1
        ),
        "The normal density's factor is 1 / sqrt(2 * pi).": lambda z: (
            reference.ndtr(z) + z * density(z) / np.sqrt(2 * np.pi)
        ),
    },
}


def inputs(rng):
    """A vector with both signs, the middle, and where the derivative of gelu is extreme; no kink of ReLU but 0."""
    intervals = ((-6.0, -2.0, 3), (-2.0, -0.9, 2), (-0.9, -0.1, 2), (0.1, 0.9, 3), (0.9, 6.0, 3))
    spread = [rng.uniform(low, high, count) for low, high, count in intervals]
    return rng.permutation(np.concatenate([*spread, [-np.sqrt(2.0), np.sqrt(2.0)]]))


def check_values(submission, expect, name, z, **options):
    """The student's `name` at z against the reference's."""
    clues = {clue: lambda value=value: value(z) for clue, value in CLUES[name].items()}
    want = getattr(reference, name)(z, **options)
    expect.close(getattr(submission, name)(z, **options), want, RULES[name], clues)


def check_forms(submission, expect, name, rng, **options):
    """Shapes and dtypes: every form of an input gives what the same numbers give as a matrix of float64."""
    call = getattr(submission, name)
    whole = rng.permutation(np.array([-5, -4, -3, -2, -2, -1, 1, 1, 2, 3, 4, 5])).reshape(2, 3, 2)
    shape_rule = "element by element: the result has the shape of z, whatever that is, and is floating point"
    matrix = whole.astype(float)[0]
    own = expect.array(call(matrix, **options), (3, 2), shape_rule)
    number = np.array(matrix[1, 0])
    expect.close(call(number, **options), own[1, 0], "a single number (an array of shape ()) gives a single number")
    expect.array(
        call(np.zeros((0, 3)), **options), (0, 3), "an empty array of shape (0, 3) gives an empty array of that shape"
    )
    cube = expect.array(call(whole, **options), whole.shape, f"{shape_rule}, for integers too")
    expect.close(cube[0], own, "integers give what the same numbers give as floats: nothing is cut off")
    single = matrix.astype(np.float32)
    expect.close(call(single, **options), own, "float32 numbers give what the same numbers give in float64")


def check_edges(submission, expect, name):
    """Far out, where an exponential may overflow. Run under the mark strict_floats."""
    want = getattr(reference, name)
    rule = "finite and right up to |z| = 1e4, with no overflow on the way (np.where computes both of its branches)"
    clues = {
        f"Is z clipped at {bound}? There the function still changes; 500 is far enough.": want(
            EDGES.clip(-bound, bound)
        )
        for bound in (10, 15, 20)
    }
    expect.close(getattr(submission, name)(EDGES), want(EDGES), rule, clues)


def check_pure(submission, expect, *names):
    """Neither function changes z."""
    for name in names:
        getattr(submission, name)(np.array([-1.5, -0.3, 0.4, 2.0]))
        expect.pure("z is left as it was: work on a copy, or compute a new array")


def check_kink(submission, expect, name, derivative_name, lowest):
    """At 0: the value is 0, and the derivative is one of the slopes on either side or lies between them."""
    z = np.array([0.0, -3.0, 3.0])
    value = expect.array(getattr(submission, name)(z), (3,), "one value for each z")
    expect.that(value[0] == 0, f"{name}(0) is 0", f"{value[0]:.3g}")
    slope = expect.array(getattr(submission, derivative_name)(z), (3,), "one slope for each z")[0]
    between = f"at the kink, z = 0, any slope from {lowest:g} (the one on the left) to 1 (the one on the right) will do"
    expect.that(
        lowest - 1e-9 <= slope <= 1 + 1e-9,
        between,
        f"{slope:.3g}",
        {"A quotient relu(z) / z is 0 / 0 at 0.": np.isnan(slope), "z == 0 belongs to neither case.": slope == 0},
    )


# --- relu -------------------------------------------------------------------------------------------------------------


# Kills: the absolute value; a leak; the derivative in place of the value; an upper end.
@pytest.mark.exercise("relu", points=3)
def test_relu_values(submission, expect, rng):
    check_values(submission, expect, "relu", inputs(rng))
    check_values(submission, expect, "relu", EDGES)


# Kills: the sign function; relu itself; a slope of z.
@pytest.mark.exercise("relu", points=3)
@pytest.mark.behaviour(1)
def test_relu_derivative(submission, expect, rng):
    check_values(submission, expect, "relu_grad", inputs(rng))


# Kills: integers and booleans that stay what they are; code for vectors only.
@pytest.mark.exercise("relu", points=2)
def test_relu_forms(submission, expect, rng):
    for name in ("relu", "relu_grad"):
        check_forms(submission, expect, name, rng)


# Kills: relu(z) / z.
@pytest.mark.exercise("relu", points=1)
@pytest.mark.strict_floats
def test_relu_kink(submission, expect):
    check_kink(submission, expect, "relu", "relu_grad", 0.0)


# Kills: z[z < 0] = 0 on the argument.
@pytest.mark.exercise("relu", points=1)
def test_relu_pure(submission, expect):
    check_pure(submission, expect, "relu", "relu_grad")


# --- leaky_relu -------------------------------------------------------------------------------------------------------


# Kills: a fixed slope; the slope on the positive side; a slope that is subtracted; a slope of 0 taken for no slope.
@pytest.mark.exercise("leaky_relu", points=3)
def test_leaky_relu_values(submission, expect, rng):
    check_values(submission, expect, "leaky_relu", EDGES)
    for options in ({}, {"slope": 0.3}, {"slope": 0.0}):
        check_values(submission, expect, "leaky_relu", inputs(rng), **options)


# Kills: a fixed slope; 0 for negative z; a negative slope; a slope of 0 taken for no slope.
@pytest.mark.exercise("leaky_relu", points=3)
@pytest.mark.behaviour(1)
def test_leaky_relu_derivative(submission, expect, rng):
    for options in ({}, {"slope": 0.3}, {"slope": 0.0}):
        check_values(submission, expect, "leaky_relu_grad", inputs(rng), **options)


# Kills: slope * z written into an array of integers; code for vectors only.
@pytest.mark.exercise("leaky_relu", points=2)
def test_leaky_relu_forms(submission, expect, rng):
    for name in ("leaky_relu", "leaky_relu_grad"):
        check_forms(submission, expect, name, rng, slope=0.3)


# Kills: (z > 0) + slope * (z < 0), which is 0 at 0.
@pytest.mark.exercise("leaky_relu", points=1)
@pytest.mark.strict_floats
def test_leaky_relu_kink(submission, expect):
    check_kink(submission, expect, "leaky_relu", "leaky_relu_grad", 0.05)


# Kills: z[z < 0] *= slope on the argument.
@pytest.mark.exercise("leaky_relu", points=1)
def test_leaky_relu_pure(submission, expect):
    check_pure(submission, expect, "leaky_relu", "leaky_relu_grad")


# --- sigmoid ----------------------------------------------------------------------------------------------------------


# Kills: single precision; the sign of the exponent; a piecewise linear stand-in.
@pytest.mark.exercise("sigmoid", points=3)
def test_sigmoid_values(submission, expect, rng):
    check_values(submission, expect, "sigmoid", inputs(rng))
    check_values(submission, expect, "sigmoid", np.array([0.0]))


# Kills: z * (1 - z); s * (1 - s) of an argument that is taken for the value; a maximum other than 0.25.
@pytest.mark.exercise("sigmoid", points=4)
@pytest.mark.behaviour(1)
def test_sigmoid_derivative(submission, expect, rng):
    check_values(submission, expect, "sigmoid_grad", inputs(rng))
    check_values(submission, expect, "sigmoid_grad", np.array([0.0]))


# Kills: 1 / (1 + exp(-z)) as it stands, and inside np.where; clipping z to a narrow range.
@pytest.mark.exercise("sigmoid", points=3)
@pytest.mark.strict_floats
def test_sigmoid_far_out(submission, expect):
    check_edges(submission, expect, "sigmoid")


# Kills: exp(-z) / (1 + exp(-z)) ** 2 as it stands.
@pytest.mark.exercise("sigmoid", points=2)
@pytest.mark.behaviour(10)
@pytest.mark.strict_floats
def test_sigmoid_derivative_far_out(submission, expect):
    check_edges(submission, expect, "sigmoid_grad")


# Kills: np.vectorize without otypes (empty arrays); boolean indexing into zeros_like(z) of integers.
@pytest.mark.exercise("sigmoid", points=2)
def test_sigmoid_forms(submission, expect, rng):
    for name in ("sigmoid", "sigmoid_grad"):
        check_forms(submission, expect, name, rng)


# Kills: np.exp(-z, out=z).
@pytest.mark.exercise("sigmoid", points=1)
def test_sigmoid_pure(submission, expect):
    check_pure(submission, expect, "sigmoid", "sigmoid_grad")


# --- tanh -------------------------------------------------------------------------------------------------------------


# Kills: 2 * sigmoid(z) - 1; single precision.
@pytest.mark.exercise("tanh", points=2.5)
def test_tanh_values(submission, expect, rng):
    check_values(submission, expect, "tanh", inputs(rng))


# Kills: 1 - z ** 2; 1 - tanh(z ** 2); a missing square; a maximum other than 1.
@pytest.mark.exercise("tanh", points=2.5)
@pytest.mark.behaviour(1)
def test_tanh_derivative(submission, expect, rng):
    check_values(submission, expect, "tanh_grad", inputs(rng))
    check_values(submission, expect, "tanh_grad", np.array([0.0]))


# Kills: the quotient of exponentials as it stands.
@pytest.mark.exercise("tanh", points=1)
@pytest.mark.strict_floats
def test_tanh_far_out(submission, expect):
    check_edges(submission, expect, "tanh")


# Kills: 1 / cosh(z) ** 2 as it stands.
@pytest.mark.exercise("tanh", points=1)
@pytest.mark.behaviour(10)
@pytest.mark.strict_floats
def test_tanh_derivative_far_out(submission, expect):
    check_edges(submission, expect, "tanh_grad")


# Kills: code for vectors only; results in the dtype of integers.
@pytest.mark.exercise("tanh", points=2)
def test_tanh_forms(submission, expect, rng):
    for name in ("tanh", "tanh_grad"):
        check_forms(submission, expect, name, rng)


# Kills: np.tanh(z, out=z).
@pytest.mark.exercise("tanh", points=1)
def test_tanh_pure(submission, expect):
    check_pure(submission, expect, "tanh", "tanh_grad")


# --- gelu -------------------------------------------------------------------------------------------------------------


# Kills: both approximations; a missing sqrt(2).
@pytest.mark.exercise("gelu", points=4)
def test_gelu_values(submission, expect, rng):
    check_values(submission, expect, "gelu", inputs(rng))


# Kills: one term of the product rule; the derivative of an approximation; clipping to the interval from 0 to 1.
@pytest.mark.exercise("gelu", points=4)
@pytest.mark.behaviour(1)
def test_gelu_derivative(submission, expect, rng):
    check_values(submission, expect, "gelu_grad", inputs(rng))


# Kills: 1 / exp(z ** 2 / 2).
@pytest.mark.exercise("gelu", points=3)
@pytest.mark.strict_floats
def test_gelu_far_out(submission, expect):
    for name in ("gelu", "gelu_grad"):
        check_edges(submission, expect, name)


# Kills: math.erf in a loop over a vector; np.vectorize without otypes.
@pytest.mark.exercise("gelu", points=3)
def test_gelu_forms(submission, expect, rng):
    for name in ("gelu", "gelu_grad"):
        check_forms(submission, expect, name, rng)


# Kills: z *= Phi(z).
@pytest.mark.exercise("gelu", points=1)
def test_gelu_pure(submission, expect):
    check_pure(submission, expect, "gelu", "gelu_grad")
