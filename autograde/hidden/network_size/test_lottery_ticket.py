"""Hidden checks of the lottery ticket."""

from itertools import pairwise

import numpy as np
import pytest

from autograde.hidden import reference
from autograde.hidden.network_size import expected
from autograde.hidden.network_size.expected import ONE_PER_LAYER, scaled_layers

TOOLS = expected.tools_without()


def smallest_signed(weights, kept):
    """A quarter was pruned, by the signed weights."""
    return np.array_equal(np.flatnonzero(~kept), np.sort(np.argsort(weights)[: weights.size // 4]))


class Training:
    """A `train` that returns given params, one per round, and remembers what it was called with."""

    def __init__(self, trained):
        self.trained = trained
        self.calls = []

    def train(self, params, masks):
        self.calls.append((params, masks))
        return self.trained[min(len(self.calls), len(self.trained)) - 1]


def expected_masks(trained, fraction):
    """The masks before the first round and after each, all by the rule."""
    weights = [[W for W, _ in params] for params in trained]
    kept = np.ones(expected.flat(weights[0]).size, dtype=bool)
    history = [kept]
    for round_weights in weights:
        order = np.argsort(np.where(kept, np.abs(expected.flat(round_weights)), -1.0))
        kept = kept.copy()
        kept[order[: np.sum(~kept) + expected.pruned_count(fraction, int(kept.sum()))]] = False
        history.append(kept)
    return [expected.split(kept, weights[0]) for kept in history]


def trained_networks(rng, rounds, fraction, outside):
    """What `train` returns in each round, and the masks that follow; pruned weights are multiplied by `outside`."""
    trained = []
    for _ in range(rounds):
        masks = expected_masks(trained, fraction)[-1] if trained else None
        params = [(W, b - 100.0) for W, b in scaled_layers(rng)]
        if masks is not None:
            params = [(np.where(mask, W, outside * W), b) for (W, b), mask in zip(params, masks, strict=True)]
        trained.append(params)
    return trained, expected_masks(trained, fraction)


def total_pruned(n, rounds, fraction, count):
    """How many of n weights are pruned after some rounds that each take count(fraction * what remains)."""
    left = n
    for _ in range(rounds):
        left -= int(count(fraction * left))
    return n - left


def ticket(expect, got, params):
    """What lottery_ticket returned, as masks and params."""
    masks, rewound = expect.items(got, 2, "a pair (masks, params)")
    return expected.mask_list(expect, masks, params, ONE_PER_LAYER), expect.pairs(
        rewound, params, "params of the shapes of initial"
    )


# Kills: ranking by initial magnitude or by how far a weight moved, every layer by itself, the largest pruned.
@pytest.mark.exercise("lottery_ticket", points=5)
@pytest.mark.alone(**TOOLS)
@pytest.mark.smoke("partial credit: one round is right, if not several")
def test_lottery_ticket_prunes_by_trained_magnitude(submission, expect, rng):
    initial = scaled_layers(rng, scales=(1.0, 1.0, 1.0))[:2]  # 12 + 20 weights: a quarter is 8, however it is rounded
    trained = scaled_layers(rng, scales=(3.0, 0.3, 1.0))[:2]
    masks, _ = ticket(expect, submission.lottery_ticket(initial, Training([trained]).train, 1, 0.25), initial)
    kept = expected.flat(masks)

    def pruned_by(magnitudes):
        return np.array_equal(kept, expected.prune_mask(magnitudes, 0.25))

    start, end = (expected.flat([W for W, _ in params]) for params in (initial, trained))
    by_layer = [expected.prune_mask(W, 0.25) for W, _ in trained]
    expect.that(
        pruned_by(end),
        "one round prunes the quarter of all weights with the smallest trained magnitude, over all layers together",
        got=f"{np.sum(~kept)} of {kept.size} weights pruned" + (", and not those" if np.sum(~kept) == 8 else ""),
        clues={
            "These have the smallest initial magnitude; it is the trained one that counts.": pruned_by(start),
            "These moved least; it is the trained magnitude that counts.": pruned_by(end - start),
            "These have the largest trained magnitude.": pruned_by(1.0 / end),
            "The signed weights were compared: -2 is large.": smallest_signed(end, kept),
            "Nothing was pruned: each round trains first and prunes then, the last one, too.": kept.all(),
            "Every layer was pruned by itself; here all layers are ranked together.": np.array_equal(
                kept, expected.flat(by_layer)
            ),
        },
    )


# Kills: the fraction of all weights in every round, rounding, the first round's ranking kept, and places already pruned
# (zero after training) ranked once more.
@pytest.mark.exercise("lottery_ticket", points=5)
@pytest.mark.alone(**TOOLS)
def test_lottery_ticket_prunes_what_remains(submission, expect, rng):
    initial = scaled_layers(rng)
    trained, history = trained_networks(rng, 3, 0.35, outside=0.0)
    masks, _ = ticket(expect, submission.lottery_ticket(initial, Training(trained).train, 3, 0.35), initial)
    kept, first, want = (expected.flat(layers) for layers in (masks, history[1], history[-1]))
    right_number = kept.sum() == want.sum()
    rounded = [total_pruned(kept.size, 3, 0.35, count) for count in (round, np.ceil)]
    expect.that(
        np.array_equal(kept, want),
        "each round prunes int(np.floor(fraction * n)) of the n weights that remain, by their newly trained magnitudes",
        got=f"{np.sum(~kept)} of {kept.size} weights pruned" + (", but not the right ones" if right_number else ""),
        clues={
            "Nothing went after the first round: pruned places were ranked again, as the smallest.": np.array_equal(
                kept, first
            ),
            "The fraction is of the weights that remain, not of all.": np.sum(~kept) in (3 * np.sum(~first), kept.size),
            "The number was rounded, or rounded up; floor cuts off.": np.sum(~kept) in rounded,
            "The number is cut off in every round, not once for all rounds together.": np.sum(~kept)
            == expected.pruned_count(1 - 0.65**3, kept.size),
        },
    )


# Kills: pruned weights that come back when training returns something large in their place.
@pytest.mark.exercise("lottery_ticket", points=4)
@pytest.mark.behaviour(19)
@pytest.mark.alone(**TOOLS)
def test_lottery_ticket_keeps_pruned_weights_pruned(submission, expect, rng):
    initial = scaled_layers(rng)
    trained, _ = trained_networks(rng, 3, 0.4, outside=1e3)
    training = Training(trained)
    masks, _ = ticket(expect, submission.lottery_ticket(initial, training.train, 3, 0.4), initial)
    rule = "train is called as train(params, masks), with one mask per layer, of its W's shape, holding truth values"
    kept = [expected.flat(expected.mask_list(expect, given, initial, rule)) for _, given in training.calls[:3]]
    kept.append(expected.flat(masks))
    back = [bool(np.any(later & ~earlier)) for earlier, later in pairwise(kept)]
    expect.that(
        not any(back),
        "what is pruned stays pruned, whatever train returns in its place: masks only shrink",
        got="a weight that was pruned and came back",
    )
    expect.that(not kept[-1].all(), "three rounds of 40% prune something", got="masks that keep everything")


# Kills: no rewinding (weights or biases), initial weights handed over unmasked, masks of numbers, training once more.
@pytest.mark.exercise("lottery_ticket", points=5)
@pytest.mark.behaviour(19)
@pytest.mark.alone(**TOOLS)
def test_lottery_ticket_trains_rewound_weights(submission, expect, rng):
    initial = scaled_layers(rng)
    trained, _ = trained_networks(rng, 3, 0.3, outside=0.0)
    training = Training(trained)
    submission.lottery_ticket(initial, training.train, 3, 0.3)
    expect.that(len(training.calls) == 3, "train is called exactly rounds times", got=f"{len(training.calls)} calls")
    for number, (given, given_masks) in enumerate(training.calls, start=1):
        rule = (
            f"train(params, masks) gets one mask per layer, of its W's shape, holding truth values, in round {number}"
        )
        masks = expected.mask_list(expect, given_masks, initial, rule)
        kept = expected.flat(masks)
        expect.that(
            kept.all() == (number == 1),
            "the masks that train gets are all True in the first round and show what is pruned from the second on",
            got=f"masks that are {'all True' if kept.all() else 'not all True'} in round {number}",
        )
        rule = f"train gets the initial params with the current masks applied, in round {number}, too"
        check_rewound(expect, expect.pairs(given, initial, rule), initial, masks, rule, trained[number - 2])


def check_rewound(expect, params, initial, masks, rule, trained):
    """The initial params with the masks applied."""
    for (W, b), (initial_W, initial_b), mask, (trained_W, trained_b) in zip(
        params, initial, masks, trained, strict=True
    ):
        clues = {
            "These are trained weights; survivors are rewound to their initial values.": np.where(mask, trained_W, 0.0),
            "These are trained weights, and unmasked.": trained_W,
            "Pruned weights should be zero here; these are the initial weights, unmasked.": initial_W,
        }
        clues = {sentence: value for sentence, value in clues.items() if not mask.all() or value is not initial_W}
        expect.close(W, np.where(mask, initial_W, 0.0), rule, clues=clues)
        expect.close(b, initial_b, rule, clues={"These are trained biases; they are rewound, too.": trained_b})


# Kills: trained weights or biases returned, weights returned without the last round's mask.
@pytest.mark.exercise("lottery_ticket", points=3)
@pytest.mark.behaviour(19)
@pytest.mark.alone(**TOOLS)
def test_lottery_ticket_returns_rewound_weights(submission, expect, rng):
    initial = scaled_layers(rng)
    trained, _ = trained_networks(rng, 2, 0.3, outside=0.0)
    masks, params = ticket(expect, submission.lottery_ticket(initial, Training(trained).train, 2, 0.3), initial)
    rule = "the params that come back are the initial ones with the returned masks applied"
    check_rewound(expect, params, initial, masks, rule, trained[-1])


# Kills: a result that only the loop over the rounds makes.
@pytest.mark.exercise("lottery_ticket", points=1)
@pytest.mark.alone(**TOOLS)
def test_lottery_ticket_without_rounds(submission, expect, rng):
    initial = scaled_layers(rng)
    training = Training([scaled_layers(rng)])
    masks, params = ticket(expect, submission.lottery_ticket(initial, training.train, 0, 0.3), initial)
    expect.that(not training.calls, "without rounds nothing is trained", got=f"{len(training.calls)} calls of train")
    expect.that(expected.flat(masks).all(), "without rounds nothing is pruned", got="a mask with an entry False")
    for (W, b), (initial_W, initial_b) in zip(params, initial, strict=True):
        expect.close(W, initial_W, "without rounds the params are the initial ones")
        expect.close(b, initial_b, "without rounds the params are the initial ones")


# Kills: the initial weights pruned in place.
@pytest.mark.exercise("lottery_ticket", points=1)
@pytest.mark.alone(**TOOLS)
def test_lottery_ticket_is_pure(submission, expect, rng):
    initial = scaled_layers(rng)
    ticket(expect, submission.lottery_ticket(initial, Training([scaled_layers(rng)] * 2).train, 2, 0.3), initial)
    expect.pure()


# The ticket against five random masks of the same sparsity on the same initial weights, 2-10-10-1 on 60 examples. The
# seed is fixed, so a correct implementation cannot fail; the ticket beats the median random mask in 40 of 40 seeds.
@pytest.mark.exercise("lottery_ticket", points=1)
@pytest.mark.behaviour(19)
@pytest.mark.alone(**TOOLS)
@pytest.mark.smoke("what the mechanics are good for; every mistake that could show here costs points above")
def test_lottery_ticket_beats_random_masks(submission, expect):
    rng = np.random.default_rng(19)
    X, y = reference.rings(60, rng)
    initial = reference.scaled_params((2, 10, 10, 1), rng, "glorot")

    def train(params, masks):
        rule = "train gets params and masks of the shapes of initial"
        masks = expected.mask_list(expect, masks, initial, rule)
        return expected.train_with_masks(expect.pairs(params, initial, rule), masks, X, y)

    masks, params = ticket(expect, submission.lottery_ticket(initial, train, 2, 0.5), initial)
    shuffled = [expected.split(rng.permutation(expected.flat(masks)), masks) for _ in range(5)]
    networks = reference.stack([params, *(expected.apply_masks(initial, random) for random in shuffled)])
    stacked_masks = [np.stack(layer) for layer in zip(masks, *shuffled, strict=True)]
    losses = reference.loss(expected.train_with_masks(networks, stacked_masks, X, y), X, y, "tanh")
    expect.that(
        losses[0] < np.median(losses[1:]),
        "after the same training the ticket's loss is below that of random masks of the same sparsity",
        got=f"a loss of {losses[0]:.3g}, against {np.median(losses[1:]):.3g} (the median of five random masks)",
    )
