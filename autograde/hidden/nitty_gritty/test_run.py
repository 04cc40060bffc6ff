"""Hidden checks of `nitty_gritty`: one experiment, `run`.

The order of the examples is free and the trained parameters do not come back, so the checks use problems in which the
history does not depend on the order: one batch of everything; examples that are alike but for the feature they use; a
learning rate of zero, which leaves the last batch to be recognised by its gradient.
"""

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.hidden.nitty_gritty import expected

RULE = 'the history is a dict with "loss", "accuracy" and "gradient_std", one entry per epoch in each'
ARRAY_RULE = "gradient_std is an array with one row per epoch and one column per layer, the head included"
SIZES = (3, 5, 4, 1)
CLOSE = 1e-5  # looser than float64 allows: a wrong eps shows below this, and costs the points of its own check only
SEVEN = 7  # examples: with batches of three, the last one is short
START = 1  # seed of the run on two rings: one of those from which ReLU learns


class Given:
    """An initializer that returns given weights, chosen by their shape, and remembers how it was called."""

    def __init__(self, params, expect):
        self.weights = {W.shape: W for W, _ in params}
        self.expect = expect
        self.calls = []
        self.generators = []

    def __call__(self, fan_in, fan_out, rng):
        rule = "the initializer is called once per layer, as initializer(fan_in, fan_out, rng)"
        shape = tuple(int(self.expect.array(n, (), rule, kind="any")) for n in (fan_in, fan_out))
        clues = {
            "This is (fan_out, fan_in).": shape[::-1] in self.weights,
            "Consecutive sizes make the pairs; the head is a layer, too.": True,
        }
        self.expect.that(shape in self.weights, rule, f"a call with fan_in={shape[0]}, fan_out={shape[1]}", clues)
        self.calls.append(shape)
        self.generators.append(isinstance(rng, np.random.Generator))
        return self.weights[shape].copy()


def trained(submission, expect, params, X, y, activation="tanh", rng=None, **options):
    """The history of a run from these weights; params have zero biases."""
    sizes = [len(params[0][0])] + [len(b) for _, b in params]
    rng = np.random.default_rng(0) if rng is None else rng
    history = submission.run(X, y, sizes, activation, Given(params, expect), rng, **options)
    return expect.mapping(history, ("loss", "accuracy", "gradient_std"), RULE)


def series(expect, history, key, epochs):
    """One of the history's lists, as an array of floats."""
    values = history[key]
    values = list(values) if isinstance(values, np.ndarray) and values.ndim == 1 else values
    return np.array([expect.scalar(value, RULE) for value in expect.items(values, epochs, RULE)])


def tame(params, X, y, activation, learning_rate, epochs):
    """Full batches leave no choice: in every update each layer has a gradient, no entry is so small that RMSprop would
    magnify its rounding, and no pre-activation is at ReLU's kink (as it is where a whole layer is dead)."""
    trained = expected.trace(params, X, y, activation, learning_rate, [[range(len(X))]] * epochs)
    for gradient in trained.gradients:
        entries = np.abs(np.concatenate([g.ravel() for pair in gradient for g in pair]))
        if (entries[entries > 0] < 1e-5).any() or any(np.abs(dW).max() < 1e-3 for dW, _ in gradient):
            return False
    for state in [params, *trained.after]:
        inputs = [X, *reference.layer_outputs(state, X, activation)[:-1]]
        if any(np.abs(h @ W + b).min() < 1e-6 for h, (W, b) in zip(inputs, state, strict=True)):
            return False
    return True


def network(rng, activation, learning_rate, epochs, m=SEVEN):
    """Params with zero biases, X and y for which full-batch training is determined to the last digits."""
    for _ in range(300):
        params = reference.random_params(SIZES, rng, std=0.8)
        X, y = rng.normal(size=(m, SIZES[0])), rng.permutation(np.arange(m) % 2.0)[:, None]
        if tame(params, X, y, activation, learning_rate, epochs):
            return params, X, y
    raise RuntimeError("no network with a gradient in every layer")


def one_layer(rng, m=SEVEN):
    """A head alone, on examples that share no feature: entry i of dW comes from example i and from no other."""
    weights = rng.normal(size=(m, 1)) + 3.0 * np.eye(m)[:, :1]
    return [(weights, np.zeros(1))], np.diag(rng.uniform(1.0, 2.0, m)), rng.permutation(np.arange(m) % 2.0)[:, None]


def interchangeable(rng, m=SEVEN):
    """Examples that are alike but for the feature they use, so that no result depends on which come together."""
    first = np.tile(rng.uniform(0.3, 0.9, 3) * [1, -1, 1], (m, 1))
    head = rng.uniform(0.5, 1.0, (3, 1)) * np.array([[-1.0], [1.0], [-1.0]])
    params = [(first, np.zeros(3)), (head, np.zeros(1))]
    return params, rng.uniform(1.0, 2.0) * np.eye(m), np.ones((m, 1))


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
        "These are the losses before each epoch: measure after its last update.": [*start, *losses()[:2]],
        "This is plain gradient descent: divide by the root of the running mean square.": losses(rule=expected.plain),
        "The state was thrown away after each epoch; it lives as long as the run.": losses(restart="epoch"),
        "The square root of s is missing.": losses(rule=expected.rootless),
        "0.9 belongs to the old s, 0.1 to the new square.": losses(rule=expected.swapped_decay),
        "The new square has the weight 0.1.": losses(rule=expected.summed_squares),
        "The loss stays where it began: are the parameters replaced?": start * 3,
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

    clues = {
        "eps stands outside the root: sqrt(s) + eps.": losses(expected.inside),
        "eps is 1e-8.": losses(expected.larger_eps),
        "Is eps added to the root?": losses(expected.without_eps),
    }
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
        "The short batch at the end of the epoch is missing.": loss([[0, 1, 2], [3, 4, 5]]),
        "This is one update per epoch: there is one after every batch.": loss([order]),
        "The state was thrown away after each batch; it lives as long as the run.": loss(
            expected.cut(order, 3), restart="batch"
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
    # Equal examples: a batch of 32 has the gradient of one of them.
    right = expected.trace(params, X[:1], y[:1], "tanh", 1e-3, [[[0], [0]]] * 100).losses(X[:1], y[:1], "tanh")
    history = trained(submission, expect, params, X, y)
    losses = series(expect, history, "loss", 100)
    rule = "the defaults are 100 epochs, batches of 32 and a learning rate of 1e-3; the state is kept over all of them"
    expect.close(losses, right, rule, rtol=CLOSE)


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
    expect.that(all(initializer.generators), rule, "a call with something that is no generator")


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


# Kills: no shuffling; one order for all epochs. At a learning rate of 0 the gradient of the short batch tells which of
# the seven examples is in it. The same one in twelve epochs has the probability 7 ** -11 = 5e-10.
@pytest.mark.exercise("run", points=2)
def test_run_draws_a_fresh_order(submission, expect, rng):
    params, X, y = one_layer(rng)
    history = trained(submission, expect, params, X, y, epochs=12, batch_size=3, learning_rate=0.0)
    stds = expect.array(history["gradient_std"], (12, 1), ARRAY_RULE)
    rule = "every epoch has a fresh random order, so the short batch at its end is not always the same example"
    clues = {
        "Is gradient_std that of the epoch's last update? This one was taken on all examples.": np.allclose(
            stds, np.std(reference.loss_and_grads(params, X, y, "tanh")[1][0][0])
        ),
        "Draw the order inside the loop over epochs, and use it for X and y.": True,
    }
    expect.that(np.ptp(stds) > 1e-9, rule, "the same last gradient in all 12 epochs", clues)


# --- the history ------------------------------------------------------------------------------------------------------


# Kills: ddof=1; the bias included; the head left out; other statistics; the gradient after the epoch.
@pytest.mark.exercise("run", points=2.5)
def test_run_gradient_std(submission, expect, rng):
    params, X, y = network(rng, "tanh", 0.05, 3)
    right = expected.trace(params, X, y, "tanh", 0.05, [[range(SEVEN)]] * 4)
    want = right.gradient_std()

    def with_bias(update):
        return [np.concatenate([g.ravel() for g in pair]).std() for pair in update[1]]

    clues = {
        "This is the gradient after the update; take the one that made it.": want[1:],
        "ddof=0: divide by the number of entries.": right.gradient_std(statistic=lambda dW: dW.std(ddof=1))[:3],
        "This is the variance; its root is asked for.": want[:3] ** 2,
        "This is the root mean square: the standard deviation is around the mean.": right.gradient_std(
            statistic=lambda dW: np.sqrt(np.mean(dW**2))
        )[:3],
        "This is the norm of the gradient.": right.gradient_std(statistic=np.linalg.norm)[:3],
        "This is the mean size of the entries.": right.gradient_std(statistic=lambda dW: np.abs(dW).mean())[:3],
        "The bias's gradient is not part of it.": [with_bias(updates[0]) for updates in right.epochs[:3]],
        "This is the gradient of the sum over the batch; the loss is the mean.": SEVEN * want[:3],
        "This is the spread of the weights.": [expected.stds(after) for after in right.after[:3]],
        "The head is a layer, too.": want[:3, :-1],
        "Row and column are exchanged.": want[:3].T,
    }
    history = trained(submission, expect, params, X, y, "tanh", epochs=3, batch_size=SEVEN, learning_rate=0.05)
    rule = "gradient_std, (epochs, L): the standard deviation of each layer's dW in the epoch's last update"
    expect.close(history["gradient_std"], want[:3], rule, clues, rtol=CLOSE)


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


# Kills: the last batch's loss; a mean over batches, the short one counting as much as the others.
@pytest.mark.exercise("run", points=1)
def test_run_measures_on_all_examples(submission, expect, rng):
    params, X, y = one_layer(rng)
    history = trained(submission, expect, params, X, y, epochs=2, batch_size=3, learning_rate=0.0)
    for key, measure in (("loss", reference.loss), ("accuracy", reference.accuracy)):
        rule = f"the {key} is measured on all of X after the epoch, not batch by batch"
        expect.close(series(expect, history, key, 2), [measure(params, X, y, "tanh")] * 2, rule)


# Kills: predictions of class 1 at the logit 0; soft targets compared with predictions; a threshold other than 0.5; a
# loss of probabilities that are rounded to 0 and 1.
@pytest.mark.exercise("run", points=1)
def test_run_measurement_rules(submission, expect):
    params = [(np.ones((1, 1)), np.zeros(1))]
    X = np.array([[0.0], [0.0], [0.0], [900.0], [50.0], [-3.0], [0.4], [-900.0]])
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
    expect.close(series(expect, history, "loss", 1), [reference.loss(params, X, y, "tanh")], rule)


# Kills: an array that is made of the epochs' rows when there are none.
@pytest.mark.exercise("run", points=0.5)
def test_run_zero_epochs(submission, expect, rng):
    params, X, y = interchangeable(rng)
    history = trained(submission, expect, params, X, y, epochs=0)
    for key in ("loss", "accuracy"):
        series(expect, history, key, 0)
    expect.array(history["gradient_std"], (0, 2), ARRAY_RULE)


# Kills: examples shuffled in place.
@pytest.mark.exercise("run", points=0.5)
def test_run_pure(submission, expect, rng):
    params, X, y = one_layer(rng)
    trained(submission, expect, params, X, y, epochs=3, batch_size=3)
    expect.pure("the data is left as it was: shuffle row numbers, not the rows")


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
    expect.that(np.abs(stds[:, 1:]).max() < 1e-9, rule, "gradients that differ between equal units")
