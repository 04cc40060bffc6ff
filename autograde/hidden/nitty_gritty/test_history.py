"""Hidden checks of `nitty_gritty`: what `run` writes into the history, and what the module says of it."""

from functools import partial

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.hidden.nitty_gritty import expected
from autograde.hidden.nitty_gritty.problems import (
    ARRAY_RULE,
    CLOSE,
    SEVEN,
    Given,
    interchangeable,
    network,
    one_layer,
    series,
    trained,
)

START = 1  # seed of the run on two rings: one of those from which ReLU learns


# --- the history ------------------------------------------------------------------------------------------------------


# Kills: ddof=1; the bias included; the head left out; other statistics; the gradient after the epoch; derivatives off
# by a constant factor, which RMSprop forgives.
@pytest.mark.exercise("run", points=2.5)
def test_run_gradient_std(submission, expect, rng):
    for activation in ("relu", "sigmoid", "tanh"):
        params, X, y = network(rng, activation, 0.05, 2)
        history = trained(submission, expect, params, X, y, activation, epochs=2, batch_size=SEVEN, learning_rate=0.05)
        right = expected.trace(params, X, y, activation, 0.05, [[range(SEVEN)]] * 3)
        rule = "gradient_std, (epochs, L): the standard deviation of each layer's dW in the epoch's last update"
        got, want = history["gradient_std"], right.gradient_std()[:2]
        if isinstance(got, np.ndarray) and got.shape == want.shape and np.allclose(got[0], want[0], rtol=CLOSE):
            rule = "gradient_std of a second update: the first one's is right, so look at the update between them"
        clues = {**std_clues(right), **training_clues(params, X, y, activation)}
        expect.close(got, want, rule, clues, rtol=CLOSE)


def training_clues(params, X, y, activation):
    """What training another network, or by another rule, gives for two epochs of one update each."""

    def twice(activation, rule):
        return expected.trace(params, X, y, activation, 0.05, [[range(SEVEN)]] * 2, rule).gradient_std()

    others = [other for other in reference.ACTIVATIONS if other != activation]
    return {
        **{
            f"This is the gradient of a network with {name}.": partial(twice, name, expected.rmsprop) for name in others
        },
        **{clue: partial(twice, activation, mistake) for clue, mistake in expected.MISTAKES.items()},
    }


def std_clues(right):
    """What known mistakes give for the first two of three epochs of one update each."""

    def statistic(function):
        return lambda: right.gradient_std(statistic=function)[:2]

    def with_bias(gradient):
        return [np.concatenate([dW.ravel(), db]).std() for dW, db in gradient]

    want = right.gradient_std()
    return {
        "This is the gradient after the update; take the one that made it.": want[1:],
        "ddof=0: divide by the number of entries.": statistic(lambda dW: dW.std(ddof=1)),
        "This is the variance; its root is asked for.": statistic(np.var),
        "This is the root mean square: the standard deviation is around the mean.": statistic(
            lambda dW: np.sqrt(np.mean(dW**2))
        ),
        "This is the norm of the gradient.": statistic(np.linalg.norm),
        "This is the mean size of the entries.": statistic(lambda dW: np.abs(dW).mean()),
        "The bias's gradient is not part of it.": [with_bias(gradient) for gradient in right.gradients[:2]],
        "This is the gradient of the sum over the batch; the loss is the mean.": SEVEN * want[:2],
        "This is the spread of the weights.": [expected.stds(after) for after in right.after[:2]],
        "This is the mean over the units of each unit's: take all entries of dW together.": statistic(
            lambda dW: dW.std(axis=0).mean()
        ),
        "The head comes first here; the input side does.": want[:2, ::-1],
        "The head is a layer, too.": want[:2, :-1],
        "Rows and columns are exchanged.": want[:2].T,
    }


# Kills: the first batch's gradient; a mean over the epoch's batches; the gradient on all examples. The learning rate is
# 0, so that updates need not be right.
@pytest.mark.exercise("run", points=1.5)
def test_run_gradient_std_of_the_last_batch(submission, expect, rng):
    params, X, y = interchangeable(rng)

    def stds(*batch):
        return expected.stds(reference.loss_and_grads(params, X[list(batch)], y[list(batch)], "tanh")[1])

    clues = {
        "This is the mean over the epoch's updates.": [np.mean([stds(0, 1, 2), stds(0, 1, 2), stds(0)], axis=0)],
        "This is the gradient on all examples.": [stds(*range(SEVEN))],
        "This is the gradient of a full batch; a short one came after it.": [stds(0, 1, 2)],
    }
    history = trained(submission, expect, params, X, y, epochs=1, batch_size=3, learning_rate=0.0)
    rule = "gradient_std is that of the epoch's last update, here on a batch of one example"
    expect.close(history["gradient_std"], [stds(0)], rule, clues)


# Kills: the last batch's loss; a mean over batches, the short one counting as much as the others; one class's share of
# the loss; errors for right answers; (m, 1) combined with (m,).
@pytest.mark.exercise("run", points=1)
def test_run_measures_on_all_examples(submission, expect, rng):
    params, X, y = one_layer(rng)
    history = trained(submission, expect, params, X, y, epochs=2, batch_size=3, learning_rate=0.0)
    z = reference.logits(params, X, "tanh")
    loss, accuracy = reference.loss(params, X, y, "tanh"), reference.accuracy(params, X, y, "tanh")
    broadcast = "Is y flat here? NumPy combines (m, 1) with (m,) to (m, m)."
    wrong = {
        "loss": {
            "This is the sum over the examples; the mean is asked for.": SEVEN * loss,
            broadcast: np.mean(np.logaddexp(0.0, z) - y[:, 0] * z),
            "Examples of class 0 cost nothing here.": np.mean(y * np.logaddexp(0.0, -z)),
        },
        "accuracy": {
            "This is the share of wrong answers.": 1.0 - accuracy,
            "This is the number of right answers.": SEVEN * accuracy,
            "This is a percentage; the share goes from 0 to 1.": 100.0 * accuracy,
            broadcast: np.mean((z > 0) == (y[:, 0] > 0.5)),
        },
    }
    for key, want in (("loss", loss), ("accuracy", accuracy)):
        rule = f"the {key} is measured on all of X after the epoch, not batch by batch"
        clues = {clue: [value] * 2 for clue, value in wrong[key].items()}
        expect.close(series(expect, history, key, 2), [want] * 2, rule, clues)


# Kills: predictions of class 1 at the logit 0; soft targets compared with predictions; a threshold other than 0.5; a
# loss of probabilities that are rounded to 0 and 1.
@pytest.mark.exercise("run", points=1)
def test_run_measurement_rules(submission, expect):
    params = [(np.ones((1, 1)), np.zeros(1))]
    X = np.array([[0.0], [0.0], [0.0], [600.0], [50.0], [-3.0], [0.4], [-600.0]])
    y = np.array([[0.9], [0.2], [0.5], [0.6], [0.0], [0.5], [0.1], [0.3]])
    history = trained(submission, expect, params, X, y, epochs=1, batch_size=8, learning_rate=0.0)
    rule = "predicted is class 1 where the logit is above 0, the true class is y > 0.5 (targets may be soft)"
    clues = {
        "Is the logit 0 taken for class 1?": [4 / 8],
        "Is the target 0.5 taken for class 1?": [3 / 8],
        "Soft targets are not equal to 0 or 1: compare y > 0.5 with the prediction.": [0.0],
        "The threshold 0.5 belongs to the probability; the logit's is 0.": [6 / 8],
    }
    expect.close(series(expect, history, "accuracy", 1), [5 / 8], rule, clues)
    rule = "a confident mistake costs as much as its logit is large: the loss is computed from logits"
    clues = {
        "A probability that is rounded to 0 or 1 has no finite logarithm.": [np.inf],
        "0 times the logarithm of a probability that is rounded to 0 is NaN.": [np.nan],
    }
    expect.close(series(expect, history, "loss", 1), [reference.loss(params, X, y, "tanh")], rule, clues)


# Kills: an array that is made of the epochs' rows when there are none.
@pytest.mark.exercise("run", points=0.5)
def test_run_zero_epochs(submission, expect, rng):
    params, X, y = interchangeable(rng)
    history = trained(submission, expect, params, X, y, epochs=0)
    for key in ("loss", "accuracy"):
        series(expect, history, key, 0)
    expect.array(history["gradient_std"], (0, 2), ARRAY_RULE)


# Gives what is left of the list of sizes, which the wire would not bring back.
KEPT = """
import __main__

def kept(X, y, sizes, initializer, rng):
    __main__.run(X, y, sizes, "tanh", initializer, rng, epochs=1)
    return list(sizes)
"""


# Kills: examples shuffled in place; sizes that are taken out of the given list.
@pytest.mark.exercise("run", points=0.5)
def test_run_pure(submission, expect, rng):
    params, X, y = one_layer(rng)
    trained(submission, expect, params, X, y, epochs=3, batch_size=3)
    expect.pure("the data is left as it was: shuffle row numbers, not the rows")
    call = submission.last
    left = submission.define(KEPT).kept(X, y, [SEVEN, 1], Given(params, expect), rng)
    submission.last = call
    expect.that(left == [SEVEN, 1], "the list of sizes is left as it was", "another list of sizes after the call")


# --- what the module says ---------------------------------------------------------------------------------------------


# Kills: early stopping, schedules and other additions that show only in a long run. One batch, so nothing is random but
# the fixed start. Over 200 other starts the sigmoid's loss was always more than 0.26 above tanh's; ReLU reached 0.95
# from 84%, tanh from 93%, this start included.
@pytest.mark.exercise("run", points=0.5)
@pytest.mark.behaviour(2)
def test_run_relu_and_tanh_learn_and_sigmoid_hardly_does(submission, expect):
    start = np.random.default_rng(START)
    X, y = reference.rings(40, start)
    params = reference.random_params((2, 10, 9, 8, 7, 1), start)
    last = {}
    for activation in ("relu", "sigmoid", "tanh"):
        history = trained(submission, expect, params, X, y, activation, epochs=60, batch_size=40, learning_rate=0.01)
        last[activation] = series(expect, history, "loss", 60)[-1]
        accuracy = series(expect, history, "accuracy", 60)[-1]
        rule = f"from N(0, 1) weights, 60 updates by RMSprop teach the {activation} network the two rings"
        expect.that(activation == "sigmoid" or accuracy >= 0.95, rule, f"an accuracy of {accuracy:.3g}")
    expect.that(
        last["sigmoid"] > last["tanh"] + 0.2,
        "from the same weights, RMSprop takes longer to teach the sigmoid network the two rings",
        f"a loss of {last['sigmoid']:.3g} with sigmoid and {last['tanh']:.3g} with tanh",
    )


# Kills: equal weights replaced by random ones. Of 16 examples, half of each class, the gradients of zero weights cancel
# to the last bit in any order; RMSprop would magnify a rounding error.
@pytest.mark.exercise("run", points=0.5)
@pytest.mark.behaviour(3, 4)
def test_run_equal_weights_stay_equal(submission, expect, rng):
    X, y = reference.rings(16, rng)
    sizes = (2, 5, 4, 3, 1)
    zeros = reference.zero_params(sizes)
    for activation in ("relu", "sigmoid", "tanh"):
        history = trained(submission, expect, zeros, X, y, activation, epochs=4, batch_size=16)
        losses, accuracies = series(expect, history, "loss", 4), series(expect, history, "accuracy", 4)
        rule = f"with all weights zero, the {activation} network stays at the loss ln 2 and guesses"
        got = f"losses up to {losses.max(initial=0):.3g}, accuracies up to {accuracies.max(initial=0):.3g}"
        expect.that(np.allclose(losses, np.log(2.0), rtol=1e-9) and (accuracies == 0.5).all(), rule, got)
    halves = [(W + 0.5, b) for W, b in zeros]
    history = trained(submission, expect, halves, X, y, epochs=4, batch_size=16)
    stds = expect.array(history["gradient_std"], (4, 4), ARRAY_RULE)
    rule = "units that start equal get equal gradients and stay equal: no spread above the first layer"
    expect.that(np.abs(stds[:, 1:]).max() < 1e-6, rule, "gradients that differ between equal units")
