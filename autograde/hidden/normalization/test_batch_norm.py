"""Hidden checks of `batch_norm`."""

import numpy as np
import pytest

from autograde.hidden.normalization import expected

FOUR = "batch_norm_forward returns (out, cache, running_mean, running_var)"


def forward(submission, expect, *args, **kwargs):
    """(out, running_mean, running_var) as they came back."""
    out, _, mean, var = expect.items(submission.batch_norm_forward(*args, **kwargs), 4, FOUR)
    return out, mean, var


def arguments(rng, m=7, n=4):
    """x with well-spread, shifted features; gamma of both signs; beta; running statistics unlike the batch's."""
    x = rng.normal(size=(m, n)) * rng.uniform(1.0, 3.0, n) + rng.normal(size=n)
    gamma = rng.uniform(0.5, 2.0, n) * rng.choice([-1.0, 1.0], n)
    return x, gamma, rng.normal(size=n), rng.normal(size=n) + 2.0, rng.uniform(4.0, 9.0, n) ** 2


def updated(running, batch, momentum=0.9):
    """The new running statistic."""
    return momentum * running + (1 - momentum) * batch


# Kills: ddof=1; no root; statistics of the rows; the running statistics in training; gamma or beta left out.
# Where eps stands does not matter here.
@pytest.mark.exercise("batch_norm", points=6)
def test_training_output(submission, expect, rng):
    x, gamma, beta, running_mean, running_var = arguments(rng)
    centred = x - x.mean(axis=0)
    x_hat, _ = expected.normalized(x, 0, 0.0)
    unbiased = np.sqrt(x.var(axis=0, ddof=1))
    out, _, _ = forward(submission, expect, x, gamma, beta, running_mean, running_var, training=True, eps=expected.TINY)
    rule = "in training: normalize each feature by the batch's mean and variance, then scale by gamma and shift by beta"
    out = expect.array(out, x.shape, rule)
    expect.close(
        out,
        expected.nearest(out, expected.outputs_for_any_eps(x, gamma, beta, 0)),
        rule,
        clues={
            "The variance was divided by m - 1 instead of m.": gamma * centred / unbiased + beta,
            "Divided by the variance: a square root is missing.": gamma * centred / x.var(axis=0) + beta,
            "This is normalized by the running statistics; they are for inference.": (
                gamma * (x - running_mean) / np.sqrt(running_var) + beta
            ),
            "This is normalized by the new running statistics; they are for inference.": (
                gamma * (x - updated(running_mean, x.mean(axis=0))) / np.sqrt(updated(running_var, x.var(axis=0)))
                + beta
            ),
            "Each example was normalized over its features; batch norm goes the other way.": (
                gamma * expected.normalized(x, 1, 0.0)[0] + beta
            ),
            "beta is added after gamma is multiplied in, not before.": gamma * (x_hat + beta),
            "beta was not added.": gamma * x_hat,
            "gamma was not multiplied in.": x_hat + beta,
            "gamma and beta have changed places.": beta * x_hat + gamma,
        },
    )


# Kills: eps added to the standard deviation, left out (also of inference only), or fixed at its default.
# Variances near eps make these differ by 30% and more, and one that was divided by m - 1 by 4%.
@pytest.mark.exercise("batch_norm", points=3)
@pytest.mark.strict_floats
def test_eps_is_added_to_the_variance(submission, expect, rng):
    x, gamma, beta, _, _ = arguments(rng)
    x = expected.normalized(x, 0, 0.0)[0] * np.sqrt([9e-6, 0.03, 2e-5, 0.01])
    mean, var = x.mean(axis=0), x.var(axis=0)
    for training in (True, False):
        for eps, options in ((0.02, {"eps": 0.02}), (1e-5, {})):
            out, _, _ = forward(submission, expect, x, gamma, beta, mean, var, training=training, **options)
            spread = expect.array(out, x.shape, "the shape of x").std(axis=0) / np.abs(gamma)
            ratio = spread / np.sqrt(var / (var + eps))
            worst = np.abs(ratio - 1).argmax()
            default = {"With an eps passed in it was right. What is its default?": True}
            expect.that(
                (np.abs(ratio - 1) < 0.12).all(),
                "divide by sqrt(var + eps), with the eps passed in (1e-5 by default), in training and in inference",
                got=f"a feature with variance {var[worst]:.1g} that is {ratio[worst]:.3g} times as large as that",
                clues=expected.eps_clues(ratio, var, eps) if options else default,
            )


# Kills: the variance as mean(x^2) - mean(x)^2, which has no digit left at a mean of 1e8.
@pytest.mark.exercise("batch_norm", points=2)
@pytest.mark.behaviour(12)
def test_mean_beta_and_std_gamma_far_from_zero(submission, expect, rng):
    x, gamma, beta, running_mean, running_var = arguments(rng, m=40)
    rule = "in training every feature of the output has mean beta and standard deviation |gamma|"
    for shift, also, clues in ((0.0, "", {}), (1e8, ", also when the inputs are around 1e8", expected.CANCELLATION)):
        out, _, _ = forward(submission, expect, x + shift, gamma, beta, running_mean, running_var, training=True)
        out = expect.array(out, x.shape, "the output has the shape of x")
        error = max(np.abs(out.mean(axis=0) - beta).max(), np.abs(out.std(axis=0) / np.abs(gamma) - 1).max())
        got = f"a mean or standard deviation that is off by {error:.2g}"
        expect.that(error < 0.05, rule + also, got=got, clues=clues)


# Kills: the roles of momentum swapped; the batch's mean handed back.
@pytest.mark.exercise("batch_norm", points=3)
def test_running_mean(submission, expect, rng):
    x, gamma, beta, running_mean, running_var = arguments(rng)
    batch = x.mean(axis=0)
    for momentum, options in ((0.8, {"momentum": 0.8}), (0.9, {})):
        _, mean, _ = forward(submission, expect, x, gamma, beta, running_mean, running_var, training=True, **options)
        clues = {
            "momentum is the weight of the old value, not of the new one (torch has it the other way round).": (
                updated(running_mean, batch, 1 - momentum)
            ),
            "The momentum that was passed in was not used; this is what 0.9 gives.": updated(running_mean, batch),
            "The old value has to fade: it is multiplied by momentum.": running_mean + (1 - momentum) * batch,
            "This is the batch's mean alone.": batch,
            "This is the running variance; the order is (out, cache, running_mean, running_var).": (
                updated(running_var, x.var(axis=0), momentum)
            ),
        }
        default = {"With a momentum passed in it was right. What is its default?": mean}
        expect.close(
            mean,
            updated(running_mean, batch, momentum),
            "in training the new running mean is momentum * running_mean + (1 - momentum) * batch mean, momentum 0.9 "
            "by default",
            clues=clues if options else default,
        )


# Kills: the unbiased variance, as torch keeps it; the standard deviation; the variance over rows; swapped roles.
@pytest.mark.exercise("batch_norm", points=3)
def test_running_variance(submission, expect, rng):
    x, gamma, beta, running_mean, running_var = arguments(rng)
    _, _, var = forward(submission, expect, x, gamma, beta, running_mean, running_var, training=True, momentum=0.8)
    batch = x.var(axis=0)
    unbiased = x.var(axis=0, ddof=1)
    expect.close(
        var,
        updated(running_var, batch, 0.8),
        "in training the new running variance is momentum * running_var + (1 - momentum) * batch variance (ddof=0)",
        clues={
            "The batch's variance was divided by m - 1, as torch does; here every variance divides by m.": (
                updated(running_var, unbiased, 0.8)
            ),
            "The standard deviation went in instead of the variance.": updated(running_var, x.std(axis=0), 0.8),
            "eps does not belong in the running variance.": updated(running_var, batch + 1e-5, 0.8),
            "momentum is the weight of the old value, not of the new one.": updated(running_var, batch, 0.2),
            "The momentum that was passed in was not used; this is what 0.9 gives.": updated(running_var, batch),
        },
    )


# Kills: the batch's statistics in inference; the variance used as if it were the standard deviation.
@pytest.mark.exercise("batch_norm", points=4)
@pytest.mark.behaviour(12)
def test_inference_uses_the_running_statistics(submission, expect, rng):
    x, gamma, beta, running_mean, running_var = arguments(rng, m=5)
    for batch in (x, x[:1]):
        out, _, _ = forward(submission, expect, batch, gamma, beta, running_mean, running_var, training=False)
        expect.close(
            out,
            gamma * (batch - running_mean) / np.sqrt(running_var) + beta,
            "in inference: normalize by running_mean and running_var, so that an example's output is its own affair",
            rtol=1e-3,
            atol=1e-3,
            clues={
                "This is normalized by the batch's own statistics; they are for training.": (
                    gamma * expected.normalized(batch, 0)[0] + beta
                ),
                "running_var is a variance: take its root.": (
                    gamma * (batch - running_mean) / (running_var + 1e-5) + beta
                ),
            },
        )


# Kills: an update of the running statistics in inference.
@pytest.mark.exercise("batch_norm", points=2)
def test_inference_learns_nothing(submission, expect, rng):
    x, gamma, beta, running_mean, running_var = arguments(rng)
    _, mean, var = forward(submission, expect, x, gamma, beta, running_mean, running_var, training=False)
    expect.close(mean, running_mean, "in inference the running mean comes back as it was")
    expect.close(var, running_var, "in inference the running variance comes back as it was")


# Kills: a batch of one that is treated as inference, in its output or its statistics, or that raises.
@pytest.mark.exercise("batch_norm", points=2)
@pytest.mark.strict_floats
def test_training_on_a_batch_of_one(submission, expect, rng):
    x, gamma, beta, running_mean, running_var = arguments(rng, m=1)
    out, mean, var = forward(submission, expect, x, gamma, beta, running_mean, running_var, training=True)
    clues = {
        "This is normalized by the running statistics, although training is True: a batch of one is a batch.": (
            gamma * (x - running_mean) / np.sqrt(running_var + 1e-5) + beta
        ),
        "This is normalized by the new running statistics; in training, the batch's own are used.": (
            gamma * (x - updated(running_mean, x[0])) / np.sqrt(updated(running_var, 0.0) + 1e-5) + beta
        ),
    }
    expect.close(out, beta[None, :], "a training batch of one has variance 0 and becomes beta", clues)
    for new, old in ((mean, running_mean), (var, running_var)):
        new = expect.array(new, beta.shape, "one running statistic per feature")
        expect.that(np.isfinite(new).all(), "the running statistics stay finite", got="NaN or infinity")
        rule = "a training batch of one updates the running statistics like any other"
        expect.that(not np.allclose(new, old), rule, got="a running statistic as it was passed in")


# The sigmoid network reaches a loss below 0.37 in 100 of 100 seeds with batch norm after every hidden layer, and stays
# above 0.61 without. Seed 2 ends at 0.037, with accuracy 1.
@pytest.mark.exercise("batch_norm", points=2)
@pytest.mark.behaviour(12)
@pytest.mark.smoke("the documented behaviour itself; what could spoil it is killed by the checks above")
def test_sigmoid_network_learns_with_batch_norm(submission, expect):
    def normalize(x, gamma, beta, mean, var, training):
        out, mean, var = forward(submission, expect, x, gamma, beta, mean, var, training, momentum=0.4)
        return (
            expect.array(out, x.shape, "the output has the shape of x"),
            expect.array(mean, gamma.shape, "one running mean per feature"),
            expect.array(var, gamma.shape, "one running variance per feature"),
        )

    loss, accuracy = expected.train_sigmoid_network(normalize, seed=2)
    rule = "with batch norm after every hidden layer, the sigmoid network learns the two rings"
    expect.that(loss < 0.45, rule, got=f"a training loss of {loss:.3g} after 25 steps (a coin flip has 0.693)")
    expect.that(
        accuracy >= 0.95, f"{rule}, in inference mode, too", got=f"an accuracy of {accuracy:.2f} in inference mode"
    )


# Kills: `running_mean *= momentum` and the like.
@pytest.mark.exercise("batch_norm", points=2)
def test_batch_norm_leaves_its_arguments(submission, expect, rng):
    for training in (True, False):
        forward(submission, expect, *arguments(rng), training=training)
        expect.pure("arguments stay as they were: the new running statistics are returned, in arrays of their own")


# Kills: results stored in an array of x's own (integer) dtype, the running statistics included.
@pytest.mark.exercise("batch_norm", points=1)
def test_batch_norm_of_integers_and_single_precision(submission, expect, rng):
    numbers = [np.rint(4 * argument) for argument in arguments(rng)]
    shapes = (numbers[0].shape, numbers[1].shape, numbers[1].shape)
    wants = [
        expect.array(got, shape, "floating point, in the shapes of x and of the running statistics")
        for got, shape in zip(forward(submission, expect, *numbers, training=True), shapes, strict=True)
    ]
    for dtype in (np.int64, np.float32):
        rule = f"{np.dtype(dtype).name} arguments give the same floating-point results as the same numbers in float64"
        typed = [array.astype(dtype) for array in numbers]
        for got, want in zip(forward(submission, expect, *typed, training=True), wants, strict=True):
            expect.close(got, want, rule)
