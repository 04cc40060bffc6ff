"""Hidden checks of pruning: masks of one layer and of a network, and their use."""

import numpy as np
import pytest

from autograde.hidden.network_size import expected
from autograde.hidden.network_size.expected import ONE_PER_LAYER, scaled_layers

SAME_SHAPE = "a mask of W's shape that holds truth values"


# Kills: weights compared with their signs or by their distance from the mean, a mask that marks what goes, rows or
# columns pruned one by one.
@pytest.mark.exercise("prune", points=5)
@pytest.mark.alone(**expected.tools_without("prune_mask"))
def test_prune_mask_drops_the_smallest(submission, expect, rng):
    W = 0.8 + rng.normal(size=(8, 5)) * np.linspace(0.5, 2.0, 8)[:, None]
    for dtype in (np.float64, np.float32):
        kept = expect.array(submission.prune_mask(W.astype(dtype), 0.3), W.shape, SAME_SHAPE, kind="b")
        expect.that(
            expected.smallest_are_pruned(np.abs(W.astype(dtype)), kept),
            "False at the smallest magnitudes: no pruned weight is larger, in size, than one that is kept",
            got=f"a mask with {np.sum(~kept)} of {kept.size} entries False, and not those of smallest magnitude",
            clues={
                "It is turned around: True marks what is kept.": expected.smallest_are_pruned(np.abs(W), ~kept),
                "The signed weights were compared: -2 is large.": expected.smallest_are_pruned(W, kept),
            },
        )


def check_count(expect, kept, fraction, mistaken=None):
    """Exactly as many places are False as the rule says. `mistaken` maps sentences to the counts of other mistakes."""
    want, exact = expected.pruned_count(fraction, kept.size), fraction * kept.size
    count = int(np.sum(~kept))
    clues = {
        "The mask keeps everything.": count == 0,
        "The mask keeps nothing.": count == kept.size,
        "The product was rounded; floor cuts off.": count == round(exact),
        "The product was rounded up; floor cuts off.": count == int(np.ceil(exact)),
        "This is how many should be kept.": count == kept.size - want,
    } | {sentence: count == number for sentence, number in (mistaken or {}).items()}
    expect.that(
        count == want,
        f"int(np.floor({fraction} * {kept.size})) places are False, not one more or less",
        got=f"{count} places are False",
        clues=clues,
    )


# Kills: rounding in place of floor, the number kept in place of the number pruned, quantiles.
@pytest.mark.exercise("prune", points=4)
@pytest.mark.alone(**expected.tools_without("prune_mask"))
def test_prune_mask_count(submission, expect, rng):
    W = rng.normal(size=(7, 5))
    for fraction in (0.3, 0.45, 0.73):
        check_count(expect, expect.array(submission.prune_mask(W, fraction), W.shape, SAME_SHAPE, kind="b"), fraction)


# Kills: a threshold, which takes all of the equal magnitudes or none; a fraction of the weights that are not zero.
@pytest.mark.exercise("prune", points=3)
@pytest.mark.alone(**expected.tools_without("prune_mask"))
def test_prune_mask_ties(submission, expect, rng):
    half_pruned = rng.permutation(np.where(np.arange(35) < 18, 0.0, rng.normal(size=35))).reshape(7, 5)
    for W in (rng.choice([-0.5, 0.5], (7, 5)), rng.choice([-3, 3], (7, 5)), half_pruned):
        kept = expect.array(submission.prune_mask(W, 0.4), W.shape, SAME_SHAPE, kind="b")
        some = {
            "The fraction is of all W.size weights, zeros included.": expected.pruned_count(0.4, np.count_nonzero(W))
        }
        check_count(expect, kept, 0.4, some if W is half_pruned else {})


# Kills: slices that end at -0, an index of one past the end.
@pytest.mark.exercise("prune", points=2)
@pytest.mark.alone(**expected.tools_without("prune_mask"))
def test_prune_mask_nothing_and_everything(submission, expect, rng):
    W = rng.normal(size=(7, 5))
    for fraction in (0.0, 1.0):
        check_count(expect, expect.array(submission.prune_mask(W, fraction), W.shape, SAME_SHAPE, kind="b"), fraction)


# Kills: magnitudes written back into W.
@pytest.mark.exercise("prune", points=1)
@pytest.mark.alone(**expected.tools_without("prune_mask"))
def test_prune_mask_is_pure(submission, expect, rng):
    W = rng.normal(size=(7, 5))
    expect.array(submission.prune_mask(W, 0.4), W.shape, SAME_SHAPE, kind="b")
    expect.pure()


def global_masks(submission, expect, params, fraction):
    """What global_prune_masks returns, as masks."""
    return expected.mask_list(expect, submission.global_prune_masks(params, fraction), params, ONE_PER_LAYER)


# Kills: every layer pruned by itself, weights compared with their signs, magnitudes relative to the layer's largest.
@pytest.mark.exercise("global_prune", points=6)
@pytest.mark.alone(**expected.tools_without("global_prune_masks"))
def test_global_prune_masks_ranks_all_layers_together(submission, expect, rng):
    params = scaled_layers(rng)
    weights = expected.flat([W for W, _ in params])
    by_layer = expected.flat([expected.prune_mask(W, 0.5) for W, _ in params])
    relative = expected.flat([np.abs(W) / np.abs(W).max() for W, _ in params])
    if expected.smallest_are_pruned(np.abs(weights), by_layer):
        raise RuntimeError("the layers' scales should make both rankings differ")
    kept = expected.flat(global_masks(submission, expect, params, 0.5))
    expect.that(
        expected.smallest_are_pruned(np.abs(weights), kept),
        "False at the smallest magnitudes of the whole network: no pruned weight is larger than one kept elsewhere",
        got=f"masks with {np.sum(~kept)} of {kept.size} entries False, and not those of smallest magnitude",
        clues={
            "The weights were measured by the size of their layer's; compare the magnitudes themselves.": (
                expected.smallest_are_pruned(relative, kept)
            ),
            "They are turned around: True marks what is kept.": expected.smallest_are_pruned(np.abs(weights), ~kept),
            "The signed weights were compared: -2 is large.": expected.smallest_are_pruned(weights, kept),
            "Every layer was pruned by itself; here all layers are ranked together.": np.array_equal(kept, by_layer),
        },
    )


# Kills: rounding in place of floor, biases ranked or counted, counts rounded layer by layer.
@pytest.mark.exercise("global_prune", points=4)
@pytest.mark.alone(**expected.tools_without("global_prune_masks"))
def test_global_prune_masks_count(submission, expect, rng):
    params = scaled_layers(rng)
    biases = sum(b.size for _, b in params)
    for fraction in (0.37, 0.5, 0.77):
        kept = expected.flat(global_masks(submission, expect, params, fraction))
        mistaken = {
            "The biases were counted; only weights are.": expected.pruned_count(fraction, kept.size + biases),
            "The count was cut off layer by layer; it is of all weights together.": sum(
                expected.pruned_count(fraction, W.size) for W, _ in params
            ),
            "The head was left out; its weights count, too.": expected.pruned_count(
                fraction, kept.size - params[-1][0].size
            ),
        }
        check_count(expect, kept, fraction, mistaken)


# Kills: a threshold for all layers.
@pytest.mark.exercise("global_prune", points=2)
@pytest.mark.alone(**expected.tools_without("global_prune_masks"))
def test_global_prune_masks_ties(submission, expect, rng):
    params = [(np.sign(W), b) for W, b in scaled_layers(rng)]
    check_count(expect, expected.flat(global_masks(submission, expect, params, 0.4)), 0.4)


# Kills: slices that end at -0, an index of one past the end.
@pytest.mark.exercise("global_prune", points=2)
@pytest.mark.alone(**expected.tools_without("global_prune_masks"))
def test_global_prune_masks_nothing_and_everything(submission, expect, rng):
    params = scaled_layers(rng)
    for fraction in (0.0, 1.0):
        check_count(expect, expected.flat(global_masks(submission, expect, params, fraction)), fraction)


# Kills: pruned weights set to zero on the way.
@pytest.mark.exercise("global_prune", points=1)
@pytest.mark.alone(**expected.tools_without("global_prune_masks"))
def test_global_prune_masks_is_pure(submission, expect, rng):
    global_masks(submission, expect, scaled_layers(rng), 0.4)
    expect.pure()


def random_masks(params, rng):
    """Masks with both values in every layer."""
    return [rng.permutation(np.arange(W.size) % 3 > 0).reshape(W.shape) for W, _ in params]


# Kills: masks turned around, survivors rescaled, only the first layers masked.
@pytest.mark.exercise("masks", points=3)
def test_apply_masks_to_weights(submission, expect, rng):
    params = scaled_layers(rng)
    masks = random_masks(params, rng)
    rule = "each W is kept where its mask is True and zero where it is False"
    for dtype in (np.float64, np.float32):
        typed = [(W.astype(dtype), b.astype(dtype)) for W, b in params]
        got = expect.pairs(submission.apply_masks(typed, masks), params, rule)
        for (W, _), mask, (got_W, _) in zip(typed, masks, got, strict=True):
            clues = {"It is turned around: True marks what is kept.": np.where(mask, 0.0, W)}
            expect.close(got_W, np.where(mask, W, 0.0), rule, clues=clues, atol=1e-5)
            left = int(np.count_nonzero(got_W[~mask]))
            expect.that(left == 0, "a pruned weight is exactly zero", got=f"{left} pruned weights that are not zero")


# Kills: biases masked, too.
@pytest.mark.exercise("masks", points=2)
def test_apply_masks_leaves_biases(submission, expect, rng):
    params = scaled_layers(rng)
    masks = random_masks(params, rng)
    masks[1][:, 2] = False
    got = expect.pairs(submission.apply_masks(params, masks), params, "pairs (W, b) of the shapes of params")
    for (_, b), (_, got_b) in zip(params, got, strict=True):
        expect.close(got_b, b, "the biases are as they were, also of units that lost all their weights")


# Kills: W *= mask.
@pytest.mark.exercise("masks", points=1)
def test_apply_masks_is_pure(submission, expect, rng):
    params = scaled_layers(rng)
    got = submission.apply_masks(params, random_masks(params, rng))
    expect.pairs(got, params, "pairs (W, b) of the shapes of params")
    expect.pure()


# Kills: the share that is kept, the mean of the layers' shares, a count, a percentage.
@pytest.mark.exercise("masks", points=4)
def test_sparsity(submission, expect, rng):
    shapes = ((3, 4), (4, 10), (10, 1))
    for pruned in ((3, 30, 9), (0, 0, 0), (12, 40, 10)):
        masks = [
            rng.permutation(np.arange(n * k) >= count).reshape(n, k)
            for (n, k), count in zip(shapes, pruned, strict=True)
        ]
        want = sum(pruned) / 62
        clues = {
            "This is the share that is kept.": 1.0 - want,
            "This is the mean of the layers' shares; the layers differ in size.": np.mean([np.mean(~m) for m in masks]),
            "This is a count; a share lies between 0 and 1.": float(sum(pruned)),
            "This is a percentage; a share lies between 0 and 1.": 100.0 * want,
            "This is the share of the first mask; all of them count.": float(np.mean(~masks[0])),
            "This divides what is pruned by what is kept; divide by all entries.": sum(pruned)
            / max(62 - sum(pruned), 1),
        }
        expect.close(
            submission.sparsity(masks),
            want,
            "the share of False among all entries of all masks",
            clues={sentence: value for sentence, value in clues.items() if abs(value - want) > 1e-6},
        )
