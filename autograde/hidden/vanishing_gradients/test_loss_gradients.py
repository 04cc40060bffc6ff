"""Hidden checks of the loss gradients by layer and of their norms."""

from functools import partial

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.pictures import profile

ACTIVATIONS = ("relu", "sigmoid", "tanh")
ONE_PER_LAYER = "one array per layer, input side first, the head's logits last"


def small_problem(rng, activation, sizes=(3, 5, 4, 1), m=7):
    """A network in which every ReLU layer has entries on both sides of the kink, and its data."""
    for _ in range(100):
        params = reference.random_params(sizes, rng, bias_std=0.5)
        X, y = rng.normal(size=(m, sizes[0])), (rng.permutation(m) % 2)[:, None].astype(float)
        hidden = reference.layer_outputs(params, X, activation)[:-1]
        if activation != "relu" or all(0.2 < np.mean(h > 0) < 0.8 for h in hidden):
            return params, X, y
    raise RuntimeError("no informative network in 100 draws")


def check_gradients(expect, got, params, X, y, activation):
    """Every layer's gradient is right, judged from the head down: what is wrong above is wrong below, too."""
    want = reference.output_grads(params, X, y, activation)
    outputs = reference.layer_outputs(params, X, activation)
    items = expect.items(got, len(params), ONE_PER_LAYER)
    dW = reference.loss_and_grads(params, X, y, activation)[1]
    for layer in reversed(range(len(params))):
        clues = {
            "These are averages over the examples; every example keeps a row of its own.": want[layer].mean(axis=0),
            "These are sums over the examples; every example keeps a row of its own.": want[layer].sum(axis=0),
            "This is the gradient with respect to the layer's weights; its output is asked for.": dW[layer][0],
            "This is the gradient of the layer at the other end: the input side comes first.": want[-1 - layer],
        }
        if layer == len(params) - 1:
            rule = "the gradient of the mean loss with respect to the head's logits, shape (m, 1)"
            clues |= head_clues(params, X, y, activation, outputs)
        else:
            rule = f"the gradient with respect to hidden layer {layer + 1}'s output, after its activation, shape (m, n)"
            clues |= hidden_clues(params, X, want, outputs, layer, activation)
        clues = {sentence: value for sentence, value in clues.items() if not same(value, want[layer])}
        expect.close(items[layer], want[layer], rule, clues=clues)


def same(a, b):
    """A mistake that makes no difference here must not be told as a clue."""
    return a.shape == b.shape and np.allclose(a, b)


def head_clues(params, X, y, activation, outputs):
    """What the known mistakes give for the gradient with respect to the logits."""
    m, p = len(X), reference.sigmoid(outputs[-1])
    no_biases = [(W, np.zeros_like(b)) for W, b in params]
    others = {
        f"This is what {other} layers give.": reference.output_grads(params, X, y, other)[-1]
        for other in ACTIVATIONS
        if other != activation
    }
    return others | {
        "The loss applies the sigmoid itself: its derivative is already part of (p - y) / m.": (
            (p - y) / m * p * (1 - p)
        ),
        "This is the gradient of the squared error; the loss is the binary cross-entropy.": (
            2 * (p - y) / m * p * (1 - p)
        ),
        "This is the gradient with respect to the sigmoid's output; it has to pass the sigmoid to reach the logits.": (
            (p - y) / (p * (1 - p)) / m
        ),
        f"The head gives its logits without {activation}.": (
            (reference.sigmoid(reference.ACTIVATIONS[activation](outputs[-1])) - y) / m
        ),
        "The biases are missing in the forward pass.": reference.output_grads(no_biases, X, y, activation)[-1],
    }


def hidden_clues(params, X, want, outputs, layer, activation):
    """What the known mistakes give for the gradient with respect to a hidden layer's output."""
    W, b = params[layer]
    slope = reference.ACTIVATION_GRADS[activation](([X, *outputs][layer]) @ W + b)
    return {
        "This is the gradient with respect to the pre-activation: the derivative came in once too often.": (
            want[layer] * slope
        ),
        "On the way down from the layer above, the derivative of that layer's activation was left out.": (
            want[layer + 1] @ params[layer + 1][0].T
        ),
    }


# Kills: another activation's derivative, the derivative of the output in place of the pre-activation, pre-activation
# gradients, a missing 1 / m, the head's gradient times the sigmoid's derivative, the order reversed.
@pytest.mark.exercise("loss_gradients", points=3)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_loss_gradients(submission, expect, rng, activation):
    params, X, y = small_problem(rng, activation)
    check_gradients(expect, submission.loss_gradients(params, X, y, activation), params, X, y, activation)


# Kills: y rounded or compared with 0 and 1. With one hidden layer no activation derivative is needed.
@pytest.mark.exercise("loss_gradients", points=2)
def test_loss_gradients_soft_targets(submission, expect, rng):
    params, X, y = small_problem(rng, "tanh", sizes=(3, 5, 1))
    y = rng.uniform(0.1, 0.9, y.shape)
    check_gradients(expect, submission.loss_gradients(params, X, y, "tanh"), params, X, y, "tanh")


# Kills: a first hidden layer taken for granted.
@pytest.mark.exercise("loss_gradients", points=1)
def test_loss_gradients_head_only(submission, expect, rng):
    params, X, y = small_problem(rng, "tanh", sizes=(3, 1))
    check_gradients(expect, submission.loss_gradients(params, X, y, "tanh"), params, X, y, "tanh")


# Kills: results that take over an integer dtype.
@pytest.mark.exercise("loss_gradients", points=1)
def test_loss_gradients_other_dtypes(submission, expect, rng):
    params, X, y = small_problem(rng, "tanh", sizes=(3, 5, 1))
    params = [(np.rint(W), np.rint(b)) for W, b in params]
    X = np.rint(2 * X)
    for dtype in (np.int64, np.float32):
        typed = [(W.astype(dtype), b.astype(dtype)) for W, b in params]
        got = submission.loss_gradients(typed, X.astype(dtype), y.astype(dtype), "tanh")
        check_gradients(expect, got, params, X, y, "tanh")


# Ten hidden layers of width 32: each network with the range of its gradient norm at the first hidden layer, relative to
# the last. The seeds are fixed, so a correct implementation cannot fail.
DEEP = {
    "sigmoid, Glorot": ("sigmoid", "glorot", 0.0, 1e-4),
    "tanh, Glorot": ("tanh", "glorot", 0.05, 2.0),
    "ReLU, He": ("relu", "he", 0.1, 10.0),
    "ReLU, N(0, 1)": ("relu", None, 1e3, np.inf),
}


def norms_by_layer(name, got, params, X, y, activation):
    """The student's norms beside the reference's."""
    want = [np.linalg.norm(g) for g in reference.output_grads(params, X, y, activation)]
    return profile(got, want, f"Ten hidden layers of width 32, {name}", "Norm of the loss gradient")


# Kills: a loss gradient through 1 / (p (1 - p)), which is NaN once the logits are large; probabilities cut off at 1e-7.
@pytest.mark.exercise("loss_gradients", points=4)
@pytest.mark.behaviour(8)
def test_loss_gradients_by_depth(submission, expect):
    sizes = (32,) * 11 + (1,)
    for name, (activation, scheme, low, high) in DEEP.items():
        rng = np.random.default_rng(8)
        params = reference.scaled_params(sizes, rng, scheme) if scheme else reference.random_params(sizes, rng)
        X, y = rng.normal(size=(16, 32)), np.arange(16)[:, None] % 2.0
        got = expect.items(submission.loss_gradients(params, X, y, activation), 11, ONE_PER_LAYER)
        shapes = [(16, 32)] * 10 + [(16, 1)]
        norms = [
            np.linalg.norm(expect.array(g, shape, "one row per example, one column per unit"))
            for g, shape in zip(got, shapes, strict=True)
        ]
        seen = partial(norms_by_layer, name, norms, params, X, y, activation)
        rule = "finite gradients, however large the logits"
        expect.that(np.isfinite(norms).all(), rule, got="NaN or infinity", picture=seen)
        p = reference.sigmoid(reference.logits(params, X, activation))
        cut_off = {}
        if p.min() < 1e-8:
            sentence = "Probabilities cut off near 0 and 1: p - y needs no such care."
            cut_off[sentence] = (np.clip(p, 1e-7, 1 - 1e-7) - y) / 16
        expect.close(got[-1], (p - y) / 16, "(p - y) / m with respect to the logits, however large they are", cut_off)
        ratio = norms[0] / norms[-2]
        expect.that(
            low < ratio < high,
            f"ten layers of width 32, {name}: first over last hidden norm between {low:g} and {high:g}",
            got=f"a ratio of {ratio:.3g}",
            picture=seen,
        )
        if name == "sigmoid, Glorot":
            slope = np.polyfit(np.arange(10), np.log(norms[:-1]), 1)[0]
            rule = "the log norm falls steadily towards the input"
            expect.that(slope > 1, rule, got=f"a slope of {slope:.3g} a layer", picture=seen)


# Kills: squared, spectral, mean or root mean square norms, norms of dW, the head left out, an argument changed.
@pytest.mark.exercise("loss_gradients", points=2)
@pytest.mark.alone(loss_gradients=reference.output_grads)
def test_layer_gradient_norms(submission, expect, rng):
    params, X, y = small_problem(rng, "sigmoid")
    gradients = reference.output_grads(params, X, y, "sigmoid")
    weight_gradients = reference.loss_and_grads(params, X, y, "sigmoid")[1]
    expect.close(
        submission.layer_gradient_norms(params, X, y, "sigmoid"),
        [np.linalg.norm(g) for g in gradients],
        "the Frobenius norm of every layer's gradient, shape (L,), input side first",
        clues={
            "These are the squared norms: take the root.": [np.sum(g**2) for g in gradients],
            "This is the largest singular value; the Frobenius norm is the root of the sum of all squares.": [
                np.linalg.norm(g, 2) for g in gradients
            ],
            "These are root mean squares: sum the squares, do not average them.": [
                np.sqrt(np.mean(g**2)) for g in gradients
            ],
            "This is the sum of the absolute values; the Frobenius norm is the root of the sum of squares.": [
                np.abs(g).sum() for g in gradients
            ],
            "The order is the other one: the input side comes first.": [np.linalg.norm(g) for g in gradients[::-1]],
            "These are the norms of dW. The gradient with respect to the layer's output is asked for.": [
                np.linalg.norm(dW) for dW, _ in weight_gradients
            ],
        },
    )
    expect.pure()


# Kills: y or X overwritten on the way.
@pytest.mark.exercise("loss_gradients", points=1)
def test_loss_gradients_is_pure(submission, expect, rng):
    params, X, y = small_problem(rng, "relu")
    got = submission.loss_gradients(params, X, y, "relu")
    expect.items(got, len(params), ONE_PER_LAYER)
    expect.pure()
