"""Hidden checks of the numerical gradient and of the gradient check.

One mistake should cost the points of one check: what is not a check's business (the order of the differences, the form
of the error) it leaves out, by a tolerance that one-sided differences meet or by comparing two of the student's own
answers.
"""

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.hidden.backprop.networks import telling

# --- numerical_gradient -----------------------------------------------------------------------------------------------

# What the default step gives even with one-sided differences, at 0.5 <= |x| <= 5: their error on a cubic is about
# 3 |x| h <= 1.5e-4, its derivative 3 x^2 >= 0.75.
ROUGH = {"rtol": 1e-4, "atol": 1e-4}


def coupled(x):
    """A function that mixes neighbouring coordinates of its input, flattened: sum of sin(x_i x_{i+1}) + 2 x_0 x_n^2."""
    x = np.ravel(x)
    return float(np.sin(x[:-1] * x[1:]).sum() + 2 * x[0] * x[-1] ** 2)


def coupled_gradient(x):
    """The gradient of `coupled`, of x's shape."""
    flat = np.ravel(x)
    cosines = np.cos(flat[:-1] * flat[1:])
    grad = np.zeros(flat.size)
    grad[:-1] += cosines * flat[1:]
    grad[1:] += cosines * flat[:-1]
    grad[0] += 2 * flat[-1] ** 2
    grad[-1] += 4 * flat[0] * flat[-1]
    return grad.reshape(np.shape(x))


def cubic(x):
    """Sum of x^3."""
    return float((np.asarray(x) ** 3).sum())


def point(rng, shape):
    """A random point with entries of sizes 0.5 to 2 and either sign, where the gradient of `coupled` is not near 0."""
    for _ in range(1000):
        x = rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape)
        if np.abs(coupled_gradient(x)).min() > 0.05:
            return x
    raise RuntimeError("no informative point in 1000 draws: the check's input needs another look")


# Kills: entries that are not put back before the next one moves; all entries moved at once.
@pytest.mark.exercise("numerical_gradient", points=4)
def test_numerical_coupled(submission, expect, rng):
    x = point(rng, (6,))
    rule = "one entry moves at a time while all others stay at x"
    want = coupled_gradient(x)
    clues = {"All entries seem to move at once.": np.full_like(want, want.sum())}
    expect.close(submission.numerical_gradient(coupled, x), want, rule, clues=clues, **ROUGH)


# Kills: one-sided differences; a step that is not h; a missing factor 2.
@pytest.mark.exercise("numerical_gradient", points=4)
@pytest.mark.behaviour(20)
def test_numerical_order(submission, expect, rng):
    x = rng.uniform(0.5, 2.0, 3)
    for h in (0.1, 0.05):
        central = 3 * x**2 + h**2  # exact for a cubic: the error falls by 4 when h is halved
        expect.close(
            submission.numerical_gradient(cubic, x, h),
            central,
            "(f(x + h) - f(x - h)) / (2 h), whose error on a cubic is exactly h^2",
            clues={
                "This is a one-sided difference: its error falls like h, not like h^2.": 3 * x**2 + 3 * x * h + h**2,
                "This is a one-sided difference, backwards.": 3 * x**2 - 3 * x * h + h**2,
                "The step to each side is h / 2.": 3 * x**2 + h**2 / 4,
                "The two points are 2 h apart, but the difference is divided by h.": 2 * central,
                "The step seems to grow with x: it is h for every entry.": 3 * x**2 + (h * np.maximum(1.0, x)) ** 2,
                "This is exact for a cubic, as no difference of two points is: are there more of them?": 3 * x**2,
            },
            atol=1e-10,
        )


# Kills: a loop over the first axis only, or over two; a flattened array handed to f.
@pytest.mark.exercise("numerical_gradient", points=2)
def test_numerical_shape(submission, expect, rng):
    x = rng.uniform(0.5, 2.0, (2, 3, 2))
    shapes = set()

    def f(array):
        shapes.add(np.shape(array))
        return cubic(array)

    grad = submission.numerical_gradient(f, x)
    expect.close(grad, 3 * x**2, "the gradient has x's shape, here three axes", **ROUGH)
    expect.that(
        shapes == {(2, 3, 2)}, "f always receives arrays of x's shape", got=f"f received shapes {sorted(shapes)}"
    )


# Kills: iterators that refuse empty arrays; indexing that needs an axis.
@pytest.mark.exercise("numerical_gradient", points=1)
def test_numerical_scalar_and_empty(submission, expect, rng):
    x = np.array(rng.uniform(0.5, 2.0))
    grad = submission.numerical_gradient(cubic, x)
    expect.close(grad, 3 * x**2, "x may be a 0-d array: one derivative, of shape ()", **ROUGH)
    grad = submission.numerical_gradient(cubic, np.zeros((0, 3)))
    expect.array(grad, (0, 3), "x may be empty: its gradient is an empty array of the same shape")


# Kills: f(x) evaluated anew for every entry, as one-sided differences need it; more points than two; another default.
@pytest.mark.exercise("numerical_gradient", points=2)
def test_numerical_calls(submission, expect, rng):
    x = rng.uniform(0.5, 2.0, (2, 3))
    steps = []

    def f(array):
        steps.append(np.abs(np.ravel(array) - x.ravel()).max() if np.size(array) == x.size else 0.0)
        return cubic(array)

    expect.array(submission.numerical_gradient(f, x), (2, 3), "the gradient has x's shape")
    expect.that(len(steps) == 12, "f is called twice per element, 12 times for 6", got=f"{len(steps)} calls of f")
    default = max(steps)
    submission.numerical_gradient(f, x, 1e-5)
    rule = "without the argument h the step is 1e-5"
    expect.that(np.isclose(default, max(steps[12:], default=0.0), rtol=1e-3), rule, got=f"steps of {default:.3g}")


def same_as_float64(submission, expect, x, rule):
    """The gradient at x is the one that the student's function gives at the same point in float64."""
    own = expect.array(
        submission.numerical_gradient(cubic, x.astype(np.float64)), x.shape, "the gradient has x's shape"
    )
    telling(expect, own)
    expect.close(submission.numerical_gradient(cubic, x), own, rule, **ROUGH)


# Kills: results or points kept in x's integer dtype.
@pytest.mark.exercise("numerical_gradient", points=2)
def test_numerical_integers(submission, expect, rng):
    rule = "integer points are moved in float64, and the gradient is floating point"
    same_as_float64(submission, expect, rng.permutation(np.arange(1, 6)), rule)


# Kills: points moved in float32, where 1 + 1e-5 has three digits of the step left.
@pytest.mark.exercise("numerical_gradient", points=1)
def test_numerical_float32(submission, expect, rng):
    rule = "float32 points are moved in float64: float32 has too few digits for a step of 1e-5"
    same_as_float64(submission, expect, rng.uniform(0.5, 2.0, 5).astype(np.float32), rule)


# Kills: entries put back by arithmetic, which is off in the last bit.
@pytest.mark.exercise("numerical_gradient", points=2)
def test_numerical_restores(submission, expect, rng):
    x = rng.uniform(0.5, 2.0, (4, 5))
    if np.array_equal(x + 1e-5 - 2e-5 + 1e-5, x):
        raise RuntimeError("rounding restores every entry: the check's input needs another look")
    grad = submission.numerical_gradient(cubic, x)
    telling(expect, expect.array(grad, (4, 5), "the gradient has x's shape"))
    expect.pure("x is unchanged afterwards, to the last bit: x + h - h need not be x")


# Kills: an x that stays moved when f raises; an exception that is swallowed.
@pytest.mark.exercise("numerical_gradient", points=2)
def test_numerical_restores_after_error(submission, expect, rng):
    calls = []

    def f(array):
        calls.append(1)
        if len(calls) == 3:
            raise ArithmeticError("f is not defined here")
        return cubic(array)

    raised = False
    try:
        submission.numerical_gradient(f, rng.uniform(0.5, 2.0, 4))
    except submission.Raised:
        raised = True
    expect.that(len(calls) >= 3, "f is called twice per element", got=f"{len(calls)} calls of f for 4 elements")
    expect.pure("x is unchanged also when f raises: work on a copy, or put the entry back in a `finally` block")
    expect.that(
        raised, "an exception that f raises goes on to the caller", got="a gradient, as if nothing had happened"
    )


# --- gradient_check ---------------------------------------------------------------------------------------------------

on_its_own = pytest.mark.alone(numerical_gradient=reference.numerical_gradient)


def verdict(expect, answer):
    """(passed, error) of a gradient check."""
    passed, error = expect.items(answer, 2, "gradient_check returns (passed, error)")
    passed = expect.array(passed, (), "passed is True or False", kind="b")
    return bool(passed), expect.scalar(error, "error is one number")


# Kills: one norm in the denominator; the largest entry; the spectral norm of a matrix.
@pytest.mark.exercise("gradient_check", points=3)
def test_relative_error_matrix(submission, expect, rng):
    a = rng.normal(size=(3, 4))
    b = 2 * a + rng.normal(size=(3, 4))
    gap = np.linalg.norm(a - b)
    expect.close(
        expect.scalar(submission.relative_error(a, b), "the error is one number"),
        gap / (np.linalg.norm(a) + np.linalg.norm(b)),
        "norm(a - b) / (norm(a) + norm(b)), with Euclidean norms over all elements",
        clues={
            "The denominator is one norm; it should be the sum of both.": gap / np.linalg.norm(a),
            "The denominator is one norm, the larger perhaps; it should be the sum of both.": gap / np.linalg.norm(b),
            "This is the spectral norm: np.linalg.norm(matrix, 2) is not the Euclidean norm over all elements.": (
                np.linalg.norm(a - b, 2) / (np.linalg.norm(a, 2) + np.linalg.norm(b, 2))
            ),
            "These are squared norms: the square root is missing.": gap**2 / ((a**2).sum() + (b**2).sum()),
        },
    )


# Kills: norms that are defined for vectors and matrices only.
@pytest.mark.exercise("gradient_check", points=1)
def test_relative_error_shapes(submission, expect, rng):
    errors = []
    for shape in ((2, 3, 2), ()):
        a, b = np.array(rng.uniform(1.0, 2.0, shape)), np.array(rng.uniform(3.0, 5.0, shape))
        own = expect.scalar(submission.relative_error(a.ravel(), b.ravel()), "the error is one number")
        error = expect.scalar(submission.relative_error(a, b), "the error is one number, for arrays of any shape")
        expect.close(error, own, f"arrays of shape {shape} have the error of their entries in one row")
        errors.append(error)
    expect.that(errors[0] != errors[1], "the error depends on the arrays", got="the same error for different arrays")


# Kills: 0 / 0.
@pytest.mark.exercise("gradient_check", points=1)
def test_relative_error_zeros(submission, expect):
    zeros = np.zeros((2, 3))
    error = expect.scalar(submission.relative_error(zeros, zeros), "the error is one number")
    expect.close(error, 0.0, "two arrays that are all zero agree: the error is 0.0")
    error = expect.scalar(submission.relative_error(zeros + 1.0, zeros), "the error is one number")
    expect.that(error > 0, "ones and zeros do not agree", got="no error at all")


# Kills: a small number added to the denominator, which hides wrong gradients that are small.
@pytest.mark.exercise("gradient_check", points=1)
def test_relative_error_tiny(submission, expect, rng):
    a, b = rng.uniform(1.0, 2.0, 5), rng.uniform(3.0, 5.0, 5)
    own = expect.scalar(submission.relative_error(a, b), "the error is one number")
    tiny = 2.0**-40  # a power of two: scaling is exact
    error = expect.scalar(submission.relative_error(tiny * a, tiny * b), "the error is one number")
    expect.that(own > 0, "different arrays have an error above 0", got="no error at all")
    expect.close(error, own, "the error does not depend on the scale: tiny arrays differ as much as large ones")


def passes(submission, expect, claimed, x):
    """Whether the student's check lets this gradient of `coupled` pass; the right one must pass at a mild tolerance."""
    passed, _ = verdict(expect, submission.gradient_check(coupled, coupled_gradient(x), x, tolerance=1e-3))
    expect.that(passed, "the right gradient passes at a tolerance of 1e-3", got="passed is False")
    passed, _ = verdict(expect, submission.gradient_check(coupled, claimed, x))
    return passed


# Kills: x flattened before f sees it; a smaller default of the tolerance.
@pytest.mark.exercise("gradient_check", points=4)
@pytest.mark.behaviour(20)
@on_its_own
def test_check_accepts(submission, expect, rng):
    x = point(rng, (2, 3))

    def f(array):
        if np.shape(array) != (2, 3):
            raise ValueError("f takes arrays of shape (2, 3)")
        return coupled(array)

    passed, error = verdict(expect, submission.gradient_check(f, coupled_gradient(x), x))
    expect.that(
        error <= 1e-7,
        "a right gradient agrees to 1e-7 with central differences",
        got=f"error {error:.1e}",
        clues={"One-sided differences have errors of this size.": error < 1e-4},
    )
    expect.that(passed, "a right gradient passes", got=f"passed is False at error {error:.1e}")
    passed, error = verdict(expect, submission.gradient_check(f, coupled_gradient(x) * (1 + 1e-6), x))
    rule = "without the argument tolerance an error of 5e-7 passes: it is below 1e-6"
    expect.that(passed, rule, got=f"passed is False at error {error:.1e}")


# Kills: np.allclose or its like as the verdict, also beside the right one, where a small difference would do.
@pytest.mark.exercise("gradient_check", points=2)
@pytest.mark.behaviour(20)
@on_its_own
def test_check_rejects_near_miss(submission, expect, rng):
    x = point(rng, (6,))
    passed = passes(submission, expect, coupled_gradient(x) * (1 + 6e-6), x)
    rule = "a gradient too long by 6e-6 has an error of 3e-6, above the default tolerance of 1e-6"
    expect.that(not passed, rule, got="passed is True")
    tiny = 2.0**-40  # a power of two: scaling is exact
    double = 2 * tiny * coupled_gradient(x)
    passed, _ = verdict(expect, submission.gradient_check(lambda array: tiny * coupled(array), double, x))
    rule = "a tiny gradient that is twice too long has an error of 1/3: the error alone decides, not the difference"
    expect.that(not passed, rule, got="passed is True")


# Kills: a comparison of sizes, of sums, or of sorted entries; a comparison of some entries only.
@pytest.mark.exercise("gradient_check", points=2)
@pytest.mark.behaviour(20)
@on_its_own
def test_check_rejects_other_direction(submission, expect, rng):
    x = point(rng, (6,))
    right = coupled_gradient(x)
    for wrong, what in ((-right, "the negative gradient"), (right[::-1].copy(), "the entries in the wrong order")):
        passed = passes(submission, expect, wrong, x)
        expect.that(not passed, f"{what} must not pass, though its norm is right", got="passed is True")
    for place in range(right.size):
        wrong = right.copy()
        wrong[place] *= 1.1
        passed, _ = verdict(expect, submission.gradient_check(coupled, wrong, x))
        expect.that(not passed, "a single wrong entry must not pass, wherever it is", got="passed is True")


# Kills: h not handed on; another default.
@pytest.mark.exercise("gradient_check", points=2)
@on_its_own
def test_check_step(submission, expect, rng):
    x = rng.uniform(0.5, 2.0, 4)
    claimed = 3 * x**2
    own = expect.scalar(submission.relative_error(claimed, claimed + 0.1**2), "the error is one number")
    _, error = verdict(expect, submission.gradient_check(cubic, claimed, x, h=0.1))
    expect.close(error, own, "the numerical gradient is taken with the step h that was asked for")
    _, given = verdict(expect, submission.gradient_check(cubic, claimed, x, h=1e-5))
    _, default = verdict(expect, submission.gradient_check(cubic, claimed, x))
    expect.close(default, given, "without the argument h the step is 1e-5", rtol=1e-3, atol=0.0)


# Kills: a tolerance that is ignored; `<` for `<=`.
@pytest.mark.exercise("gradient_check", points=2)
@on_its_own
def test_check_tolerance(submission, expect, rng):
    x = point(rng, (6,))
    wrong = coupled_gradient(x) * 1.01
    _, error = verdict(expect, submission.gradient_check(coupled, wrong, x))
    for factor, wanted in ((0.99, False), (1.01, True), (1.0, True)):
        passed, _ = verdict(expect, submission.gradient_check(coupled, wrong, x, tolerance=factor * error))
        got = f"passed is {passed} when the tolerance is {factor:g} times the error"
        expect.that(passed == wanted, "passed means error <= tolerance, with the tolerance that was asked for", got=got)


# Kills: `not error > tolerance`, which a NaN satisfies.
@pytest.mark.exercise("gradient_check", points=1)
@on_its_own
def test_check_nan(submission, expect, rng):
    x = point(rng, (6,))
    broken = coupled_gradient(x)
    broken[2] = np.nan
    passed = passes(submission, expect, broken, x)
    expect.that(not passed, "a gradient with a NaN in it does not pass", got="passed is True")


# Kills: the difference computed in place.
@pytest.mark.exercise("gradient_check", points=1)
@on_its_own
def test_check_pure(submission, expect, rng):
    x = point(rng, (6,))
    error = expect.scalar(submission.relative_error(x, 2 * x), "the error is one number")
    expect.pure()
    expect.that(error > 0, "different arrays have an error above 0", got="no error at all")
    passes(submission, expect, coupled_gradient(x), x)
    expect.pure()
