"""Hidden checks of the layer, the loss, the backward pass and its twin in torch.

One mistake should cost the points of one check: what is not a check's business (the factor 1/m, say) it leaves out, by
batches of one example or by comparing two answers of the student's own.
"""

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.hidden.backprop import networks
from autograde.hidden.backprop.networks import integer_case, random_case


def telling(expect, array):
    """The array is not the same number everywhere: a check of dtypes or purity alone gives nothing for constants."""
    expect.that(np.ptp(array) > 0, "the entries of this result differ", got="the same number everywhere")


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


# Kills: results that stay integers.
@pytest.mark.exercise("dense", points=1)
def test_dense_dtypes(submission, expect, rng):
    for dtype in (np.int64, np.float32):
        x, W, b, dy = ((4 * array).astype(dtype) for array in layer(rng))
        rule = "the output is floating point, also for integer input"
        telling(expect, expect.array(submission.dense_forward(x, W, b), (5, 4), rule))
        results = expect.items(submission.dense_backward(dy, x, W), 3, "dense_backward returns (dx, dW, db)")
        for name, got, shape in zip(("dx", "dW", "db"), results, ((5, 3), (3, 4), (4,)), strict=True):
            expect.array(got, shape, f"{name} is floating point, also for integer input")


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


def batch(rng, m=6):
    """Logits (m, 1) and targets (m, 1), half of them 1."""
    return rng.normal(0.0, 2.0, (m, 1)), rng.permutation(np.arange(m)[:, None] % 2) * 1.0


# Kills: the sum instead of the mean; the sigmoid applied twice.
@pytest.mark.exercise("loss", points=4)
def test_loss_value(submission, expect, rng):
    z, y = batch(rng)
    loss, _ = loss_and_dz(submission, expect, z, y)
    want, _ = networks.bce_with_logits(z, y)
    expect.close(
        expect.scalar(loss, "the loss is one number"),
        want,
        "the loss is the mean of -y log(p) - (1 - y) log(1 - p) with p = sigmoid(z)",
        clues={
            "This is the sum over the examples, not their mean.": want * len(z),
            "The sigmoid seems to be applied twice.": networks.bce_with_logits(reference.sigmoid(z), y)[0],
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
        losses.append(expect.scalar(loss, "the loss is one number"))
        dzs.append(expect.array(dz, z.shape, "dz has the shape of z"))
    expect.that(losses[0] != losses[1] and (dzs[0] != dzs[1]).all(), "loss and dz depend on the target")
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
        expect.close(expect.scalar(loss, rule), want, rule)
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
        expect.scalar(loss, rule)
        dz = expect.array(dz, z.shape, rule)
        expect.that(np.array_equal(np.sign(np.round(dz, 9)), (logits > 0) - y), rule, got="a dz of another sign")


# Kills: a result array with the logits' integer dtype, which cuts probabilities to 0.
@pytest.mark.exercise("loss", points=1)
def test_loss_dtypes(submission, expect, rng):
    z, y = rng.permutation(np.arange(-3, 3))[:, None], rng.permutation(np.arange(6)[:, None] % 2)
    loss, dz = loss_and_dz(submission, expect, z * 1.0, y * 1.0)
    own, own_dz = expect.scalar(loss, "the loss is one number"), expect.array(dz, z.shape, "dz has the shape of z")
    telling(expect, own_dz)
    for dtype in (np.int64, np.float32):
        loss, dz = loss_and_dz(submission, expect, z.astype(dtype), y.astype(dtype))
        rule = f"{dtype.__name__} logits and targets give the floating-point results of the same numbers in float64"
        expect.close(expect.scalar(loss, rule), own, rule)
        expect.close(dz, own_dz, rule)


# Kills: logits overwritten by their probabilities.
@pytest.mark.exercise("loss", points=1)
def test_loss_pure(submission, expect, rng):
    z, y = batch(rng)
    _, dz = loss_and_dz(submission, expect, z, y)
    expect.pure()
    telling(expect, expect.array(dz, z.shape, "dz has the shape of z"))


# --- backward_pass ----------------------------------------------------------------------------------------------------

on_its_own = pytest.mark.alone(
    dense_forward=networks.dense_forward,
    dense_backward=networks.dense_backward,
    bce_with_logits=networks.bce_with_logits,
)


def run(function, expect, case):
    """(loss, list of gradient pairs) of the student's `function` on a case; the pairs' entries are not yet checked."""
    answer = function(case.params, case.X, case.y, case.activation)
    loss, grads = expect.items(answer, 2, "the result is (loss, grads)")
    rule = "grads has one (dW, db) pair per layer, input side first"
    pairs = [expect.items(pair, 2, rule) for pair in expect.items(grads, len(case.params), rule)]
    return loss, pairs


def check_layers(expect, case, pairs, layers, rule, **tolerance):
    """The gradients of these layers have the right shapes and values."""
    for layer in layers:
        for name, got, want in zip(("dW", "db"), pairs[layer], case.grads[layer], strict=True):
            expect.close(got, want, f"{name} of layer {layer + 1} of {len(pairs)}: {rule}", **tolerance)


# Kills: the sum instead of the mean, beside right gradients.
@pytest.mark.exercise("backward_pass", points=3)
@on_its_own
def test_mlp_loss(submission, expect, rng):
    case = random_case(rng, "tanh")
    loss, _ = run(submission.mlp_loss_and_grads, expect, case)
    rule = "the mean cross-entropy of the logits, which pass no activation"
    activated = np.tanh(reference.logits(case.params, case.X, "tanh"))
    expect.close(
        expect.scalar(loss, "the loss is one number"),
        case.loss,
        rule,
        clues={
            "This is the sum over the examples, not their mean.": case.loss * len(case.y),
            "The head's logits seem to pass through the activation.": networks.bce_with_logits(activated, case.y)[0],
        },
    )


# Kills: a head whose gradients are built apart from the other layers' and have other shapes.
@pytest.mark.exercise("backward_pass", points=3)
@on_its_own
def test_mlp_head_gradients(submission, expect, rng):
    case = random_case(rng, "tanh")
    _, pairs = run(submission.mlp_loss_and_grads, expect, case)
    check_layers(expect, case, pairs, [2], "the head's input transposed times dz, and the sum of dz over the examples")


def slope_along(case, direction, h=1e-5):
    """The central difference of the loss along a direction in the hidden layers' parameters."""

    def loss_at(step):
        moved = [(W + step * dW, b + step * db) for (W, b), (dW, db) in zip(case.params, direction, strict=False)]
        return float(reference.loss([*moved, case.params[-1]], case.X, case.y, case.activation))

    return (loss_at(h) - loss_at(-h)) / (2 * h)


# Kills: ReLU let through as 1; sigmoid's derivative taken at the output; tanh not squared; the derivative left out.
@pytest.mark.exercise("backward_pass", points=3)
@pytest.mark.behaviour(20)
@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@on_its_own
def test_mlp_hidden_gradients(submission, expect, rng, activation):
    case = random_case(rng, activation)
    _, pairs = run(submission.mlp_loss_and_grads, expect, case)
    check_layers(expect, case, pairs, [1, 0], f"delta passes back through W and then through the slope of {activation}")
    size = np.sqrt(sum((array**2).sum() for pair in case.grads[:-1] for array in pair))
    direction = [(dW / size, db / size) for dW, db in case.grads[:-1]]
    claimed = sum(
        float(np.vdot(g, d)) for pair, ds in zip(pairs, direction, strict=False) for g, d in zip(pair, ds, strict=True)
    )
    gap = abs(claimed - slope_along(case, direction)) / size
    expect.that(
        gap <= 1e-7,
        "the gradient agrees with central differences of the loss to 1e-7 (h = 1e-5, float64)",
        got=f"a relative difference of {gap:.1e} along one direction",
    )


# Kills: a fixed number of layers.
@pytest.mark.exercise("backward_pass", points=2)
@on_its_own
def test_mlp_depths(submission, expect, rng):
    for sizes in ((3, 1), (2, 4, 3, 5, 6, 1)):
        case = random_case(rng, "tanh", sizes=sizes, soft=True)
        listed = networks.judged([list(pair) for pair in case.params], case.X, case.y, "tanh")
        _, pairs = run(submission.mlp_loss_and_grads, expect, listed)
        rule = f"a network may have any number of layers, here {len(pairs)}"
        for (dW, _), (W, _) in zip(pairs, case.params, strict=True):
            expect.array(dW, W.shape, rule)
        expect.close(pairs[-1][0], case.grads[-1][0], f"{rule}; this is the head's dW")


# Kills: gradients written into integer arrays.
@pytest.mark.exercise("backward_pass", points=1)
@on_its_own
def test_mlp_dtypes(submission, expect, rng):
    case = integer_case(rng)
    _, pairs = run(submission.mlp_loss_and_grads, expect, case.astype(np.float64))
    shapes = [W.shape for W, _ in case.params]
    own = [expect.array(dW, shape, "dW has the shape of W") for (dW, _), shape in zip(pairs, shapes, strict=True)]
    telling(expect, own[0])
    for dtype in (np.int64, np.float32):
        _, pairs = run(submission.mlp_loss_and_grads, expect, case.astype(dtype))
        for (dW, _), want in zip(pairs, own, strict=True):
            expect.close(dW, want, f"{dtype.__name__} parameters have the gradients of the same numbers in float64")


# Kills: a loss from log(p), which is infinite for confident wrong answers.
@pytest.mark.exercise("backward_pass", points=1)
@on_its_own
def test_mlp_extreme_logits(submission, expect, rng):
    case = random_case(rng, "tanh")
    *hidden, (W, b) = case.params
    X, y = case.X[:1], np.array([[0.0]])
    scale = 2000.0 / reference.logits(case.params, X, "tanh").item()
    loss, _ = run(
        submission.mlp_loss_and_grads, expect, networks.judged([*hidden, (scale * W, scale * b)], X, y, "tanh")
    )
    rule = "one example of class 0 with a logit of 2000 costs 2000, not inf or NaN"
    expect.close(expect.scalar(loss, rule), 2000.0, rule)


# Kills: a gradient step on the parameters inside the function.
@pytest.mark.exercise("backward_pass", points=1)
@on_its_own
def test_mlp_pure(submission, expect, rng):
    _, pairs = run(submission.mlp_loss_and_grads, expect, random_case(rng, "tanh"))
    expect.pure()
    telling(expect, expect.array(pairs[0][0], (3, 5), "dW has the shape of W"))


# --- torch_backward ---------------------------------------------------------------------------------------------------

# Single precision is judged by a check of its own; the others do not ask for more than it gives.
ROUGH = {"rtol": 1e-4, "atol": 1e-5}


# Kills: the loss times the batch size, as training loops add it up.
@pytest.mark.exercise("torch_backward", points=2)
def test_torch_loss(submission, expect, rng):
    case = random_case(rng, "tanh", soft=True)
    loss, _ = run(submission.torch_loss_and_grads, expect, case)
    probabilities = reference.sigmoid(reference.logits(case.params, case.X, "tanh"))
    expect.close(
        expect.scalar(loss, "the loss is one number"),
        case.loss,
        "the mean binary cross-entropy of the logits",
        clues={
            "This is the sum over the examples, not their mean.": case.loss * len(case.y),
            "The sigmoid seems to be applied twice.": networks.bce_with_logits(probabilities, case.y)[0],
        },
        **ROUGH,
    )


# Kills: weights transposed as nn.Linear keeps them; one activation for all names.
@pytest.mark.exercise("torch_backward", points=4)
def test_torch_gradients(submission, expect, rng):
    for activation in ("relu", "sigmoid", "tanh"):
        case = random_case(rng, activation)
        _, pairs = run(submission.torch_loss_and_grads, expect, case)
        check_layers(expect, case, pairs, range(len(pairs)), f"autograd through {activation} layers", **ROUGH)


# Kills: torch's default dtype, float32.
@pytest.mark.exercise("torch_backward", points=2)
def test_torch_float64(submission, expect, rng):
    case = random_case(rng, "sigmoid")
    _, pairs = run(submission.torch_loss_and_grads, expect, case)
    for (_, got), (_, want) in zip(pairs, case.grads, strict=True):
        expect.close(got, want, "db to nine digits: everything is computed in float64")


# Kills: tensors that share the arrays' integer dtype, which cannot require gradients.
@pytest.mark.exercise("torch_backward", points=1)
def test_torch_integers(submission, expect, rng):
    case = integer_case(rng)
    _, pairs = run(submission.torch_loss_and_grads, expect, case)
    for (_, got), (_, want) in zip(pairs, case.grads, strict=True):
        expect.close(got, want, "integer arrays become float64 tensors", **ROUGH)


# Kills: an optimizer step on tensors that share the arrays' memory.
@pytest.mark.exercise("torch_backward", points=1)
def test_torch_pure(submission, expect, rng):
    _, pairs = run(submission.torch_loss_and_grads, expect, random_case(rng, "tanh"))
    expect.pure()
    telling(expect, expect.array(pairs[0][1], (5,), "db has the shape of b"))
