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
# The tolerance is wide, so that the place of eps does not matter here.
@pytest.mark.exercise("layer_norm", points=7)
def test_layer_norm_output(submission, expect, rng):
    x, gamma, beta, _ = arguments(rng)
    centred = x - x.mean(axis=1, keepdims=True)
    x_hat = centred / x.std(axis=1, keepdims=True)
    expect.close(
        forward(submission, expect, x, gamma, beta),
        gamma * x_hat + beta,
        "normalize each example by the mean and variance of its own features, then scale and shift each feature",
        rtol=1e-3,
        atol=1e-3,
        clues={
            "Each feature was normalized over the batch; that is batch norm.": (
                gamma * expected.normalized(x, 0)[0] + beta
            ),
            "One mean and variance for the whole array: every row has its own.": (
                gamma * (x - x.mean()) / x.std() + beta
            ),
            "The variance was divided by n - 1 instead of n.": (
                gamma * centred / x.std(axis=1, ddof=1, keepdims=True) + beta
            ),
            "Divided by the variance: a square root is missing.": gamma * centred / x.var(axis=1, keepdims=True) + beta,
            "beta was not added.": gamma * x_hat,
            "gamma was not multiplied in.": x_hat + beta,
        },
    )


# Kills: eps added to the standard deviation, left out, or fixed at its default.
@pytest.mark.exercise("layer_norm", points=2)
@pytest.mark.strict_floats
def test_layer_norm_eps_is_added_to_the_variance(submission, expect, rng):
    x, gamma, beta, _ = arguments(rng)
    x[1] = expected.normalized(x[1], 0, 0.0)[0] * 3e-3
    x[3] = 2.5
    for eps, options in ((1e-5, {}), (0.02, {"eps": 0.02})):
        expect.close(
            forward(submission, expect, x, gamma, beta, **options),
            gamma * expected.normalized(x, 1, eps)[0] + beta,
            "divide by sqrt(var + eps), with the eps that is passed in (1e-5 by default); a constant row becomes beta",
            clues={
                "eps belongs under the square root, added to the variance.": (
                    gamma * (x - x.mean(axis=1, keepdims=True)) / (x.std(axis=1, keepdims=True) + eps) + beta
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


# Kills: the variance as mean(x^2) - mean(x)^2, which has lost four of its digits at a mean of 1e6.
@pytest.mark.exercise("layer_norm", points=2)
def test_layer_norm_far_from_zero(submission, expect, rng):
    x, gamma, beta, _ = arguments(rng, n=40)
    out = expect.array(forward(submission, expect, x + 1e6, gamma, beta), x.shape, "the output has the shape of x")
    off = np.abs(out - gamma * expected.normalized(x, 1)[0] - beta).max()
    expect.that(
        off < 1e-3,
        "adding a million to every entry of a row changes nothing",
        got=f"a difference of {off:.2g}",
        clues={"mean(x^2) - mean(x)^2 is a difference of two huge numbers: average the squared deviations.": off < 10},
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
    x[1] = expected.normalized(x[1], 0, 0.0)[0] * 3e-3
    (dx, *_), (candidates, *_) = backward(submission, expect, x, gamma, beta, dout)
    dx = expect.array(dx, x.shape, "dx has the shape of x")
    expect.close(
        dx,
        expected.nearest(dx, list(candidates)),
        "dx is the exact gradient, also for a row whose variance is as small as eps: sqrt(var + eps) stands wherever "
        "the forward pass had it",
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
    for dtype in (np.int64, np.float32):
        x, gamma, beta, _ = ((10 * array).astype(dtype) for array in arguments(rng))
        expect.close(
            forward(submission, expect, x, gamma, beta),
            gamma * expected.normalized(x.astype(float), 1)[0] + beta,
            f"{np.dtype(dtype).name} arguments give floating-point results",
        )
