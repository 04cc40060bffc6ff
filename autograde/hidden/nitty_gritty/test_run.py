"""Hidden checks of `nitty_gritty`: one experiment, `run`: its updates, its start and its order."""

from functools import partial

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.hidden.nitty_gritty import expected
from autograde.hidden.nitty_gritty.problems import (
    ARRAY_RULE,
    CLOSE,
    RULE,
    SEVEN,
    SIZES,
    Given,
    interchangeable,
    network,
    one_layer,
    series,
    trained,
)

# --- updates ----------------------------------------------------------------------------------------------------------


# Kills: plain gradient descent; no root; the decay at the wrong term; a state per epoch; a wrong derivative; labels
# that do not follow the examples; measured before the epoch; biases that are not zero.
@pytest.mark.exercise("run", points=2.5)
@pytest.mark.behaviour(17)
@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_run_full_batch(submission, expect, rng, activation):
    params, X, y = network(rng, activation, 0.05, 3)
    everything = [[range(SEVEN)]] * 3

    def losses(**mistake):
        return expected.trace(params, X, y, activation, 0.05, everything, **mistake).losses(X, y, activation)

    right = expected.trace(params, X, y, activation, 0.05, everything)
    start = [reference.loss(params, X, y, activation)]
    clues = {
        "These are the losses before each epoch: measure after its last update.": lambda: [*start, *losses()[:2]],
        "The state was thrown away after each epoch; it lives as long as the run.": partial(losses, restart="epoch"),
        "The loss stays where it began: are the parameters replaced?": start * 3,
        **{clue: partial(losses, rule=rule) for clue, rule in expected.MISTAKES.items()},
    }
    history = trained(submission, expect, params, X, y, activation, epochs=3, batch_size=SEVEN, learning_rate=0.05)
    rule = "the losses after three updates by RMSprop, each on one batch of everything, from zero biases"
    expect.close(series(expect, history, "loss", 3), right.losses(X, y, activation), rule, clues, rtol=CLOSE)
    rule = "the accuracy of each epoch is the share of right answers, from 0 to 1, after the epoch"
    expect.close(series(expect, history, "accuracy", 3), right.accuracies(X, y, activation), rule)


# Kills: eps inside the root, another library's eps, a floor in its place; float32: off by a twentieth or more.
@pytest.mark.exercise("run", points=2)
def test_run_tiny_gradients(submission, expect, rng):
    params = [(rng.uniform(14.5, 15.0, (2, 1)) - [[0.0], [14.0]], np.zeros(1))]
    X, y, epochs = np.array([[1.0, 0.3], [1.0, -0.2], [1.0, 0.1]]), np.ones((3, 1)), [[range(3)]] * 3

    def losses(rule):
        return expected.trace(params, X, y, "tanh", 0.1, epochs, rule).losses(X, y, "tanh")

    clues = {clue: partial(losses, mistake) for clue, mistake in expected.MISTAKES.items()}
    history = trained(submission, expect, params, X, y, epochs=3, batch_size=3, learning_rate=0.1)
    rule = "where the network is already sure, gradients are about 1e-7 and eps=1e-8, outside the root, still counts"
    expect.close(series(expect, history, "loss", 3), losses(expected.rmsprop), rule, clues)


# Kills: examples drawn with replacement; overlapping batches; one update per epoch; a short batch left out or divided
# by batch_size; a state per batch.
@pytest.mark.exercise("run", points=4)
def test_run_updates_after_every_batch(submission, expect, rng):
    params, X, y = interchangeable(rng)
    order = range(SEVEN)

    def loss(batches, **mistake):
        return expected.trace(params, X, y, "tanh", 0.1, [batches], **mistake).losses(X, y, "tanh")

    clues = {
        "The short batch at the end of the epoch is missing.": partial(loss, [[0, 1, 2], [3, 4, 5]]),
        "This is one update per epoch: there is one after every batch.": partial(loss, [order]),
        "The state was thrown away after each batch; it lives as long as the run.": partial(
            loss, expected.cut(order, 3), restart="batch"
        ),
        "This is the running mean of the batches' losses, or the loss before the epoch.": [
            reference.loss(params, X, y, "tanh")
        ],
    }
    history = trained(submission, expect, params, X, y, epochs=1, batch_size=3, learning_rate=0.1)
    rule = "seven examples in batches of three: three updates, the last with one example, and each example in just one"
    right = loss(expected.cut(order, 3))
    expect.close(series(expect, history, "loss", 1), right, rule, clues, rtol=CLOSE)


# Kills: other defaults; a state per epoch where an epoch has several batches.
@pytest.mark.exercise("run", points=1.5)
def test_run_defaults(submission, expect, rng):
    params = [(rng.uniform(0.2, 0.4, (2, 1)), np.zeros(1))]
    X, y = np.tile(rng.uniform(-1.0, -0.5, 2), (33, 1)), np.ones((33, 1))

    def expected_losses(learning_rate=1e-3, updates=2, restart="never"):
        # Equal examples: a batch of 32 has the gradient of one of them.
        epochs = [[[0]] * updates] * 100
        run = expected.trace(params, X[:1], y[:1], "tanh", learning_rate, epochs, restart=restart)
        return run.losses(X[:1], y[:1], "tanh")

    history = trained(submission, expect, params, X, y)
    losses = series(expect, history, "loss", 100)
    rule = "the defaults are 100 epochs, batches of 32 and a learning rate of 1e-3; the state is kept over all of them"
    clues = {
        "One update per epoch: with a batch_size of 32, 33 examples make two.": lambda: expected_losses(updates=1),
        "The learning rate is 1e-3 unless it is given.": lambda: expected_losses(learning_rate=1e-2),
        "The state was thrown away after each epoch.": lambda: expected_losses(restart="epoch"),
    }
    expect.close(losses, expected_losses(), rule, clues, rtol=CLOSE)


# Kills: a batch larger than the data refused, or without an update.
@pytest.mark.exercise("run", points=0.5)
def test_run_batch_above_m(submission, expect, rng):
    params, X, y = interchangeable(rng)
    right = expected.trace(params, X, y, "tanh", 0.1, [[range(SEVEN)]] * 2).losses(X, y, "tanh")
    history = trained(submission, expect, params, X, y, epochs=2, batch_size=SEVEN + 4, learning_rate=0.1)
    rule = "with batch_size above m, all examples are one batch"
    expect.close(series(expect, history, "loss", 2), right, rule, rtol=CLOSE)


# Kills: float64 tensors that meet float32 data.
@pytest.mark.exercise("run", points=0.5)
def test_run_float32(submission, expect, rng):
    params, X, y = interchangeable(rng)
    right = expected.trace(params, X, y, "tanh", 0.1, [[range(SEVEN)]] * 2).losses(X, y, "tanh")
    params = [(W.astype(np.float32), b) for W, b in params]
    X, y = X.astype(np.float32), y.astype(np.float32)
    history = trained(submission, expect, params, X, y, epochs=2, batch_size=SEVEN, learning_rate=0.1)
    rule = "float32 data and weights train as float64 ones do, up to rounding"
    expect.close(series(expect, history, "loss", 2), right, rule)


# --- the start and the order ------------------------------------------------------------------------------------------


# Kills: a call too many; layers that are forgotten, or asked for the wrong way round.
@pytest.mark.exercise("run", points=2)
def test_run_calls_the_initializer_once_per_layer(submission, expect, rng):
    params = reference.random_params(SIZES, rng)
    initializer = Given(params, expect)
    submission.run(np.eye(4, 3), np.ones((4, 1)), SIZES, "tanh", initializer, rng, epochs=1, batch_size=4)
    rule = "exactly one call initializer(fan_in, fan_out, rng) per layer, with a numpy.random.Generator"
    calls = sorted(initializer.calls) == sorted(initializer.weights)
    expect.that(calls, rule, f"{len(initializer.calls)} calls for {len(params)} layers")
    expect.that(all(initializer.generators), rule, "a call without a generator as its third argument")


# Kills: a generator of one's own for the weights. Full batches, so that nothing else is random.
@pytest.mark.exercise("run", points=1)
def test_run_hands_rng_to_the_initializer(submission, expect, rng):
    seed = int(rng.integers(2**32))
    X, y = rng.normal(size=(SEVEN, 2)), np.arange(SEVEN)[:, None] % 2.0

    def losses(generator):
        def draw(fan_in, fan_out, rng):
            return rng.normal(size=(int(fan_in), int(fan_out)))

        history = submission.run(X, y, (2, 3, 1), "tanh", draw, generator, epochs=2, batch_size=SEVEN)
        return series(expect, expect.mapping(history, ("loss",), RULE), "loss", 2)

    first, again = losses(np.random.default_rng(seed)), losses(np.random.default_rng(seed))
    same = np.allclose(first, again, rtol=1e-9)
    expect.that(same, "the same state of rng gives the same weights", "two different results")
    other = np.allclose(first, losses(np.random.default_rng(seed + 1)), rtol=1e-9)
    rule = "another state of rng gives other weights: the initializer draws from rng"
    expect.that(not other, rule, "the same result from two seeds")


# Kills: orders from the global generator or from one of one's own. Five epochs of the same batches by chance:
# (7! / (3! 3!)) ** -5 = 2e-11.
@pytest.mark.exercise("run", points=1)
def test_run_draws_orders_from_rng(submission, expect, rng):
    params, X, y = one_layer(rng)
    seed = int(rng.integers(2**32))
    first, second = np.random.default_rng(seed), np.random.default_rng(seed)

    def losses(generator):
        options = {"epochs": 5, "batch_size": 3, "learning_rate": 0.3}
        return series(expect, trained(submission, expect, params, X, y, rng=generator, **options), "loss", 5)

    once, again = losses(first), losses(second)
    rule = "the same state of rng gives the same orders"
    expect.that(np.allclose(once, again, rtol=1e-9), rule, "two different results from two equal generators")
    clue = {"Draw from rng itself, in every epoch, without seeding anything.": True}
    rule = "rng advances: a second run with the same generator sees other orders"
    expect.that(not np.allclose(once, losses(first), rtol=1e-9), rule, "the same result twice", clue)


# Kills: no shuffling; one order for all epochs, or to and fro. At a learning rate of 0 the gradient of the short batch
# tells which of the seven examples is in it. No more than two of them in 24 epochs: 21 * (2 / 7) ** 24 = 2e-12.
@pytest.mark.exercise("run", points=2)
def test_run_draws_a_fresh_order(submission, expect, rng):
    params, X, y = one_layer(rng)
    history = trained(submission, expect, params, X, y, epochs=24, batch_size=3, learning_rate=0.0)
    stds = expect.array(history["gradient_std"], (24, 1), ARRAY_RULE)
    rule = "every epoch has a fresh random order, so the short batch at its end is not always the same example"
    clues = {
        "Is gradient_std that of the epoch's last update? This one was taken on all examples.": np.allclose(
            stds, np.std(reference.loss_and_grads(params, X, y, "tanh")[1][0][0])
        ),
        "Draw the order inside the loop over epochs, and use it for X and y.": True,
    }
    different = len(np.unique(np.round(stds, 9)))
    expect.that(different > 2, rule, f"{different} different last gradients in 24 epochs", clues)
