"""Hidden checks of the backward pass and of its twin in torch. Each leaves out what is another check's business."""

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.hidden.backprop import networks
from autograde.hidden.backprop.networks import integer_case, random_case, telling

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
    missing = [name for pair in pairs for name, got in zip(("dW", "db"), pair, strict=True) if got is None]
    expect.that(
        not missing,
        "every parameter has a gradient",
        got=f"None for {' and '.join(sorted(set(missing)))} of {len(missing)} arrays in all",
        clues={"A tensor's grad is None when nobody watched it, or when the loss does not depend on it.": True},
    )
    return loss, pairs


def check_layers(expect, case, pairs, layers, rule, mistakes=None, **tolerance):
    """The gradients of these layers have the right shapes and values; `mistakes` maps sentences to wrong gradients."""
    for layer in layers:
        for i, name in enumerate(("dW", "db")):
            clues = {sentence: grads[layer][i] for sentence, grads in (mistakes or {}).items()}
            rule_here = f"{name} of layer {layer + 1} of {len(pairs)}: {rule}"
            expect.close(pairs[layer][i], case.grads[layer][i], rule_here, clues=clues, **tolerance)


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
    check_layers(
        expect, case, pairs, [2], "dW is the layer's input transposed times dz, db the sum of dz over examples"
    )


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
    check_layers(
        expect,
        case,
        pairs,
        [1, 0],
        f"delta passes back through W and then through the slope of {activation}",
        mistakes={
            "The activation's derivative is left out on the way back.": networks.grads_with_slope(case, np.ones_like),
            "The formula for the pre-activation is applied to the activation's output.": networks.grads_with_slope(
                case, reference.ACTIVATION_GRADS[activation]
            ),
            **networks.grads_of_others(case),
        },
    )
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
    b = b + 2000.0 - reference.logits(case.params, X, "tanh")[0]
    loss, _ = run(submission.mlp_loss_and_grads, expect, networks.judged([*hidden, (W, b)], X, y, "tanh"))
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
@pytest.mark.exercise("torch_backward", points=3)
def test_torch_gradients(submission, expect, rng):
    for activation in ("relu", "sigmoid", "tanh"):
        case = random_case(rng, activation)
        _, pairs = run(submission.torch_loss_and_grads, expect, case)
        others = networks.grads_of_others(case)
        check_layers(expect, case, pairs, range(len(pairs)), f"autograd through {activation} layers", others, **ROUGH)


# Kills: a hidden layer that is taken for granted.
@pytest.mark.exercise("torch_backward", points=1)
def test_torch_head_alone(submission, expect, rng):
    case = random_case(rng, "tanh", sizes=(3, 1))
    _, pairs = run(submission.torch_loss_and_grads, expect, case)
    expect.array(pairs[0][0], (3, 1), "a network may be a head alone: one pair in, one pair out")


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
