"""Hidden checks of `layer_norm`, forward and backward.

A mistake of the forward pass is not counted again in the backward pass: gradients may be those of layer norm, or those
that the student's own output implies (`expected.gradients_through`).
"""

import numpy as np
import pytest

from autograde.hidden.normalization import expected

TWO = "layer_norm_forward returns (out, cache)"
THREE = "layer_norm_backward returns (dx, dgamma, dbeta)"


def forward(submission, expect, *args, **kwargs):
    """The output as it came back."""
    return expect.items(submission.layer_norm_forward(*args, **kwargs), 2, TWO)[0]


def arguments(rng, m=5, n=8):
    """x with well-spread, shifted rows; gamma of both signs, one per feature; beta; an upstream gradient."""
    x = rng.normal(size=(m, n)) * rng.uniform(1.0, 3.0, (m, 1)) + rng.normal(size=(m, 1))
    gamma = rng.uniform(0.5, 2.0, n) * rng.choice([-1.0, 1.0], n)
    return x, gamma, rng.normal(size=n), rng.normal(size=(m, n)) + rng.normal(size=(m, 1))


def backward(submission, expect, x, gamma, beta, dout):
    """(dx, dgamma, dbeta) as they came back, and the candidates for each: the right one, the one implied by `out`."""
    probe = submission.define(expected.PROBE)
    out = probe.layer_norm_forward(x, gamma, beta)
    got = expect.items(probe.layer_norm_backward(dout), 3, THREE)
    wants = [expected.gradients(dout, *expected.normalized(x, 1), gamma, 1)]
    if isinstance(out, np.ndarray) and out.shape == x.shape and np.isfinite(out).all():
        wants.append(expected.gradients_through(out, dout, x, gamma, beta, 1))
    return got, list(zip(*wants, strict=True))


# Kills: statistics of the columns or of the whole array; ddof=1; no root; gamma or beta left out or per example.
# Where eps stands does not matter here.
@pytest.mark.exercise("layer_norm", points=7)
def test_layer_norm_output(submission, expect, rng):
    x, gamma, beta, _ = arguments(rng)
    centred = x - x.mean(axis=1, keepdims=True)
    x_hat, _ = expected.normalized(x, 1)
    unbiased = np.sqrt(x.var(axis=1, ddof=1, keepdims=True) + 1e-5)
    rule = "normalize each example by the mean and variance of its own features, then scale and shift each feature"
    out = expect.array(forward(submission, expect, x, gamma, beta), x.shape, rule)
    expect.close(
        out,
        expected.nearest(out, expected.outputs_for_any_eps(x, gamma, beta, 1)),
        rule,
        clues={
            "Each feature was normalized over the batch; that is batch norm.": (
                gamma * expected.normalized(x, 0)[0] + beta
            ),
            "One mean and variance for the whole array: every row has its own.": (
                gamma * (x - x.mean()) / np.sqrt(x.var() + 1e-5) + beta
            ),
            "The variance was divided by n - 1 instead of n.": (gamma * centred / unbiased + beta),
            "Divided by the variance: a square root is missing.": (
                gamma * centred / (x.var(axis=1, keepdims=True) + 1e-5) + beta
            ),
            "beta was not added.": gamma * x_hat,
            "gamma was not multiplied in.": x_hat + beta,
        },
    )


# Kills: eps added to the standard deviation, left out, or fixed at its default.
# Variances near eps make these differ by 30% and more, and one that was divided by n - 1 by 4%.
@pytest.mark.exercise("layer_norm", points=2)
@pytest.mark.strict_floats
def test_layer_norm_eps_is_added_to_the_variance(submission, expect, rng):
    x, gamma, beta, _ = arguments(rng)
    x = expected.normalized(x, 1, 0.0)[0] * np.sqrt([[9e-6], [0.03], [2e-5], [0.01], [0.0]])
    std = x.std(axis=1)
    for eps, options in ((1e-5, {}), (0.02, {"eps": 0.02})):
        out = expect.array(forward(submission, expect, x, gamma, beta, **options), x.shape, "the shape of x")
        expect.close(out[4], beta, "a row without any variation becomes beta")
        ratio = ((out - beta) / gamma).std(axis=1)[:4] / (std / np.sqrt(std**2 + eps))[:4]
        expect.that(
            (np.abs(ratio - 1) < 0.12).all(),
            "divide by sqrt(var + eps), with the eps that is passed in (1e-5 by default)",
            got=f"a row with variance {std[0] ** 2:.1g} that is {ratio[0]:.2f} times as large as that",
            clues={
                "eps belongs under the square root, added to the variance.": np.allclose(
                    ratio, (np.sqrt(std**2 + eps) / (std + eps))[:4], rtol=0.12
                )
            },
        )


# Kills: statistics that other rows have a part in; a batch of one as a special case, as if this were batch norm.
@pytest.mark.exercise("layer_norm", points=3)
@pytest.mark.behaviour(13)
def test_an_example_does_not_depend_on_its_batch(submission, expect, rng):
    x, gamma, beta, _ = arguments(rng)
    shape = "the output has the shape of x"
    together = expect.array(forward(submission, expect, x, gamma, beta), x.shape, shape)
    crowd = np.concatenate([100.0 * rng.normal(size=(6, 8)), x[2:3]])
    for batch in (x[2:3], crowd):
        out = expect.array(forward(submission, expect, batch, gamma, beta), batch.shape, shape)
        off = np.abs(out[-1] - together[2]).max()
        expect.that(
            off < 1e-9,
            "an example gives the same output alone and in any company",
            got=f"the same row in a batch of {len(x)} and in one of {len(batch)} differs by {off:.2g}",
            clues={"A batch of one is no special case here: its row has a mean and a variance.": len(batch) == 1},
        )


# Kills: the variance as mean(x^2) - mean(x)^2, which has no digit left at a mean of 1e8.
@pytest.mark.exercise("layer_norm", points=2)
def test_layer_norm_far_from_zero(submission, expect, rng):
    x, gamma, beta, _ = arguments(rng, n=40)
    out = expect.array(forward(submission, expect, x + 1e8, gamma, beta), x.shape, "the output has the shape of x")
    spread = ((out - beta) / gamma).std(axis=1)
    expect.that(
        (np.abs(spread - 1) < 0.05).all(),
        "before gamma and beta every row of the output has standard deviation 1, also when the inputs are around 1e8",
        got=f"standard deviations from {spread.min():.2g} to {spread.max():.2g}",
        clues={"mean(x^2) - mean(x)^2 is a difference of two huge numbers: average the squared deviations.": True},
    )


# Kills: sums over the features; means for sums; dout times x instead of the normalized values.
@pytest.mark.exercise("layer_norm", points=5)
def test_layer_norm_dgamma_and_dbeta(submission, expect, rng):
    x, gamma, beta, dout = arguments(rng)
    (_, dgamma, dbeta), (_, gammas, betas) = backward(submission, expect, x, gamma, beta, dout)
    dbeta = expect.array(dbeta, beta.shape, "dbeta has the shape of beta: one entry per feature")
    expect.close(dbeta, expected.nearest(dbeta, betas), "dbeta is dout, summed over the examples")
    dgamma = expect.array(dgamma, gamma.shape, "dgamma has the shape of gamma: one entry per feature")
    expect.close(
        dgamma,
        expected.nearest(dgamma, gammas),
        "dgamma is dout times the normalized values, summed over the examples",
        rtol=1e-3,
        atol=1e-3,
        clues={"dout was multiplied by x itself; gamma multiplies the normalized values.": (dout * x).sum(axis=0)},
    )


# Kills: gamma after the means (as batch norm allows); means over the batch; mean or variance as constants; no gamma.
# The tolerance is wide, so that eps does not matter here.
@pytest.mark.exercise("layer_norm", points=7)
def test_layer_norm_dx(submission, expect, rng):
    x, gamma, beta, dout = arguments(rng)
    (dx, *_), (candidates, *_) = backward(submission, expect, x, gamma, beta, dout)
    dx = expect.array(dx, x.shape, "dx has the shape of x")
    x_hat, factor = expected.normalized(x, 1)
    ones = np.ones_like(gamma)
    expect.close(
        dx,
        expected.nearest(dx, list(candidates)),
        "dx collects three paths: through the entry itself, through its row's mean, through its row's variance",
        rtol=1e-3,
        atol=1e-3,
        clues={
            "gamma differs from feature to feature: multiply dout by it before taking the means along the row.": (
                gamma * expected.gradients(dout, x_hat, factor, ones, 1)[0]
            ),
            "The means were taken over the batch instead of along the row.": (
                expected.gradients(dout, x_hat, factor, gamma, 0)[0]
            ),
            "The mean and the variance were treated as constants; they depend on x.": factor * gamma * dout,
            "gamma was not multiplied in.": expected.gradients(dout, x_hat, factor, ones, 1)[0],
        },
    )


# Kills: a backward pass that forgets eps, or adds it to the standard deviation.
@pytest.mark.exercise("layer_norm", points=2)
@pytest.mark.strict_floats
def test_layer_norm_dx_where_the_variance_is_near_eps(submission, expect, rng):
    x, gamma, beta, dout = arguments(rng)
    gamma[:] = gamma[0]
    x[1] = expected.normalized(x[1], 0, 0.0)[0] * 3e-3
    dout[1] = expected.orthogonal_to_ones_and(x[1], rng)
    (dx, *_), (candidates, *_) = backward(submission, expect, x, gamma, beta, dout)
    dx = expect.array(dx, x.shape, "dx has the shape of x")
    wants = [candidate[1] for candidate in candidates]
    expect.close(
        dx[1],
        expected.nearest(dx[1], wants),
        "dx is exact, also for a row whose variance is as small as eps: sqrt(var + eps) stands wherever the forward "
        "pass had it",
        clues={"eps seems to be missing.": wants[0] * np.sqrt(1 + 1e-5 / 9e-6)},
    )


# Kills: `x -= mean` and `dout *= gamma`.
@pytest.mark.exercise("layer_norm", points=1)
def test_layer_norm_leaves_its_arguments(submission, expect, rng):
    x, gamma, beta, dout = arguments(rng)
    forward(submission, expect, x, gamma, beta)
    expect.pure()
    backward(submission, expect, x, gamma, beta, dout)
    expect.pure("dout stays as it was: the layer above may still need it")


# Kills: results stored in an array of x's own (integer) dtype.
@pytest.mark.exercise("layer_norm", points=1)
def test_layer_norm_of_integers_and_single_precision(submission, expect, rng):
    *numbers, _ = (np.rint(10 * argument) for argument in arguments(rng))
    want = expect.array(forward(submission, expect, *numbers), numbers[0].shape, "the output has the shape of x")
    for dtype in (np.int64, np.float32):
        out = forward(submission, expect, *(array.astype(dtype) for array in numbers))
        rule = f"{np.dtype(dtype).name} arguments give the same floating-point output as the same numbers in float64"
        expect.close(out, want, rule)
