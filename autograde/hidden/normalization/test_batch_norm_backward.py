"""Hidden checks of `batch_norm_backward`.

The cache is the student's own, so a forward pass goes before. Its mistakes are not counted again: gradients may be
those of batch norm, or those that its output implies (`expected.gradients_through`). Where there is no forward pass,
one with the cache that the exercise's hint suggests stands in.
"""

import numpy as np
import pytest

from autograde.hidden.normalization import expected

THREE = "batch_norm_backward returns (dx, dgamma, dbeta)"
alone = pytest.mark.alone(batch_norm_forward=expected.batch_norm_forward)


def arguments(rng, m=7, n=4):
    """x with well-spread, shifted features; gamma of both signs; beta; an upstream gradient."""
    x = rng.normal(size=(m, n)) * rng.uniform(1.0, 3.0, n) + rng.normal(size=n)
    gamma = rng.uniform(0.5, 2.0, n) * rng.choice([-1.0, 1.0], n)
    return x, gamma, rng.normal(size=n), rng.normal(size=(m, n)) + rng.normal(size=n)


def prepare(probe, x, gamma, beta, cache="cache"):
    """The student's forward pass over there; its output, or None when it is no array of x's shape."""
    n = len(gamma)
    out = probe.batch_norm_forward(x, gamma, beta, np.zeros(n, x.dtype), np.ones(n, x.dtype), cache)
    right = isinstance(out, np.ndarray) and out.shape == x.shape and out.dtype.kind == "f" and np.isfinite(out).all()
    return out.astype(float) if right else None


def candidates(out, dout, x, gamma, beta):
    """The gradients of batch norm, and those that this output of the forward pass implies."""
    x, gamma, beta, dout = (array.astype(float) for array in (x, gamma, beta, dout))
    right = expected.gradients(dout, *expected.normalized(x, 0), gamma, 0)
    return [right] if out is None else [right, expected.gradients_through(out, dout, x, gamma, beta, 0)]


def judge(expect, got, wants, index, shape, rule, **options):
    """Entry `index` of (dx, dgamma, dbeta) is that of one of the candidates."""
    got = expect.array(expect.items(got, 3, THREE)[index], shape, rule)
    expect.close(got, expected.nearest(got, [want[index] for want in wants]), rule, **options)


# Kills: the mean for the sum; a sum over the features; gamma multiplied in.
@alone
@pytest.mark.exercise("batch_norm_backward", points=3)
def test_dbeta(submission, expect, rng):
    x, gamma, beta, dout = arguments(rng)
    probe = submission.define(expected.PROBE)
    out = prepare(probe, x, gamma, beta)
    judge(
        expect,
        probe.batch_norm_backward(dout),
        candidates(out, dout, x, gamma, beta),
        2,
        (4,),
        "dbeta is dout, summed over the examples",
        clues={
            "This is the mean over the examples; beta's gradient is the sum.": dout.mean(axis=0),
            "gamma has no part in this: beta is added after it.": (gamma * dout).sum(axis=0),
            "This is dgamma; the order is (dx, dgamma, dbeta).": (dout * expected.normalized(x, 0)[0]).sum(axis=0),
        },
    )


# Kills: the mean for the sum; x or out in place of the normalized values.
@alone
@pytest.mark.exercise("batch_norm_backward", points=5)
def test_dgamma(submission, expect, rng):
    x, gamma, beta, dout = arguments(rng)
    probe = submission.define(expected.PROBE)
    out = prepare(probe, x, gamma, beta)
    x_hat, _ = expected.normalized(x, 0)
    judge(
        expect,
        probe.batch_norm_backward(dout),
        candidates(out, dout, x, gamma, beta),
        1,
        (4,),
        "dgamma is dout times the normalized values, summed over the examples",
        rtol=1e-3,
        atol=1e-3,
        clues={
            "This is the mean over the examples; gamma's gradient is the sum.": (dout * x_hat).mean(axis=0),
            "dout was multiplied by x itself; gamma multiplies the normalized values.": (dout * x).sum(axis=0),
            "gamma has no part in its own gradient.": (dout * gamma * x_hat).sum(axis=0),
            "dout was multiplied by the output, which has gamma and beta in it.": (dout * (gamma * x_hat + beta)).sum(
                axis=0
            ),
        },
    )


# Kills: mean and variance as constants; either of them; gamma left out; sums where means belong; 1 / (m - 1); signs.
# The tolerance is wide, so that eps does not matter here.
@alone
@pytest.mark.exercise("batch_norm_backward", points=10)
@pytest.mark.behaviour(12)
def test_dx(submission, expect, rng):
    x, gamma, beta, dout = arguments(rng)
    probe = submission.define(expected.PROBE)
    out = prepare(probe, x, gamma, beta)
    x_hat, factor = expected.normalized(x, 0)
    wants = candidates(out, dout, x, gamma, beta)
    d = gamma * dout
    judge(
        expect,
        probe.batch_norm_backward(dout),
        wants,
        0,
        x.shape,
        "dx collects three paths: through the entry itself, through the batch's mean, through the batch's variance",
        rtol=1e-3,
        atol=1e-3,
        clues={
            "The mean and the variance were treated as constants; they depend on x.": factor * d,
            "The path through the variance is missing.": factor * (d - d.mean(axis=0)),
            "The path through the mean is missing.": factor * (d - x_hat * (d * x_hat).mean(axis=0)),
            "gamma was not multiplied in.": wants[0][0] / gamma,
            "gamma was multiplied in twice.": wants[0][0] * gamma,
            "gamma belongs to all three paths: the means are of gamma * dout.": factor
            * (d - dout.mean(axis=0) - x_hat * (dout * x_hat).mean(axis=0)),
            "The division by sqrt(var + eps) is missing.": wants[0][0] / factor,
            "Both paths come in with a minus.": factor * (d - d.mean(axis=0) + x_hat * (d * x_hat).mean(axis=0)),
            "The path through the variance is half of what it should be: a square has a 2 in its derivative.": (
                factor * (d - d.mean(axis=0) - 0.5 * x_hat * (d * x_hat).mean(axis=0))
            ),
            "The path through the variance divides by m - 1; every mean here divides by m.": (
                factor * (d - d.mean(axis=0) - x_hat * (d * x_hat).sum(axis=0) / (len(x) - 1))
            ),
            "Sums over the batch where means belong: a factor 1 / m is missing.": (
                factor * (d - d.sum(axis=0) - x_hat * (d * x_hat).sum(axis=0))
            ),
        },
    )


# Kills: a backward pass that forgets eps, also in the path through the variance alone, or adds it to the standard
# deviation.
@alone
@pytest.mark.exercise("batch_norm_backward", points=3)
@pytest.mark.strict_floats
def test_dx_where_the_variance_is_near_eps(submission, expect, rng):
    x, gamma, beta, dout = arguments(rng)
    x[:, 1] = expected.normalized(x[:, 1], 0, 0.0)[0] * 3e-3
    dout[:, 1] = expected.upstream_along(x[:, 1], rng)
    probe = submission.define(expected.PROBE)
    out = prepare(probe, x, gamma, beta)
    dx = expect.array(expect.items(probe.batch_norm_backward(dout), 3, THREE)[0], x.shape, "dx has the shape of x")
    wants = [want[0] for want in candidates(out, dout, x, gamma, beta)] + expected.dx_near_eps(dout, x, gamma, 0)
    expect.close(
        dx[:, 1],
        expected.nearest(dx[:, 1], [want[:, 1] for want in wants]),
        "dx is exact, also for a feature whose variance is as small as eps: eps stands in every power of var + eps",
        clues={clue: value[:, 1] for clue, value in expected.eps_missing(dout, x, gamma, 0).items()},
    )


# Kills: values kept in global variables instead of the cache (a network has many layers between forward and backward).
@alone
@pytest.mark.exercise("batch_norm_backward", points=2)
def test_each_cache_belongs_to_its_own_forward_pass(submission, expect, rng):
    probe = submission.define(expected.PROBE)
    layers = {"first": arguments(rng, 7, 4), "second": arguments(rng, 5, 3)}
    undisturbed = {}
    for name, (*inputs, dout) in layers.items():
        prepare(probe, *inputs, name)
        dx, *_ = expect.items(probe.batch_norm_backward(dout, name), 3, THREE)
        undisturbed[name] = expect.array(dx, dout.shape, "dx has the shape of x")
    for name, (*inputs, _) in layers.items():
        prepare(probe, *inputs, name)
    for name in ("second", "first"):
        dx, *_ = expect.items(probe.batch_norm_backward(layers[name][-1], name), 3, THREE)
        rule = "everything comes from the cache: two layers run forward, then backward, and neither disturbs the other"
        expect.close(dx, undisturbed[name], rule)


# Kills: `dout *= gamma`.
@alone
@pytest.mark.exercise("batch_norm_backward", points=1)
def test_batch_norm_backward_leaves_dout(submission, expect, rng):
    *inputs, dout = arguments(rng)
    probe = submission.define(expected.PROBE)
    prepare(probe, *inputs)
    probe.batch_norm_backward(dout)
    expect.pure("dout stays as it was: the layer above may still need it")


# Kills: gradients stored in an array of dout's own (integer) dtype.
@alone
@pytest.mark.exercise("batch_norm_backward", points=1)
def test_batch_norm_gradients_of_integers_and_single_precision(submission, expect, rng):
    probe = submission.define(expected.PROBE)
    numbers = [np.rint(4 * argument) for argument in arguments(rng)]
    gradients = {}
    for dtype in (np.float64, np.int64, np.float32):
        *inputs, dout = (array.astype(dtype) for array in numbers)
        prepare(probe, *inputs)
        dx, dgamma, _ = expect.items(probe.batch_norm_backward(dout), 3, THREE)
        rule = "gradients are floating point, always"
        gradients[dtype] = expect.array(dx, dout.shape, rule), expect.array(dgamma, inputs[1].shape, rule)
    rule = "integer and float32 arguments give the same gradients as the same numbers in float64"
    for exact, of_integers, of_singles in zip(*gradients.values(), strict=True):
        expect.close(of_integers, exact, rule, rtol=1e-4, atol=1e-5)
        expect.close(of_singles, exact, rule, rtol=1e-3, atol=1e-3)
