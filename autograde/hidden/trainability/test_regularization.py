"""Hidden checks of `trainability`, third part: penalties and dropout."""

import numpy as np
import pytest

from autograde.hidden import reference

# --- penalties --------------------------------------------------------------------------------------------------------

PENALTY_PAIR = "a pair (penalty, grads)"
GRADS = "grads is a list of (dW, db) pairs with the shapes of params"
SIZES = (3, 4, 2, 1)
STRENGTH = 0.3


def penalty(submission, expect, name, params, strength=STRENGTH):
    """What the student's penalty returns: the penalty as it came, and the checked gradients."""
    value, grads = expect.items(getattr(submission, name)(params, strength), 2, PENALTY_PAIR)
    return value, expect.pairs(grads, params, GRADS)


def weights(params):
    return np.concatenate([W.ravel() for W, _ in params])


# Kills: the root of the sum; half of it; the mean; one layer alone. (Biases are zero here, and a check of their own.)
@pytest.mark.exercise("penalties", points=1.5)
def test_l2_penalty_value(submission, expect, rng):
    params = reference.random_params(SIZES, rng)
    squares = np.sum(weights(params) ** 2)
    value, _ = expect.items(submission.l2_penalty(params, STRENGTH), 2, PENALTY_PAIR)
    expect.close(
        value,
        STRENGTH * squares,
        "strength times the sum of the squares of all weights of all layers",
        {
            "This is half of it: here the penalty has no factor 1/2.": STRENGTH * squares / 2,
            "This is the mean; the penalty is a sum.": STRENGTH * squares / weights(params).size,
            "These are the layers' means; the penalty is a sum.": STRENGTH * sum(np.mean(W**2) for W, _ in params),
            "This is the sum of the layers' norms: their squares are asked for.": STRENGTH
            * sum(np.linalg.norm(W) for W, _ in params),
            "This is the last layer alone.": STRENGTH * np.sum(params[-1][0] ** 2),
            "The last layer is missing.": STRENGTH * (squares - np.sum(params[-1][0] ** 2)),
            "The strength is missing.": squares,
            "This multiplies by the square of the strength.": STRENGTH**2 * squares,
        },
    )


def whole_numbers(rng):
    """Params of integers with no 0 among the weights."""
    params = reference.zero_params(SIZES)
    return [(rng.choice([-3, -2, -1, 1, 2, 3], W.shape), np.arange(b.size)) for W, b in params]


def slopes(submission, expect, name, params):
    """The dW of a student's penalty; its db are another check's business."""
    _, grads = expect.items(getattr(submission, name)(params, STRENGTH), 2, PENALTY_PAIR)
    pairs = [expect.items(pair, 2, GRADS) for pair in expect.items(grads, len(params), GRADS)]
    return [expect.array(dW, W.shape, GRADS) for (dW, _), (W, _) in zip(pairs, params, strict=True)]


# Kills: a missing factor 2; strength forgotten; the penalty's share instead of its slope; slopes cut to integers.
@pytest.mark.exercise("penalties", points=2)
def test_l2_penalty_gradient(submission, expect, rng):
    for params in (reference.random_params(SIZES, rng), whole_numbers(rng)):
        for (W, _), dW in zip(params, slopes(submission, expect, "l2_penalty", params), strict=True):
            expect.close(
                dW,
                2 * STRENGTH * W,
                "dW is the slope of strength * W**2 at every entry",
                {
                    "The derivative of W**2 is 2 W; the 2 is missing.": STRENGTH * W,
                    "The strength is missing.": 2.0 * W,
                    "This is the penalty's share of each entry, not its slope.": STRENGTH * W**2,
                },
            )


# Kills: the mean of absolute values; the absolute value of the sum; squares.
@pytest.mark.exercise("penalties", points=1.5)
def test_l1_penalty_value(submission, expect, rng):
    params = reference.random_params(SIZES, rng)
    value, _ = expect.items(submission.l1_penalty(params, STRENGTH), 2, PENALTY_PAIR)
    expect.close(
        value,
        STRENGTH * np.abs(weights(params)).sum(),
        "strength times the sum of the absolute values of all weights of all layers",
        {
            "This is the mean; the penalty is a sum.": STRENGTH * np.abs(weights(params)).mean(),
            "This is the absolute value of the sum, in which weights cancel.": STRENGTH * abs(weights(params).sum()),
            "These are squares: that is the other penalty.": STRENGTH * np.sum(weights(params) ** 2),
            "The last layer is missing.": STRENGTH * (np.abs(weights(params)).sum() - np.abs(params[-1][0]).sum()),
            "The strength is missing.": np.abs(weights(params)).sum(),
        },
    )


# Kills: W / |W| at 0; a slope in proportion to the weight; the strength or the sign forgotten; slopes cut to integers.
@pytest.mark.exercise("penalties", points=2)
def test_l1_penalty_gradient(submission, expect, rng):
    params = reference.random_params(SIZES, rng)
    for W, _ in params[:2]:
        W[0, 0] = 0.0
        W[1, 0] *= 1e-6
    for (W, _), dW in zip(params, slopes(submission, expect, "l1_penalty", params), strict=True):
        flat = dW[W == 0]
        expect.that(
            np.all(np.abs(flat) <= STRENGTH * (1 + 1e-9)),
            "at W == 0 the slope is a number between -strength and strength",
            "NaN" if np.isnan(flat).any() else "a number outside of it",
            {"0 divided by 0 is NaN.": np.isnan(flat).any()},
        )
        expect.close(
            np.where(W == 0, 0.0, dW),
            STRENGTH * np.sign(W),
            "dW is strength for positive and -strength for negative weights, small or large",
            {
                "The strength is missing.": np.sign(W),
                "This grows with the weight: it is the slope of the other penalty.": 2 * STRENGTH * W,
                "The sign of the weight is missing.": STRENGTH * (W != 0),
            },
        )
    params = whole_numbers(rng)
    for (W, _), dW in zip(params, slopes(submission, expect, "l1_penalty", params), strict=True):
        expect.close(dW, STRENGTH * np.sign(W), "dW is strength times the sign of W, also for integer weights")


# Kills: biases that are penalized, in the value or in the gradient.
@pytest.mark.exercise("penalties", points=1.5)
def test_biases_are_not_penalized(submission, expect, rng):
    with_biases = reference.random_params(SIZES, rng, bias_std=1.0)
    without = [(W, np.zeros_like(b)) for W, b in with_biases]
    for name in ("l2_penalty", "l1_penalty"):
        bare, _ = penalty(submission, expect, name, without)
        bare = expect.scalar(bare, "the penalty is one number")
        value, grads = penalty(submission, expect, name, with_biases)
        expect.close(value, bare, "the penalty is the same whatever the biases are: they are not penalized")
        for _, db in grads:
            expect.close(db, np.zeros(db.shape), "db is all zeros: biases are not penalized")


# In each of 200 seeds of this problem, with the penalty 29 to 37 of the 40 weights end below 0.03, without it 0 to 9;
# the worst accuracies are 0.94 and 0.96.
@pytest.mark.exercise("penalties", points=0.5)
@pytest.mark.behaviour(22)
@pytest.mark.smoke("follows from the slopes, which have a check of their own; here for what they do in training")
def test_l1_penalty_prunes(submission, expect):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, 40))
    y = np.asarray(X[:, :3] @ [[2.0], [-2.0], [2.0]] + rng.normal(0.0, 0.3, (120, 1)) > 0, float)
    start = reference.random_params((40, 1), rng, 0.3)

    def train(added):
        params = start
        for _ in range(100):
            _, grads = reference.loss_and_grads(params, X, y, "tanh")
            params = [
                (W - 0.5 * (dW + sW), b - 0.5 * (db + sb))
                for (W, b), (dW, db), (sW, sb) in zip(params, grads, added(params), strict=True)
            ]
        return np.sum(np.abs(params[0][0]) < 0.03), reference.accuracy(params, X, y, "tanh")

    plain, _ = train(lambda params: reference.zero_params((40, 1)))
    pruned, accuracy = train(lambda params: penalty(submission, expect, "l1_penalty", params, 0.03)[1])
    expect.that(
        pruned >= 25 and plain <= 12 and accuracy > 0.9,
        "trained with the penalty, most of 40 weights end near zero, and the classes are still told apart",
        f"{pruned} of 40 weights near zero, accuracy {accuracy:.2f}",
    )


# Kills: absolute values or squares taken in place; biases set to zero to serve as their own gradient.
@pytest.mark.exercise("penalties", points=1)
def test_penalties_are_pure(submission, expect, rng):
    params = reference.random_params(SIZES, rng, bias_std=1.0)
    for name in ("l2_penalty", "l1_penalty"):
        penalty(submission, expect, name, params)
        expect.pure()


# --- dropout ----------------------------------------------------------------------------------------------------------

# A mask is opaque and may be anything, so it never leaves the student's side.
DROPOUT_PROBE = """
import sys
import numpy
import __main__

def forward_then_backward(x, dout, rate, rng, training):
    out, mask = __main__.dropout_forward(x, rate, rng, training)
    later, _ = __main__.dropout_forward(x, rate, rng, training)
    return out, __main__.dropout_backward(dout, mask), later

def global_states():
    torch = sys.modules.get("torch")
    kind, key, position, *_ = numpy.random.get_state()
    return key, position, 0 if torch is None else torch.get_rng_state()

def states_around_dropout(x, rate, rng):
    before = global_states()
    __main__.dropout_forward(x, rate, rng, True)
    return before, global_states()
"""
OUT_MASK = "a pair (out, mask)"
SAME_SHAPE = "out has the shape of x"


def activations(rng, shape=(101, 97)):
    """Entries of both signs, none of them near 0: what is 0 afterwards has been dropped."""
    return rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape)


def forward(submission, expect, x, rate, rng, training=True):
    out, _ = expect.items(submission.dropout_forward(x, rate, rng, training), 2, OUT_MASK)
    return expect.array(out, x.shape, SAME_SHAPE)


def there_and_back(submission, expect, x, dout, rate, rng, training):
    """out, and dx of the backward call that gets its mask, with another forward call between; its out comes third.

    First there is one ordinary call.
    """
    forward(submission, expect, x, rate, rng, training)
    probe = submission.define(DROPOUT_PROBE)
    out, dx, later = expect.items(
        probe.forward_then_backward(x, dout, rate, rng, training), 3, "out, dx and a later out"
    )
    dx = expect.array(dx, x.shape, "dx has the shape of x")
    return expect.array(out, x.shape, SAME_SHAPE), dx, expect.array(later, x.shape, SAME_SHAPE)


# Kills: no scaling; 1 / rate; the scaling left to inference.
@pytest.mark.exercise("dropout", points=3)
@pytest.mark.behaviour(15)
def test_dropout_keeps_the_expected_activation(submission, expect, rng):
    x = activations(rng, (23, 17))
    for rate in (0.2, 0.7):
        out = forward(submission, expect, x, rate, rng)
        expect.that(out.any(), "at these rates some entries are kept", "only zeros")
        expect.that(not out.all(), "in training some entries are dropped", "no entry that is 0")
        expect.close(
            out,
            np.where(out == 0, 0.0, x / (1 - rate)),
            "an entry is either 0 or x / (1 - rate), so that on average it is x",
            {
                "What is kept is not scaled: on average the output is smaller than x.": np.where(out == 0, 0.0, x),
                "This is x / rate; the share that is kept is 1 - rate.": np.where(out == 0, 0.0, x / rate),
                "This is x * (1 - rate); scaling has to make up for what is dropped.": np.where(
                    out == 0, 0.0, x * (1 - rate)
                ),
            },
        )


# Kills: rate taken as the share that is kept. Each count is binomial; 7 standard errors: 3e-12 for each of the two.
@pytest.mark.exercise("dropout", points=2)
def test_dropout_rate_is_the_share_dropped(submission, expect, rng):
    x = activations(rng)
    for rate in (0.2, 0.7):
        share = float(np.mean(forward(submission, expect, x, rate, rng) == 0))
        expect.that(
            abs(share - rate) < 7 * np.sqrt(rate * (1 - rate) / x.size),
            f"each entry is dropped with probability {rate}",
            f"{share:.3g} of the entries are 0",
            {"rate is the share to drop, not the share to keep.": abs(share - (1 - rate)) < 0.05},
        )


# Kills: one draw per row or per column; exactly the share `rate` dropped, in the batch or in each row.
# 8 calls of (45, 32) at rate 0.2. With z the standardized number of dropped entries of a row (column, call), the sum of
# z**2 is close to chi-square with 360 (256, 7) degrees of freedom. A mean of z**2 outside of [0.5, 2] for rows or
# columns has probability below 3e-11 (Chernoff); for the 8 calls a sum above 70 has 2e-12, and one below 0.001, which
# needs 8 equal numbers, 3e-12.
@pytest.mark.exercise("dropout", points=2)
def test_dropout_entries_are_independent(submission, expect, rng):
    x = activations(rng, (45, 32))
    dropped = np.array([forward(submission, expect, x, 0.2, rng) == 0 for _ in range(8)])
    rule = "every entry is dropped or kept independently of all others"
    share = float(dropped.mean())
    expect.that(0.01 < share < 0.99, "in training some entries are dropped", f"a share of {share:.3g}")

    def spread(axis, count):
        return float(np.mean((dropped.sum(axis=axis) - share * count) ** 2) / (share * (1 - share) * count))

    expect.that(
        any(not np.array_equal(call, dropped[0]) for call in dropped[1:]),
        rule,
        "the same entries dropped in eight calls in a row",
        {"Draw from rng in every call.": True},
    )
    rows, columns, calls = spread(2, 32), spread(1, 45), spread((1, 2), x.size)
    expect.that(
        0.5 < rows < 2,
        rule,
        f"the number dropped in a row has {rows:.3g} times the variance that it should have",
        {"Whole rows are dropped together.": rows > 2, "Each row loses the same number of entries.": rows < 0.5},
    )
    expect.that(
        0.5 < columns < 2,
        rule,
        f"the number dropped in a column has {columns:.3g} times the variance that it should have",
        {"Whole columns are dropped together.": columns > 2},
    )
    expect.that(
        0.001 / 8 < calls < 70 / 8,
        rule,
        f"the number dropped in a call has {calls:.3g} times the variance that it should have",
        {"Each call drops exactly the same number of entries.": calls < 0.1},
    )
    different = len({tuple(row.ravel()) for row in dropped.transpose(1, 0, 2)})
    expect.that(
        different == 45, rule, f"{different} different rows among 45, in eight calls: some lose the same entries"
    )


# Kills: dropping or scaling in inference, forward or backward.
@pytest.mark.exercise("dropout", points=3)
@pytest.mark.behaviour(15)
def test_dropout_does_nothing_in_inference(submission, expect, rng):
    x, dout = activations(rng, (6, 5)), rng.normal(size=(6, 5))
    out, dx, _ = there_and_back(submission, expect, x, dout, 0.7, rng, False)
    expect.that(out.all(), "with training=False nothing is dropped", f"{np.sum(out == 0)} of {out.size} entries are 0")
    expect.close(
        out,
        x,
        "with training=False dropout is the identity",
        {"This is x * (1 - rate): the scaling belongs to training.": 0.3 * x},
    )
    expect.close(dx, dout, "with training=False the gradient passes unchanged")


# Kills: no scale, or another mask, in the backward pass; the mask of the latest call. It is measured by the forward
# pass as the student wrote it.
@pytest.mark.exercise("dropout", points=3)
def test_dropout_backward(submission, expect, rng):
    x, dout = activations(rng, (23, 17)), rng.normal(size=(23, 17))
    out, dx, later = there_and_back(submission, expect, x, dout, 0.3, rng, True)
    expect.that(0 < np.count_nonzero(out) < x.size, "in training some entries are dropped", "all entries or none")
    expect.close(
        dx,
        dout * out / x,
        "the gradient passes where x passed, with the same scale, and is 0 where x was dropped",
        {
            "The scale is missing: out is x / (1 - rate) where it is kept.": np.where(out == 0, 0.0, dout),
            "The scale is there twice.": dout * out / x / 0.7,
            "This is the mask of a later call; use the one that is handed in.": dout * later / x,
            "The gradient passes everywhere, scaled.": dout / 0.7,
            "The gradient passes everywhere.": dout,
            "The gradient passes where x was dropped, and nowhere else.": np.where(out == 0, dout / 0.7, 0.0),
        },
    )


# Kills: an ignored generator; the global generators of NumPy or torch, seeded or not. 391 entries at rate 0.3: two
# independent masks agree with probability 0.58 ** 391.
@pytest.mark.exercise("dropout", points=1)
def test_dropout_draws_from_rng_alone(submission, expect, rng):
    x, seed = activations(rng, (23, 17)), int(rng.integers(2**32))
    generator = np.random.default_rng(seed)
    first, second = (forward(submission, expect, x, 0.3, generator) for _ in range(2))
    expect.that(not np.array_equal(first, second), "two calls in a row drop different entries", "the same mask twice")
    again = forward(submission, expect, x, 0.3, np.random.default_rng(seed))
    expect.that(np.array_equal(first, again), "the same state of rng gives the same mask", "another mask")
    states = expect.items(submission.define(DROPOUT_PROBE).states_around_dropout(x, 0.3, generator), 2, "two states")
    before, after = (expect.items(state, 3, "a state") for state in states)
    expect.that(
        all(np.array_equal(a, b) for a, b in zip(before, after, strict=True)),
        "the global random states of NumPy and torch are left alone",
        "a global state that moved or was seeded",
    )


# Kills: x scaled in place, dout multiplied in place; a mask of two dimensions only; an integer array for the result.
@pytest.mark.exercise("dropout", points=1)
def test_dropout_is_pure_and_takes_any_shape(submission, expect, rng):
    x, dout = activations(rng, (6, 5)), rng.normal(size=(6, 5))
    there_and_back(submission, expect, x, dout, 0.3, rng, True)
    expect.that("1" not in submission.changed, "dropout_backward leaves dout as it was", "dout, changed in place")
    expect.pure()
    x = rng.integers(1, 9, (4, 3, 5))
    out = forward(submission, expect, x, 0.2, rng)
    expect.that(out.any(), "at this rate most entries are kept", "only zeros")
    scale = (out / x)[out != 0]
    expect.close(scale, np.full(scale.shape, scale[0]), "all entries that are kept are scaled alike, integers, too")
