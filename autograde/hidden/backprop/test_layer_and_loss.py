"""Hidden checks of the layer and of the loss.

One mistake should cost the points of one check: what is not a check's business (the factor 1/m, say) it leaves out, by
batches of one example or by comparing two answers of the student's own.
"""

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.hidden.backprop import networks
from autograde.hidden.backprop.networks import telling

# --- dense ------------------------------------------------------------------------------------------------------------


def layer(rng):
    """x (5, 3), W (3, 4), b (4,) and dy (5, 4)."""
    return rng.normal(size=(5, 3)), rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=(5, 4))


def backward(submission, expect, rng, names):
    """x, W, dy, and what dense_backward made of them: the entries named (of "dx", "dW", "db")."""
    x, W, _, dy = layer(rng)
    results = expect.items(submission.dense_backward(dy, x, W), 3, "dense_backward returns (dx, dW, db)")
    return x, W, dy, results[("dx", "dW", "db").index(names)]


# Kills: a forgotten bias; the bias of the wrong axis.
@pytest.mark.exercise("dense", points=4)
def test_dense_forward(submission, expect, rng):
    x, W, b, _ = layer(rng)
    expect.close(
        submission.dense_forward(x, W, b),
        x @ W + b,
        "a layer computes x @ W + b, one row per example",
        clues={"The bias is missing.": x @ W},
    )


# Kills: a derivative of the activation that does not belong here; dx averaged over the batch.
@pytest.mark.exercise("dense", points=3)
def test_dense_backward_dx(submission, expect, rng):
    x, W, dy, dx = backward(submission, expect, rng, "dx")
    expect.close(
        dx,
        dy @ W.T,
        "dx[i, j] sums dy[i, k] * W[j, k] over the outputs k",
        clues={"dx is divided by the batch size: that factor is already in dy.": dy @ W.T / len(x)},
    )


# Kills: the mean over the batch instead of the sum.
@pytest.mark.exercise("dense", points=3)
def test_dense_backward_weights(submission, expect, rng):
    x, _, dy, dW = backward(submission, expect, rng, "dW")
    expect.close(
        dW,
        x.T @ dy,
        "dW[j, k] sums x[i, j] * dy[i, k] over the examples i, in W's shape",
        clues={"This is the mean over the examples; the 1/m of the loss is already in dy.": x.T @ dy / len(x)},
    )


# Kills: the mean instead of the sum; the wrong axis; shape (1, k).
@pytest.mark.exercise("dense", points=3)
def test_dense_backward_bias(submission, expect, rng):
    _, _, dy, db = backward(submission, expect, rng, "db")
    expect.close(
        db,
        dy.sum(axis=0),
        "db[k] sums dy[i, k] over the examples i, in b's shape (k,)",
        clues={
            "This is the mean over the examples; the 1/m of the loss is already in dy.": dy.mean(axis=0),
            "This sums over the outputs instead of the examples.": dy.sum(axis=1),
            "This is one sum over everything; every output has a bias of its own.": dy.sum(),
        },
    )


# Kills: results that stay integers; an axis of length 1 that is squeezed away.
@pytest.mark.exercise("dense", points=1)
def test_dense_forms(submission, expect, rng):
    for dtype in (np.int64, np.float32):
        x, W, b, dy = ((4 * array).astype(dtype) for array in layer(rng))
        rule = "the output is floating point, also for integer input"
        telling(expect, expect.array(submission.dense_forward(x, W, b), (5, 4), rule))
        results = expect.items(submission.dense_backward(dy, x, W), 3, "dense_backward returns (dx, dW, db)")
        for name, got, shape in zip(("dx", "dW", "db"), results, ((5, 3), (3, 4), (4,)), strict=True):
            expect.array(got, shape, f"{name} is floating point, also for integer input")
    x, W, b, dy = (array[..., :1].copy() for array in layer(rng))
    rule = "a layer with one output keeps both of its axes"
    expect.array(submission.dense_forward(x[:1], W[:1], b), (1, 1), rule)
    results = expect.items(submission.dense_backward(dy, x, W[:1]), 3, "dense_backward returns (dx, dW, db)")
    for name, got, shape in zip(("dx", "dW", "db"), results, ((5, 1), (1, 1), (1,)), strict=True):
        expect.array(got, shape, f"{name} keeps its axes, also where there is one input or one output")


# Kills: a gradient step taken inside the layer; an argument used as scratch space.
@pytest.mark.exercise("dense", points=1)
def test_dense_pure(submission, expect, rng):
    x, W, b, dy = layer(rng)
    y = submission.dense_forward(x, W, b)
    expect.pure()
    telling(expect, expect.array(y, (5, 4), "one row per example, one column per output"))
    results = expect.items(submission.dense_backward(dy, x, W), 3, "dense_backward returns (dx, dW, db)")
    expect.pure()
    telling(expect, expect.array(results[0], (5, 3), "dx has the shape of x"))


# --- loss -------------------------------------------------------------------------------------------------------------


def loss_and_dz(submission, expect, z, y):
    """What bce_with_logits gives, as a pair."""
    return expect.items(submission.bce_with_logits(z, y), 2, "bce_with_logits returns (loss, dz)")


def number(expect, loss, rule="the loss is one number"):
    """The loss, where its shape is not the check's business: an array of one number will do."""
    return expect.scalar(loss.reshape(()) if isinstance(loss, np.ndarray) and loss.size == 1 else loss, rule)


def batch(rng, m=6):
    """Logits (m, 1) and targets (m, 1), half of them 1."""
    return rng.normal(0.0, 2.0, (m, 1)), rng.permutation(np.arange(m)[:, None] % 2) * 1.0


# Kills: the sum instead of the mean; the sigmoid applied twice.
@pytest.mark.exercise("loss", points=4)
def test_loss_value(submission, expect, rng):
    z, y = batch(rng)
    loss, _ = loss_and_dz(submission, expect, z, y)
    want, _ = networks.bce_with_logits(z, y)
    every_pair = np.mean(np.maximum(z, 0.0) - z * y.ravel() + np.log1p(np.exp(-np.abs(z))))
    expect.close(
        expect.scalar(loss, "the loss is one number"),
        want,
        "the loss is the mean of -y log(p) - (1 - y) log(1 - p) with p = sigmoid(z)",
        clues={
            "This is the sum over the examples, not their mean.": want * len(z),
            "The sigmoid seems to be applied twice.": networks.bce_with_logits(reference.sigmoid(z), y)[0],
            "Every logit meets every target: (m, 1) with (m,) is broadcast to (m, m).": every_pair,
            "The term of the examples with y = 0 is missing.": np.mean(y * np.logaddexp(0.0, -z)),
            "The term of the examples with y = 1 is missing.": np.mean((1 - y) * np.logaddexp(0.0, z)),
        },
    )


# Kills: the gradient of the sum; the squared error's factor p (1 - p).
@pytest.mark.exercise("loss", points=4)
def test_loss_gradient(submission, expect, rng):
    z, y = batch(rng)
    _, dz = loss_and_dz(submission, expect, z, y)
    _, want = networks.bce_with_logits(z, y)
    expect.close(
        dz,
        want,
        "dz = (sigmoid(z) - y) / m, in z's shape",
        clues={
            "This is the gradient of the sum; the mean has a factor 1/m.": want * len(z),
            "The factor p (1 - p) cancels in the cross-entropy; here it is still there.": want
            * reference.sigmoid_grad(z),
        },
    )


# Kills: targets treated as if they were 0 or 1 only.
@pytest.mark.exercise("loss", points=2)
def test_loss_soft_targets(submission, expect, rng):
    z, _ = batch(rng)
    share = rng.uniform(0.1, 0.4)
    rule = "loss and dz are linear in the target: a soft target weighs the results for 0 and for 1"
    losses, dzs = [], []
    for target in (0.0, 1.0, share):
        loss, dz = loss_and_dz(submission, expect, z, np.full_like(z, target))
        losses.append(number(expect, loss))
        dzs.append(expect.array(dz, z.shape, "dz has the shape of z"))
    depend = losses[0] != losses[1] and (dzs[0] != dzs[1]).all()
    expect.that(depend, "loss and dz depend on the target", got="the same results for the targets 0 and 1")
    rounded = "The target seems to be rounded to 0 or 1."
    expect.close(losses[2], (1 - share) * losses[0] + share * losses[1], rule, clues={rounded: losses[0]})
    expect.close(dzs[2], (1 - share) * dzs[0] + share * dzs[1], rule, clues={rounded: dzs[0]})


# Kills: log(0); clipped probabilities; clipped logits; a small number added inside the logarithm.
@pytest.mark.exercise("loss", points=2)
def test_loss_extreme_logits(submission, expect):
    rule = "a confident wrong answer costs |z|, however large z is; dz stays in [-1, 1] (one example)"
    for logit, target in ((800.0, 0.0), (-800.0, 1.0), (1e4, 1.0), (40.0, 0.0), (-1e4, 1.0), (1e300, 0.0)):
        z, y = np.array([[logit]]), np.array([[target]])
        loss, dz = loss_and_dz(submission, expect, z, y)
        want, want_dz = networks.bce_with_logits(z, y)
        loss = number(expect, loss, rule)
        cut_off = "The loss stops growing: a probability, a logarithm or the logit is cut off somewhere."
        expect.close(loss, want, rule, clues={cut_off: loss} if 1.0 < loss < want else {})
        expect.close(dz, want_dz, rule)


# Kills: exp(-z) for z = -1000, which overflows on the way to a right result.
@pytest.mark.exercise("loss", points=1)
@pytest.mark.strict_floats
def test_loss_no_warnings(submission, expect, rng):
    z, y = batch(rng)
    for scale in (1e3, 1e4):
        logits = scale * np.sign(z)
        loss, dz = loss_and_dz(submission, expect, logits, y)
        rule = "no exponential overflows for |z| <= 1e4, where the sigmoid is 0 or 1"
        number(expect, loss, rule)
        dz = expect.array(dz, z.shape, rule)
        expect.that(np.array_equal(np.sign(np.round(dz, 9)), (logits > 0) - y), rule, got="a dz of another sign")


# Kills: a result array with the logits' integer dtype, which cuts probabilities to 0.
@pytest.mark.exercise("loss", points=1)
def test_loss_dtypes(submission, expect, rng):
    z, y = rng.permutation(np.arange(-3, 3))[:, None], rng.permutation(np.arange(6)[:, None] % 2)
    loss, dz = loss_and_dz(submission, expect, z * 1.0, y * 1.0)
    own, own_dz = number(expect, loss), expect.array(dz, z.shape, "dz has the shape of z")
    telling(expect, own_dz)
    for dtype in (np.int64, np.float32):
        loss, dz = loss_and_dz(submission, expect, z.astype(dtype), y.astype(dtype))
        rule = f"{dtype.__name__} logits and targets give the floating-point results of the same numbers in float64"
        expect.close(number(expect, loss, rule), own, rule)
        expect.close(dz, own_dz, rule)


# Kills: logits overwritten by their probabilities.
@pytest.mark.exercise("loss", points=1)
def test_loss_pure(submission, expect, rng):
    z, y = batch(rng)
    _, dz = loss_and_dz(submission, expect, z, y)
    expect.pure()
    telling(expect, expect.array(dz, z.shape, "dz has the shape of z"))
