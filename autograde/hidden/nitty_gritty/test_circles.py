"""Hidden checks of `nitty_gritty`: the data, `circles`.

Angles may be evenly spaced or random, so the noise is judged where it does not matter which: along the radius, or so
large that the rings vanish in it.
"""

import numpy as np
import pytest

RULE = "circles returns two arrays: X with one row of two features per example, and y as a column of labels"


def drawn(submission, expect, m, rng, kind="any", **options):
    """X as it came, (m, 2), and the labels as booleans, (m,)."""
    X, y = expect.items(submission.circles(m, rng, **options), 2, RULE)
    X, y = expect.array(X, (m, 2), RULE, kind=kind), expect.array(y, (m, 1), RULE, kind=kind)
    return X, y[:, 0] == 1


# Kills: y of shape (m,); labels that are integers or other than 0 and 1; classes drawn at random; m of each class.
@pytest.mark.exercise("circles", points=2.5)
def test_circles_shapes_and_classes(submission, expect, rng):
    for m in (10, 24):
        X, y = expect.items(submission.circles(m, rng), 2, RULE)
        expect.array(X, (m, 2), RULE)
        labels = expect.array(y, (m, 1), RULE)
        rule = "half of the labels are 1.0 and half are 0.0"
        ones, zeros = int((labels == 1).sum()), int((labels == 0).sum())
        expect.that(ones == zeros == m // 2, rule, f"{ones} ones and {zeros} zeros in {m} labels")


# Kills: swapped classes; a factor that is ignored; X and y shuffled apart; the root of the radius.
@pytest.mark.exercise("circles", points=3)
def test_circles_radii(submission, expect, rng):
    for factor in (0.3, 0.8):
        X, inner = drawn(submission, expect, 40, rng, noise=0.0, factor=factor)
        want = np.where(inner, factor, 1.0)
        clues = {
            "The classes are swapped: class 1 is the inner ring.": np.where(inner, 1.0, factor),
            "Is factor used?": np.where(inner, 0.5, 1.0),
        }
        lengths = np.hypot(X[:, 0], X[:, 1])
        kept = np.allclose(np.sort(lengths), np.sort(want)) and not np.allclose(lengths, clues[next(iter(clues))])
        if kept:
            clues["The radii are right, but not for these labels: shuffle X and y in the same order."] = lengths
        rule = "without noise, class 1 is at the distance factor from the origin and class 0 at the distance 1"
        expect.close(lengths, want, rule, clues, rtol=1e-5)


# Kills: half a circle, a quarter, a slice that is missing. Of 1000 random angles in a class the largest gap exceeds
# 0.04 of the circle with the probability 1000 * 0.96 ** 999 = 2e-15.
@pytest.mark.exercise("circles", points=2)
def test_circles_all_the_way_round(submission, expect, rng):
    X, inner = drawn(submission, expect, 2000, rng, noise=0.0)
    for chosen, ring in ((inner, "inner"), (~inner, "outer")):
        angles = np.sort(np.arctan2(X[chosen, 1], X[chosen, 0]))
        gap = np.diff(np.append(angles, angles[:1] + 2 * np.pi)).max(initial=0) if len(angles) else 2 * np.pi
        rule = "the angles of both classes go all the way round, evenly spaced or random"
        got = f"an {ring} ring with a gap of {np.degrees(gap):.0f} degrees"
        expect.that(gap < 0.04 * 2 * np.pi, rule, got, {"The whole circle is 2 pi.": gap > 1.5})


# Kills: noise along the radius only; on one feature; the same for both; a variance for a standard deviation; uniform
# noise, with a kurtosis of 1.8. With a noise of 20 the rings add 0.1% to the variance. 3000 examples: a variance off by
# 20% has a probability of 1e-11 (chi-square), a correlation of 0.15 one of 1e-16, a kurtosis below 2.2 is 9 standard
# errors off, one above 5 needs a point at 8.5 standard deviations; that none of 6000 numbers is beyond 2.6 has the
# probability 4e-25.
@pytest.mark.exercise("circles", points=3)
def test_circles_noise(submission, expect, rng):
    X, inner = drawn(submission, expect, 3000, rng, noise=20.0)
    variances = X.var(axis=0) / 400.0
    rule = "the noise has the standard deviation `noise` in both features"
    got = f"features with {variances[0]:.3g} and {variances[1]:.3g} times the variance that is asked for"
    inside, outside = (float(X[chosen].var() / 400.0) if chosen.any() else 0.0 for chosen in (inner, ~inner))
    clues = {
        "Is `noise` taken for the variance?": np.allclose(variances, 1 / 20, rtol=0.3),
        "rng.normal takes the standard deviation, which is `noise` itself.": np.allclose(variances, 400, rtol=0.3),
        "Every example needs noise of its own, added to both coordinates.": max(inside, outside) < 0.03,
        "The two rings have different noise: add it to the points, after the radius.": not (
            0.8 < inside / max(outside, 1e-12) < 1.25
        ),
        "Noise on the radius moves points in one direction only: each feature needs its own.": np.allclose(
            variances, 0.5, rtol=0.15
        ),
        "One of the features has no noise.": variances.min() < 0.1 < variances.max(),
    }
    expect.that(np.abs(variances - 1).max() < 0.2, rule, got, clues)
    correlation = np.corrcoef(X.T)[0, 1]
    rule = "the noise is drawn independently for both features"
    expect.that(abs(correlation) < 0.15, rule, f"features with a correlation of {correlation:.3g}")
    kurtosis = np.mean((X - X.mean(axis=0)) ** 4, axis=0) / X.var(axis=0) ** 2
    rule = "the noise is normally distributed"
    expect.that(kurtosis.min() > 2.2 and kurtosis.max() < 5, rule, f"a kurtosis of {kurtosis[0]:.3g}, expected about 3")
    farthest = float(np.abs(X).max()) / 20.0
    clue = {"Is the noise clipped or truncated?": True}
    expect.that(farthest > 2.6, rule, f"noise of at most {farthest:.3g} standard deviations in 3000 examples", clue)


# Kills: other defaults. 2000 examples per class: the mean length has a standard error of 0.0022 and its spread one of
# 1.6%. (Noise across the radius lengthens the inner radius by 2% and adds 1% to its spread.)
@pytest.mark.exercise("circles", points=1)
def test_circles_defaults(submission, expect, rng):
    X, inner = drawn(submission, expect, 4000, rng)
    lengths = np.hypot(X[:, 0], X[:, 1])
    for chosen, radius, ring in ((inner, 0.51, "inner"), (~inner, 1.005, "outer")):
        mean, spread = (lengths[chosen].mean(), lengths[chosen].std()) if chosen.any() else (0.0, 0.0)
        rule = f"the defaults are noise=0.1 and factor=0.5; here for the {ring} ring"
        got = f"lengths of {mean:.3g} on average, with a standard deviation of {spread:.3g}"
        expect.that(abs(mean - radius) < 0.02 and abs(spread - 0.1) < 0.015, rule, got)


# Kills: sorted by class; alternating classes; only the rows within a class shuffled. The number of changes of class in
# a random order of 200 and 200 has the mean 200 and the standard deviation 10; 7 of them: 3e-12.
@pytest.mark.exercise("circles", points=1.5)
def test_circles_shuffled(submission, expect, rng):
    _, inner = drawn(submission, expect, 400, rng)
    changes = int(np.count_nonzero(inner[1:] != inner[:-1]))
    clues = {"The classes alternate: a fixed order is not a random one.": changes > 300}
    rule = "the examples are shuffled: a random order, so that a batch holds both classes in changing shares"
    expect.that(abs(changes - 200) < 70, rule, f"{changes} changes of class along 400 examples", clues)


# Kills: the global generator; a fixed seed; labels in the same order in every call.
@pytest.mark.exercise("circles", points=2)
def test_circles_draws_from_rng(submission, expect, rng):
    seed = int(rng.integers(2**32))
    first, second = np.random.default_rng(seed), np.random.default_rng(seed)
    (X, y), (again, y_again) = (drawn(submission, expect, 60, generator) for generator in (first, second))
    rule = "the same state of rng gives the same data"
    same = np.allclose(X, again, rtol=1e-9) and np.array_equal(y, y_again)
    expect.that(same, rule, "two different results from two equal generators")
    further, y_further = drawn(submission, expect, 60, first)
    rule = "rng advances: a second call with the same generator gives other points, in another order of classes"
    fresh = not np.allclose(X, further, rtol=1e-9) and not np.array_equal(y, y_further)
    clue = {"Draw everything from rng itself, and use it as it comes.": True}
    expect.that(fresh, rule, "the same points or the same labels twice", clue)
