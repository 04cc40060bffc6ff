"""Hidden checks of `layer_norm`, forward and backward.

A mistake of the forward pass is not counted again in the backward pass: gradients may be those of layer norm, or those
that the student's own output implies (`expected.gradients_through`). Layer norm may be batch norm of the transposed
array: mistakes of a student's batch norm are not counted here.
"""

import numpy as np
import pytest

from autograde.hidden.normalization import expected

TWO = "layer_norm_forward returns (out, cache)"
THREE = "layer_norm_backward returns (dx, dgamma, dbeta)"
alone = pytest.mark.alone(
    batch_norm_forward=expected.batch_norm_forward, batch_norm_backward=expected.batch_norm_backward
)


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
@alone
@pytest.mark.exercise("layer_norm", points=7)
def test_layer_norm_output(submission, expect, rng):
    x, gamma, beta, _ = arguments(rng)
    centred = x - x.mean(axis=1, keepdims=True)
    x_hat, _ = expected.normalized(x, 1, 0.0)
    unbiased = np.sqrt(x.var(axis=1, ddof=1, keepdims=True))
    rule = "normalize each example by the mean and variance of its own features, then scale and shift each feature"
    out = expect.array(forward(submission, expect, x, gamma, beta, eps=expected.TINY), x.shape, rule)
    expect.close(
        out,
        expected.nearest(out, expected.outputs_for_any_eps(x, gamma, beta, 1)),
        rule,
        clues={
            "Each feature was normalized over the batch; that is batch norm.": (
                gamma * expected.normalized(x, 0, 0.0)[0] + beta
            ),
            "One mean and variance for the whole array: every row has its own.": (
                gamma * (x - x.mean()) / x.std() + beta
            ),
            "The variance was divided by n - 1 instead of n.": (gamma * centred / unbiased + beta),
            "Divided by the variance: a square root is missing.": (
                gamma * centred / x.var(axis=1, keepdims=True) + beta
            ),
            "The mean was not subtracted.": gamma * x / np.sqrt((x**2).mean(axis=1, keepdims=True)) + beta,
            "beta is added after gamma is multiplied in, not before.": gamma * (x_hat + beta),
            "gamma and beta have changed places.": beta * x_hat + gamma,
            "beta was not added.": gamma * x_hat,
            "gamma was not multiplied in.": x_hat + beta,
        },
    )


# Kills: eps added to the standard deviation, left out, or fixed at its default.
# Variances near eps make these differ by 30% and more, and one that was divided by n - 1 by 4%.
@alone
@pytest.mark.exercise("layer_norm", points=2)
@pytest.mark.strict_floats
def test_layer_norm_eps_is_added_to_the_variance(submission, expect, rng):
    x, gamma, beta, _ = arguments(rng)
    x = expected.normalized(x, 1, 0.0)[0] * np.sqrt([[9e-6], [0.03], [2e-5], [0.01], [0.0]])
    var = x.var(axis=1)[:4]
    for eps, options in ((0.02, {"eps": 0.02}), (1e-5, {})):
        out = expect.array(forward(submission, expect, x, gamma, beta, **options), x.shape, "the shape of x")
        expect.close(out[4], beta, "a row without any variation becomes beta")
        ratio = ((out - beta) / gamma).std(axis=1)[:4] / np.sqrt(var / (var + eps))
        worst = np.abs(ratio - 1).argmax()
        expect.that(
            (np.abs(ratio - 1) < 0.12).all(),
            "divide by sqrt(var + eps), with the eps that is passed in (1e-5 by default)",
            got=f"a row with variance {var[worst]:.1g} that is {ratio[worst]:.3g} times as large as that",
            clues=(
                expected.eps_clues(ratio, var, eps)
                if options
                else {"With an eps passed in it was right. What is its default?": True}
            ),
        )


# Kills: statistics that other rows have a part in; a batch of one as a special case, as if this were batch norm.
@alone
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
@alone
@pytest.mark.exercise("layer_norm", points=2)
def test_layer_norm_far_from_zero(submission, expect, rng):
    x, gamma, beta, _ = arguments(rng, n=40)
    rule = "before gamma and beta every row of the output has standard deviation 1"
    for shift, also, clues in ((0.0, "", {}), (1e8, ", also when the inputs are around 1e8", expected.CANCELLATION)):
        out = forward(submission, expect, x + shift, gamma, beta)
        out = expect.array(out, x.shape, "the output has the shape of x")
        spread = ((out - beta) / gamma).std(axis=1)
        got = f"standard deviations from {spread.min():.2g} to {spread.max():.2g}"
        expect.that((np.abs(spread - 1) < 0.05).all(), rule + also, got=got, clues=clues)


# Kills: sums over the features; means for sums; dout times x instead of the normalized values.
@alone
@pytest.mark.exercise("layer_norm", points=5)
def test_layer_norm_dgamma_and_dbeta(submission, expect, rng):
    x, gamma, beta, dout = arguments(rng)
    (_, dgamma, dbeta), (_, gammas, betas) = backward(submission, expect, x, gamma, beta, dout)
    dbeta = expect.array(dbeta, beta.shape, "dbeta has the shape of beta: one entry per feature")
    expect.close(
        dbeta,
        expected.nearest(dbeta, betas),
        "dbeta is dout, summed over the examples",
        clues={
            "This is the mean over the examples; beta's gradient is the sum.": dout.mean(axis=0),
            "gamma has no part in this: beta is added after it.": (gamma * dout).sum(axis=0),
        },
    )
    x_hat, _ = expected.normalized(x, 1)
    dgamma = expect.array(dgamma, gamma.shape, "dgamma has the shape of gamma: one entry per feature")
    expect.close(
        dgamma,
        expected.nearest(dgamma, gammas),
        "dgamma is dout times the normalized values, summed over the examples",
        rtol=1e-3,
        atol=1e-3,
        clues={
            "dout was multiplied by x itself; gamma multiplies the normalized values.": (dout * x).sum(axis=0),
            "This is the mean over the examples; gamma's gradient is the sum.": (dout * x_hat).mean(axis=0),
            "gamma has no part in its own gradient.": (gamma * dout * x_hat).sum(axis=0),
        },
    )


# Kills: gamma after the means (as batch norm allows); means over the batch; mean or variance as constants; no gamma.
# The tolerance is wide, so that eps does not matter here.
@alone
@pytest.mark.exercise("layer_norm", points=6)
def test_layer_norm_dx(submission, expect, rng):
    x, gamma, beta, dout = arguments(rng)
    (dx, *_), (candidates, *_) = backward(submission, expect, x, gamma, beta, dout)
    dx = expect.array(dx, x.shape, "dx has the shape of x")
    x_hat, factor = expected.normalized(x, 1)
    ones, d = np.ones_like(gamma), gamma * dout
    of_mean, of_variance = d.mean(axis=1, keepdims=True), x_hat * (d * x_hat).mean(axis=1, keepdims=True)
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
            "The mean and the variance were treated as constants; they depend on x.": factor * d,
            "The path through the variance is missing.": factor * (d - of_mean),
            "The path through the mean is missing.": factor * (d - of_variance),
            "Both paths come in with a minus.": factor * (d - of_mean + of_variance),
            "gamma was multiplied in twice.": gamma * factor * (d - of_mean - of_variance),
            "A mean along the row divides by the number of features, not of examples.": (
                factor * (d - d.sum(axis=1, keepdims=True) / len(x) - of_variance)
            ),
            "gamma was not multiplied in.": expected.gradients(dout, x_hat, factor, ones, 1)[0],
        },
    )


# Kills: a backward pass that forgets eps, also in the path through the variance alone, or adds it to the standard
# deviation.
@alone
@pytest.mark.exercise("layer_norm", points=2)
@pytest.mark.strict_floats
def test_layer_norm_dx_where_the_variance_is_near_eps(submission, expect, rng):
    x, gamma, beta, dout = arguments(rng)
    gamma[:] = gamma[0]
    x[1] = expected.normalized(x[1], 0, 0.0)[0] * 3e-3
    dout[1] = expected.upstream_along(x[1], rng)
    (dx, *_), (candidates, *_) = backward(submission, expect, x, gamma, beta, dout)
    dx = expect.array(dx, x.shape, "dx has the shape of x")
    wants = [*candidates, *expected.dx_near_eps(dout, x, gamma, 1)]
    expect.close(
        dx[1],
        expected.nearest(dx[1], [want[1] for want in wants]),
        "dx is exact, also for a row whose variance is as small as eps: eps stands in every power of var + eps",
        clues={clue: value[1] for clue, value in expected.eps_missing(dout, x, gamma, 1).items()},
    )


# Kills: values kept in global variables instead of the cache (a network has many layers between forward and backward).
@alone
@pytest.mark.exercise("layer_norm", points=1)
def test_each_layer_norm_cache_belongs_to_its_own_forward_pass(submission, expect, rng):
    probe = submission.define(expected.PROBE)
    layers = {"first": arguments(rng), "second": arguments(rng)}
    undisturbed = {}
    for name, (*inputs, dout) in layers.items():
        probe.layer_norm_forward(*inputs, name)
        dx, *_ = expect.items(probe.layer_norm_backward(dout, name), 3, THREE)
        undisturbed[name] = expect.array(dx, dout.shape, "dx has the shape of x")
    for name, (*inputs, _) in layers.items():
        probe.layer_norm_forward(*inputs, name)
    for name in ("second", "first"):
        dx, *_ = expect.items(probe.layer_norm_backward(layers[name][-1], name), 3, THREE)
        rule = "everything comes from the cache: two layers run forward, then backward, and neither disturbs the other"
        expect.close(dx, undisturbed[name], rule)


# Kills: `x -= mean` and `dout *= gamma`.
@alone
@pytest.mark.exercise("layer_norm", points=1)
def test_layer_norm_leaves_its_arguments(submission, expect, rng):
    x, gamma, beta, dout = arguments(rng)
    forward(submission, expect, x, gamma, beta)
    expect.pure()
    backward(submission, expect, x, gamma, beta, dout)
    expect.pure("dout stays as it was: the layer above may still need it")


# Kills: results stored in an array of x's own (integer) dtype, gradients in one of dout's.
@alone
@pytest.mark.exercise("layer_norm", points=1)
def test_layer_norm_of_integers_and_single_precision(submission, expect, rng):
    probe = submission.define(expected.PROBE)
    numbers = [np.rint(4 * argument) for argument in arguments(rng)]
    results = {}
    for dtype in (np.float64, np.int64, np.float32):
        *inputs, dout = (array.astype(dtype) for array in numbers)
        out = probe.layer_norm_forward(*inputs)
        dx, dgamma, _ = expect.items(probe.layer_norm_backward(dout), 3, THREE)
        shapes = (dout.shape, dout.shape, inputs[1].shape)
        results[dtype] = [
            expect.array(got, shape, "outputs and gradients are floating point, always")
            for got, shape in zip((out, dx, dgamma), shapes, strict=True)
        ]
    rule = "integer and float32 arguments give the same outputs and gradients as the same numbers in float64"
    for exact, of_integers, of_singles in zip(*results.values(), strict=True):
        expect.close(of_integers, exact, rule, rtol=1e-4, atol=1e-5)
        expect.close(of_singles, exact, rule, rtol=1e-3, atol=1e-3)
