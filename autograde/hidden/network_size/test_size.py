"""Hidden checks of the size of a network: the removal of dead units, and how often a width learns."""

from itertools import cycle

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.hidden.network_size import expected

ACTIVATIONS = ("relu", "sigmoid", "tanh")


def ranges(params, X, activation):
    """max - min over the examples, of every unit of every hidden layer."""
    return [np.ptp(h, axis=0) for h in reference.layer_outputs(params, X, activation)[:-1]]


def network_with(rng, activation, silence, sizes=(3, 6, 5, 4, 1), m=9):
    """A network in which exactly the units that silence(params) returns, one list per hidden layer, are dead."""
    for _ in range(200):
        params = reference.random_params(sizes, rng, bias_std=0.5)
        X = rng.normal(size=(m, sizes[0]))
        dead = silence(params)
        found = ranges(params, X, activation)
        wanted = [np.isin(np.arange(r.size), units) for r, units in zip(found, dead, strict=True)]
        if all(np.array_equal(r < 1e-13, w) and np.all(w | (r > 1e-3)) for r, w in zip(found, wanted, strict=True)):
            return params, X, [int(np.sum(~w)) for w in wanted]
    raise RuntimeError("no network with just these dead units in 200 draws")


def shapes_of(sizes):
    """Empty params of these layer sizes."""
    return reference.zero_params(sizes)


def widths_of(expect, got, count):
    """The hidden widths of what came back, a list of `count` pairs of arrays."""
    rule = "a list of as many (W, b) pairs as params has"
    pairs = [expect.items(pair, 2, rule) for pair in expect.items(got, count, rule)]
    shapes = [expect.array(W, W.shape if isinstance(W, np.ndarray) else (0, 0), rule).shape for W, _ in pairs]
    expect.that(all(len(shape) == 2 for shape in shapes), "every W has two dimensions", got=f"shapes {shapes}"[:120])
    return [width for _, width in shapes[:-1]]


def check_widths(expect, got, params, widths):
    """The hidden layers have these widths, and everything fits together."""
    found, given = widths_of(expect, got, len(params)), [b.size for _, b in params[:-1]]
    expect.that(
        found == list(widths),
        "every unit that puts out the same value for all examples goes, and no other; all layers stay in the list",
        got=f"hidden layers of {listed(found)} units, made of {listed(given)}, of which {listed(widths)} are alive",
        clues={"Nothing was removed.": found == given},
    )
    sizes = (params[0][0].shape[0], *widths, params[-1][1].size)
    rule = "with a unit go its column of W, its entry of b and its row of the next W; inputs and the logit stay"
    return expect.pairs(got, shapes_of(sizes), rule)


def listed(numbers):
    return ", ".join(map(str, numbers))


def check_smaller(expect, got, params, X, activation, widths):
    """The hidden layers have these widths, and the logits on X are the same."""
    pairs = check_widths(expect, got, params, widths)
    alive = [r > 1e-12 for r in ranges(params, X, activation)]
    rows = [np.ones(X.shape[1], dtype=bool), *alive]
    columns = [*alive, np.ones(params[-1][1].size, dtype=bool)]
    dropped = [(W[np.ix_(r, c)], b[c]) for (W, b), r, c in zip(params, rows, columns, strict=True)]
    tolerance = 1e-9 if params[0][0].dtype == np.float64 else 1e-4
    logits = reference.logits(pairs, X, activation)
    expect.close(
        logits,
        reference.logits(params, X, activation),
        "the smaller network has the same logits on X, which are compared here",
        clues={
            "A unit stuck at a value other than 0 contributes: its share moves to the next bias.": reference.logits(
                dropped, X, activation
            ),
            **dict.fromkeys(wrong_part(pairs, dropped, params, X, activation, rows, columns), logits),
        },
        rtol=tolerance,
        atol=tolerance,
    )


def wrong_part(pairs, dropped, params, X, activation, rows, columns):
    """A sentence on the first layer whose weights or bias are not what they should be."""
    inputs = [X, *reference.layer_outputs(params, X, activation)[:-1]]
    for layer, ((W, b), (kept_W, kept_b)) in enumerate(zip(pairs, dropped, strict=True)):
        name = "the head" if layer == len(pairs) - 1 else f"layer {layer + 1}"
        stuck = ~rows[layer]
        moved = kept_b + (inputs[layer][0, stuck] @ params[layer][0][stuck])[columns[layer]]
        if not np.allclose(W, kept_W, rtol=1e-4, atol=1e-5):
            return [f"The weights of {name} are not those of the units that are alive before and behind it."]
        if not np.allclose(b, moved, rtol=1e-4, atol=1e-5):
            return [f"The bias of {name} is not its old one plus what the dead units before it put in."]
    return []


# Kills: a spread relative to the mean, which is 0 / 0 for a unit that is always off; dead judged by the weights.
@pytest.mark.exercise("remove_dead_units", points=5)
@pytest.mark.behaviour(18)
def test_remove_dead_units_always_off(submission, expect, rng):
    dead = ([1, 4], [0], [2, 3])

    def silence(params):
        for (_, b), units in zip(params, dead, strict=False):
            b[units] = -100.0
        return dead

    params, X, widths = network_with(rng, "relu", silence)
    for dtype in (np.float64, np.float32):
        typed = [(W.astype(dtype), b.astype(dtype)) for W, b in params]
        got = submission.remove_dead_units(typed, X.astype(dtype), "relu")
        check_smaller(expect, got, typed, X.astype(dtype), "relu", widths)


# Kills: only zeros are dead, contributions dropped, taken before the activation, or added after the bias was cut.
@pytest.mark.exercise("remove_dead_units", points=3)
@pytest.mark.behaviour(18)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_remove_dead_units_stuck_at_a_value(submission, expect, rng, activation):
    dead = ([0, 3], [1, 4], [2])

    def silence(params):
        for (W, b), units in zip(params, dead, strict=False):
            W[:, units] = 0.0
            b[units] = rng.uniform(0.5, 1.5, len(units))
        return dead

    params, X, widths = network_with(rng, activation, silence)
    got = submission.remove_dead_units(params, X, activation)
    check_smaller(expect, got, params, X, activation, widths)


# Kills: constant input features removed, a constant logit removed.
@pytest.mark.exercise("remove_dead_units", points=2)
def test_remove_dead_units_keeps_inputs_and_head(submission, expect, rng):
    params, X, widths = network_with(rng, "tanh", lambda params: ([], []), sizes=(3, 5, 4, 1))
    X[:, 1] = 0.7
    params[-1] = (np.zeros((4, 1)), params[-1][1])
    got = submission.remove_dead_units(params, X, "tanh")
    check_smaller(expect, got, params, X, "tanh", widths)


# Kills: an empty layer dropped from the list, one unit kept so that no layer is empty.
@pytest.mark.exercise("remove_dead_units", points=3)
def test_remove_dead_units_whole_layer(submission, expect, rng):
    def silence(params):
        params[1] = (np.zeros((5, 4)), np.linspace(0.5, 2.0, 4))
        params[2] = (np.zeros((4, 1)), params[2][1])  # what the dead layer contributes is judged elsewhere
        return [], range(4)

    params, X, widths = network_with(rng, "relu", silence, sizes=(3, 5, 4, 1))
    got = submission.remove_dead_units(params, X, "relu")
    check_smaller(expect, got, params, X, "relu", widths)


def one_layer(scales):
    """A ReLU network with one feature in [0, 1] whose hidden unit j puts out 1 + scales[j] * x: its range is known."""
    X = np.array([[0.25], [1.0], [0.0], [0.5]])
    return [(np.array([scales]), np.ones(len(scales))), (np.ones((len(scales), 1)), np.zeros(1))], X


# Kills: exact equality, isclose's own tolerance, the tolerance ignored, strictly below it, a standard deviation, the
# distance from the first example's output.
@pytest.mark.exercise("remove_dead_units", points=3)
def test_remove_dead_units_tolerance(submission, expect):
    rule = "a hidden unit is removed when max - min of its output over X is at most the tolerance (1e-12 by default)"
    for scales, keyword, width in (
        ([0.5, 3e-14, 1e-9, 1e-10], {}, 3),
        ([0.5, 0.25, 0.3, 1e-9], {"tolerance": 0.25}, 2),
    ):
        params, X = one_layer(scales)
        (found,) = widths_of(expect, submission.remove_dead_units(params, X, "relu", **keyword), 2)
        expect.that(
            found == width,
            rule,
            got=f"{found} of 4 units left, {width} have a larger range",
            clues={
                "One of the units has a range of exactly the tolerance: it goes, too.": keyword and found == width + 1,
                "The unit with a range of 3e-14, a rounding error, is still there.": not keyword and found == 4,
            },
        )


# Kills: units judged in the network that is already smaller. Unit 0 of the second layer depends on nothing but the
# nearly constant unit 0 of the first, yet its own range is well above the tolerance.
@pytest.mark.exercise("remove_dead_units", points=2)
def test_remove_dead_units_in_the_network_as_given(submission, expect):
    (hidden, _), X = one_layer([0.04, 1.0])
    params = [hidden, (np.diag([10.0, 1.0]), np.array([-5.0, 0.0])), (np.ones((2, 1)), np.zeros(1))]
    found = widths_of(expect, submission.remove_dead_units(params, X, "relu", tolerance=0.05), 3)
    expect.that(
        found == [1, 2],
        "which units are dead is judged in the network as given, not in one from which units are already gone",
        got=f"hidden layers of {listed(found)} units, of which 1, 2 are alive in the network as given",
    )


# Kills: biases changed in place.
@pytest.mark.exercise("remove_dead_units", points=1)
def test_remove_dead_units_is_pure(submission, expect, rng):
    params, X = one_layer([0.5, 0.0, 1.0])
    expect.items(submission.remove_dead_units(params, X, "relu"), 2, "as many (W, b) pairs as before")
    expect.pure()


def rates_of(expect, got, widths):
    """The rate of each width, as a float."""
    rates = expect.mapping(got, widths, "a dict from each width to its rate")
    return {width: expect.scalar(rates[width], f"the rate of width {width} is a number") for width in widths}


def one_of(expect, width, widths):
    """The width that attempt was called with, as an int: a NumPy integer will do."""
    rule = "attempt is called as attempt(width, rng), with one of the widths"
    width = int(expect.array(width, (), rule, kind="any"))
    expect.that(width in widths, rule, got=f"width {width}")
    return width


# Kills: counts, percentages, whether any attempt succeeded, stopping at the first success, too many attempts. The k-th
# attempt at a width succeeds by a list, in whichever order the widths are taken.
@pytest.mark.exercise("success_rate", points=5)
def test_success_rate_counts_successes(submission, expect):
    outcomes = {3: [False, True, True, False, False, True, False], 9: [True] * 7, 2: [False] * 7}
    made = dict.fromkeys(outcomes, 0)

    def attempt(width, rng):
        width = one_of(expect, width, outcomes)
        made[width] += 1
        return outcomes[width][(made[width] - 1) % 7]

    got = submission.success_rate(attempt, list(outcomes), 7, np.random.default_rng(0))
    counts = ", ".join(f"{count} at width {width}" for width, count in made.items())
    expect.that(set(made.values()) == {7}, "exactly `trials` attempts per width, 7 here", got=counts)
    for width, rate in rates_of(expect, got, list(outcomes)).items():
        successes = sum(outcomes[width])
        clues = {
            "This is a count; divide by the number of trials.": float(successes),
            "This is a percentage; a rate lies between 0 and 1.": 100 * successes / 7,
            "This is the share of failures.": 1 - successes / 7,
            "This tells whether any attempt succeeded; the share of successes is asked for.": float(successes > 0),
            "This divides by one trial less.": successes / 6,
            "A share is at most 1: is the count set back to 0 for every width?": rate if 1 < rate < 3 else np.nan,
        }
        clues = {sentence: value for sentence, value in clues.items() if abs(value - successes / 7) > 1e-9}
        expect.close(rate, successes / 7, f"the share of successes among the attempts at width {width}", clues=clues)


# Kills: the same generator state for every attempt, generators that do not hang on rng, rng left where it was. Half of
# the numbers may coincide, so that a seed from a small range does no harm (a chance below 1e-9 with 1,000 seeds).
@pytest.mark.exercise("success_rate", points=3)
def test_success_rate_attempts_are_independent(submission, expect, rng):
    seed = int(rng.integers(2**32))

    def drawn(generator):
        numbers = {4: [], 6: []}

        def attempt(width, rng):
            width = one_of(expect, width, numbers)
            expect.that(
                isinstance(rng, np.random.Generator),
                "attempt is called as attempt(width, rng), with a numpy.random.Generator",
                got=f"a {type(rng).__name__} for rng"[:80],
            )
            numbers[width].append(rng.random())
            return numbers[width][-1] < 0.5

        rates_of(expect, submission.success_rate(attempt, [4, 6], 12, generator), [4, 6])
        return numbers

    generator = np.random.default_rng(seed)
    first, second, again = drawn(generator), drawn(generator), drawn(np.random.default_rng(seed))
    for width, numbers in first.items():
        expect.that(
            len(set(numbers)) > len(numbers) / 2,
            "attempts are independent: each draws other random numbers",
            got=f"{len(numbers)} attempts at width {width} that drew {len(set(numbers))} different numbers",
            clues={"Every attempt got a generator in the same state.": len(set(numbers)) == 1},
        )
        expect.that(
            sorted(numbers) == sorted(again[width]),
            "all randomness comes from rng: the same state gives the same attempts",
            got="other random numbers from a generator in the same state",
        )
        expect.that(
            len(set(numbers) & set(second[width])) < len(numbers) / 2,
            "rng advances: a second call makes other attempts",
            got="the same random numbers in two calls in a row",
        )


# Kills: 0 / 0.
@pytest.mark.exercise("success_rate", points=1)
def test_success_rate_no_trials(submission, expect):
    def attempt(width, rng):
        return True

    got = submission.success_rate(attempt, [2, 5], 0, np.random.default_rng(0))
    for rate in rates_of(expect, got, [2, 5]).values():
        expect.close(rate, 0.0, "with no trials the rate is 0.0")


# Tanh networks of four hidden layers on the running example: none of width 2 reaches 0.95, every one of width 10 does
# (so do 120 of 120 other seeds at width 10, and all but 2 of 120 stay below at width 2; these seeds are fixed).
@pytest.mark.exercise("success_rate", points=1)
@pytest.mark.behaviour(18)
@pytest.mark.smoke("the behaviour on real training runs; every mistake that could show here costs points above")
def test_success_rate_of_the_running_example(submission, expect):
    outcomes = {width: cycle(expected.learned(width, 6)) for width in (2, 10)}

    def attempt(width, rng):
        return next(outcomes[one_of(expect, width, outcomes)])

    rates = rates_of(expect, submission.success_rate(attempt, [2, 10], 6, np.random.default_rng(0)), [2, 10])
    expect.that(
        abs(rates[2]) < 1e-9 and abs(rates[10] - 1.0) < 1e-9,
        "on the rings, no network of width 2 learns and every one of width 10 does: rates 0 and 1",
        got=f"rates {rates[2]:.3g} and {rates[10]:.3g}",
    )
