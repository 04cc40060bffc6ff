"""Hidden checks of `standardize`."""

import numpy as np
import pytest

PAIR = "fit_standardizer returns (mean, std)"


def fit(submission, expect, X):
    """(mean, std) of the student's own, for checks of what comes after."""
    mean, std = expect.items(submission.fit_standardizer(X), 2, PAIR)
    shape = X.shape[1:]
    return expect.array(mean, shape, "one mean per feature"), expect.array(std, shape, "one std per feature")


# Kills: ddof=1; the variance for the standard deviation; statistics of the rows; one mean for everything.
@pytest.mark.exercise("standardize", points=4)
def test_mean_and_std_of_every_feature(submission, expect, rng):
    X = rng.normal(size=(7, 3)) * [1.0, 4.0, 0.2] + [2.0, -3.0, 0.5]
    mean, std = expect.items(submission.fit_standardizer(X), 2, PAIR)
    expect.close(
        mean,
        X.mean(axis=0),
        "the mean of every feature: (n,), averaged over the examples",
        clues={
            "This is the mean of all features together; each has its own.": np.full(3, X.mean()),
            "This is the median.": np.median(X, axis=0),
            "This is the standard deviation; the order is (mean, std).": X.std(axis=0),
        },
    )
    expect.close(
        std,
        X.std(axis=0),
        "the standard deviation of every feature, dividing by the number of examples",
        clues={
            "Divided by m - 1 instead of m.": X.std(axis=0, ddof=1),
            "This is the variance; the standard deviation is its square root.": X.var(axis=0),
            "This is the root mean square; subtract the mean before squaring.": np.sqrt((X**2).mean(axis=0)),
        },
    )


# Kills: statistics of the data at hand instead of those given; a small constant added to std (1e-4 here and there); no
# centring.
@pytest.mark.exercise("standardize", points=4)
def test_new_data_are_scaled_by_the_given_statistics(submission, expect, rng):
    unit = np.array([1.0, 1e-4, 10.0])
    X = (rng.normal(size=(5, 3)) * 2.0 + 1.0) * unit
    mean, std = rng.normal(size=3) * unit, rng.uniform(0.5, 3.0, 3) * unit
    expect.close(
        submission.standardize(X, mean, std),
        (X - mean) / std,
        "(X - mean) / std with the mean and std that are passed in, those of the training data",
        clues={
            "X was scaled by its own mean and std. Test data must be treated exactly as the training data were.": (
                X - X.mean(axis=0)
            )
            / X.std(axis=0),
            "Something was added to std. Where std is not at rounding level, divide by it as it is.": (
                (X - mean) / (std + 1e-8)
            ),
            "X was centred by its own mean; the mean to subtract is the one that is passed in.": (
                (X - X.mean(axis=0)) / std
            ),
            "The mean was not subtracted.": X / std,
            "Subtract the mean before dividing.": X / std - mean,
        },
    )


# Kills: no guard; one for all features or none; one that asks for std == 0 (0.1 seven times has 1.4e-17); an absolute
# one (1e6 + 0.1 has 1e-10); one that is relative to the mean with its sign, or to its square; a generous one (1e-6 of
# the mean).
@pytest.mark.exercise("standardize", points=3)
def test_constant_features_become_zeros(submission, expect, rng):
    constants = np.array([0.1, 1e6 + 0.1, -0.0013, 5.0, 0.0])
    X = np.column_stack([np.tile(constants, (7, 1)), rng.normal(size=7), 1e6 + 1e-3 * rng.normal(size=7)])
    if not (X.std(axis=0)[:3] > 0).all():
        raise RuntimeError("the rounding that this check is about does not happen here")
    mean, std = fit(submission, expect, X)
    Z = expect.array(submission.standardize(X, mean, std), X.shape, "the shape of X")
    rule = "on the training data a constant feature becomes zeros, also where its std is rounding noise and not quite 0"
    expect.that(np.isfinite(Z).all(), rule, got="NaN or infinity", clues={"Something was divided by a std of 0.": True})
    largest = np.abs(Z[:, :5]).max(axis=0)
    expect.that(
        (largest <= 1e-12 * np.maximum(1.0, np.abs(constants))).all(),
        rule,
        got=f"values up to {largest.max():.3g} in a constant feature",
        clues={
            "A constant feature came back as it was; its mean is to be subtracted, too.": np.allclose(
                Z[:, :5], X[:, :5]
            ),
            "About 1 in size: the rounding noise itself was scaled up to unit variance.": (
                abs(largest[:3].max() - 1) < 1e-6 and largest[3] == 0
            ),
        },
    )
    spread = Z[:, 5:].std(axis=0)
    expect.that(
        (np.abs(spread - 1) < 0.1).all(),
        "features that vary get standard deviation 1, also beside constant ones, also if they vary by a billionth of "
        "their mean",
        got=f"standard deviations of {spread[0]:.3g} and {spread[1]:.3g}",
        clues={
            "A billionth is far above rounding, which is about 16 times the machine epsilon.": (
                abs(spread[0] - 1) < 0.1 and spread[1] < 0.01
            )
        },
    )
    new = X[:3] + rng.normal(size=(3, 7))
    moved = expect.array(submission.standardize(new, mean, std), new.shape, "the shape of X")
    expect.that(
        np.isfinite(moved).all(),
        "no entry is NaN or infinite, on no data",
        got="NaN or infinity where a feature that was constant in training varies",
        clues={"Which features are constant follows from mean and std, not from the data at hand.": True},
    )


# Kills: an absolute threshold below which a feature counts as constant (a feature of size 1e-9 would never be learned),
# or one by the largest mean of all features (5e7 here).
# 200 Gaussian examples of 3 features have a condition number below 15 but for one case in 1e9 (the singular values lie
# in sqrt(200) +- (sqrt(3) + 6.5)), with which 40 steps reach 2 percent.
@pytest.mark.exercise("standardize", points=2)
@pytest.mark.behaviour(11)
def test_gradient_descent_is_fast_on_standardized_inputs(submission, expect, rng):
    X = rng.normal([5.0, 5.0, -5.0], 1.0, (200, 3)) * [1.0, 1e7, 1e-9]
    target = (X - X.mean(axis=0)) / X.std(axis=0) @ np.array([1.0, -1.0, 2.0])
    if steps_to_fit(X, target) <= 40:
        raise RuntimeError("gradient descent is fast on the raw inputs, too")
    mean, std = fit(submission, expect, X)
    Z = expect.array(submission.standardize(X, mean, std), X.shape, "the shape of X")
    expect.that(
        np.isfinite(Z).all() and steps_to_fit(Z, target) <= 40,
        "gradient descent fits a line to standardized inputs within 40 steps, whatever the units of the features were",
        got=f"features with standard deviations from {Z.std(axis=0).min():.2g} to {Z.std(axis=0).max():.2g}",
        clues={
            "A feature that varies by 1e-9 is not constant: compare its std with the rounding of its own mean, not "
            "with a fixed number.": Z[:, 2].std() < 1e-3
        },
    )


def steps_to_fit(X, target):
    """Steps of gradient descent on the mean squared error until it is 2% of its start (41 for more than 40)."""
    curvature = X.T @ X / len(X)
    rate = 1.0 / np.linalg.eigvalsh(curvature)[-1]
    weights = np.zeros(X.shape[1])
    for step in range(41):
        residual = X @ weights - target
        if (residual**2).mean() <= 0.02 * (target**2).mean():
            return step
        weights = weights - rate * X.T @ residual / len(X)
    return 41


# Kills: results stored in an array of X's own (integer) dtype; the epsilon of float64 for float32 data.
@pytest.mark.exercise("standardize", points=1)
def test_integers_and_single_precision(submission, expect, rng):
    X = np.concatenate([rng.integers(0, 256, (5, 2)), [[0, 255]]])
    want = submission.standardize(X.astype(float), *fit(submission, expect, X.astype(float)))
    want = expect.array(want, X.shape, "the shape of X")
    Z = submission.standardize(X, *fit(submission, expect, X))
    expect.close(
        Z, want, "integer data (pixels, say) give the same floating-point results as the same numbers as floats"
    )
    X = np.column_stack([np.full(7, 0.1), rng.normal(size=7)]).astype(np.float32)
    Z = expect.array(submission.standardize(X, *fit(submission, expect, X)), X.shape, "the shape of X")
    expect.that(
        (np.abs(Z[:, 0]) < 1e-5).all(),
        "in float32, too, a constant feature becomes zeros",
        got=f"values up to {np.abs(Z[:, 0]).max():.3g}",
        clues={"Rounding is coarser in float32: np.finfo tells the epsilon of each dtype.": True},
    )


# Kills: `std[std == 0] = 1` and `X -= mean`.
@pytest.mark.exercise("standardize", points=1)
def test_standardize_leaves_its_arguments(submission, expect, rng):
    X = np.column_stack([np.full(4, 3.0), rng.normal(size=4)])
    submission.fit_standardizer(X)
    expect.pure()
    submission.standardize(X, X.mean(axis=0), X.std(axis=0))
    expect.pure()
