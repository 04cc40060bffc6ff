"""What a matrix of independent draws looks like: the statistics that the checks of the initializers share.

Every bound leaves a correct implementation a chance of at most 1e-11 to fail, and a check makes fewer than a dozen such
comparisons: well within 1e-9. The statistics are those of N independent entries with mean 0:

- the mean over the root mean square, times sqrt(N), is standard normal: bound 7 (2.6e-12);
- the mean square over the variance is chi-square(N) / N for normal entries, and narrower for uniform or truncated
  normal ones: bound 1 -+ 7 sqrt(2 / N) (chi-square at N = 21,600: 4e-12 above, 4e-13 below);
- squared row sums, scaled, add up to a chi-square with one degree of freedom per row, column sums likewise: exact
  quantiles of 1e-12;
- the correlation of two draws, times sqrt(N), is standard normal: bound 7.
"""

from collections.abc import Callable
from copy import deepcopy
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.special import gammainccinv, gammaincinv

from autograde.expect import Expect
from autograde.pictures import Histogram, histogram

TALL, WIDE, MIDDLE, SMALL = (240, 90), (90, 240), (120, 45), (60, 25)
TAIL = 1e-12

# Sample kurtosis at N = 21,600: 3 for a normal (standard error 0.034), 2.36 for one truncated at two standard
# deviations (0.014), 1.8 for a uniform (0.008), 1 for two values -+c. Each bound is more than 8 standard errors away.
KURTOSIS = {"normal": (2.7, 3.6), "normal, perhaps truncated": (2.1, 3.6), "uniform": (1.7, 1.9)}

# Draws many times in one go: a call each would take most of a check's time, and results that share memory would part.
MANY = """
import __main__

def many(count, name, fan_in, fan_out, rng):
    return [getattr(__main__, name)(fan_in, fan_out, rng) for _ in range(count)]
"""

GLOBAL_STATES = """
import numpy
import torch

def states():
    return [*numpy.random.get_state()[1:3], torch.get_rng_state()]
"""


def aside(submission: Any, read: Callable[..., Any], *args: Any) -> Any:
    """What `read`, a function of a probe, gives; messages go on naming the student's call that came before it."""
    call = submission.last
    try:
        return read(*args)
    finally:
        submission.last = call


def picture(W: np.ndarray, family: str, scale: float) -> Histogram:
    """The entries of W beside the density of the family with the standard deviation `scale`."""
    uniform = family == "uniform"
    limit = scale * np.sqrt(3.0)

    def density(x: np.ndarray) -> np.ndarray:
        if uniform:
            return np.where(np.abs(x) <= limit, 0.5 / limit, 0.0)
        return np.exp(-0.5 * (x / scale) ** 2) / (scale * np.sqrt(2.0 * np.pi))

    reach = 1.2 * limit if uniform else 4.0 * scale
    return histogram(W, density, (-reach, reach), f"Your weights, a matrix of shape {W.shape}", "weight")


def check_variance(
    expect: Expect, W: np.ndarray, variance: float, rule: str, mistakes: dict[str, float], family: str = "normal"
) -> None:
    """The mean square of W's entries is `variance`, within sampling error; `mistakes` maps clues to other variances."""
    found = float(np.mean(np.square(W, dtype=np.float64)))
    tolerance = 7.0 * np.sqrt(2.0 / W.size)
    off = {clue: abs(found / wrong - 1.0) for clue, wrong in mistakes.items()}
    clues = {clue: off[clue] < tolerance for clue in sorted(off, key=off.__getitem__)}
    expect.that(
        abs(found / variance - 1.0) < tolerance,
        rule,
        f"entries with the mean square {found:.3g}",
        clues,
        picture=lambda: picture(W, family, np.sqrt(variance)),
    )


def check_distribution(expect: Expect, W: np.ndarray, family: str) -> None:
    """Mean 0, and the kurtosis of the family, whatever the scale."""
    root = float(np.sqrt(np.mean(np.square(W, dtype=np.float64))))
    mean = float(W.mean(dtype=np.float64))
    expect.that(
        abs(mean) * np.sqrt(W.size) < 7.0 * root,
        "weights with mean 0, as many below it as above",
        f"mean {mean:.3g} at a root mean square of {root:.3g}",
        {"Every entry is 0.": root == 0.0, "No entry is negative.": float(W.min()) >= 0.0},
    )
    kurtosis = float(np.mean(np.square(np.square((W - mean) / W.std(dtype=np.float64)))))
    low, high = KURTOSIS[family]
    expect.that(
        low < kurtosis < high,
        f"the distribution is {family}",
        f"entries with the kurtosis {kurtosis:.3g} (normal: 3, uniform: 1.8)",
        {
            "This looks uniform.": abs(kurtosis - 1.8) < 0.1,
            "This looks normal.": abs(kurtosis - 3.0) < 0.3,
            "All entries have the same magnitude.": abs(kurtosis - 1.0) < 0.01,
        },
        picture=lambda: picture(W, family, root),
    )
    if family == "normal":
        # Of 21,600 normal numbers 42 are expected beyond 3.1 standard deviations; none has the probability 7e-19.
        farthest = float(np.abs(W).max()) / root
        expect.that(
            farthest > 3.1,
            "a normal distribution has no ends: among so many weights, a few lie beyond three standard deviations",
            f"weights of at most {farthest:.3g} standard deviations",
            {"Is the sample clipped or truncated?": True},
            picture=lambda: picture(W, family, root),
        )


def check_independence(expect: Expect, W: np.ndarray) -> None:
    """No entry is a copy of another, and rows and columns add up as independent entries do."""
    repeated = 1.0 - len(np.unique(W)) / W.size  # below 0.1 % in float32, where a uniform has 2 ** 24 values
    expect.that(
        repeated < 0.01,
        "every entry is a draw of its own",
        f"{100 * repeated:.0f} % of the entries repeat others",
        {
            "All columns are the same: every unit starts alike.": bool((W[:, :1] == W).all()),
            "All rows are the same.": bool((W[:1] == W).all()),
        },
    )
    for axis, lines in ((1, "rows"), (0, "columns")):
        sums = W.sum(axis=axis, dtype=np.float64)
        statistic = float((sums**2).sum() / (np.mean(np.square(W, dtype=np.float64)) * W.shape[axis]))
        low, high = 2 * gammaincinv(len(sums) / 2, TAIL), 2 * gammainccinv(len(sums) / 2, TAIL)
        expect.that(
            low < statistic < high,
            "the entries are independent of each other",
            f"sums over {lines} that are {'too much' if statistic < low else 'too little'} alike",
        )


def check_generator(
    submission: Any, expect: Expect, rng: np.random.Generator, draw: Callable[[np.random.Generator], np.ndarray]
) -> None:
    """`draw(rng)` calls the student's function: it follows rng, advances it, and touches no other generator."""
    probe = submission.define(GLOBAL_STATES)
    before = probe.states()
    twin = deepcopy(rng)
    first, second = draw(rng), draw(rng)
    same = np.array_equal(first, second)
    likeness = 1.0 if same else float((first * second).sum() / np.sqrt((first**2).sum() * (second**2).sum()))
    expect.that(
        abs(likeness) * np.sqrt(first.size) < 7.0,
        "rng advances: two calls in a row give weights that have nothing to do with each other",
        "the same weights twice" if same else f"two draws with the correlation {likeness:.2g}",
        {"A generator that is made or seeded inside the function starts at the same place each time.": same},
    )
    again = draw(twin)
    expect.that(
        np.allclose(first, again, rtol=1e-5),
        "a generator in the same state gives the same weights: all randomness comes from rng",
        "other weights",
    )
    after = aside(submission, probe.states)
    expect.that(
        all(np.array_equal(a, b) for a, b in zip(before, after, strict=True)),
        "all randomness comes from rng: the global generators of NumPy and torch stay as they were",
        "a global generator that was seeded or drawn from while the weights were made",
    )


def check_untidied(expect: Expect, draws: list[np.ndarray]) -> None:
    """Small draws differ in their moments and their values: nothing was kept, shuffled, centred or rescaled.

    For each of the first two comparisons to fail by chance, two pairs of numbers would have to agree to 1e-6, or three
    means to be 0 to 1e-6 of their spread: below 1e-10.
    """
    scales = [float(np.sqrt(np.mean(np.square(W, dtype=np.float64)))) for W in draws]
    spreads = [float(W.std(dtype=np.float64)) for W in draws]
    means = [abs(float(W.mean(dtype=np.float64))) / scale for W, scale in zip(draws, scales, strict=True)]
    expect.that(
        not any(np.array_equal(one, other) for one, other in pairwise(draws)),
        "every call makes a new matrix, and leaves those of earlier calls alone",
        "the same matrix from two calls",
        {"Is one array kept and filled again by every call?": True},
    )
    rule = "a small sample keeps its accidents: independent draws are used as they come"
    for values in (scales, spreads):
        expect.that(np.ptp(values) > 1e-6 * max(values), rule, "small matrices that all have the same scale exactly")
    expect.that(max(means) > 1e-6, rule, "small matrices that all have mean 0 exactly")
    orders = [np.sort(W, axis=None) for W in draws]
    expect.that(
        not np.array_equal(orders[0], orders[1]), "each call draws new numbers", "the same numbers in another order"
    )
