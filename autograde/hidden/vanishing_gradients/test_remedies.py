"""Hidden checks of the diagnosis and the remedies: clipping and residual connections."""

import numpy as np
import pytest

from autograde.expect import described
from autograde.hidden import reference

ACTIVATIONS = ("relu", "sigmoid", "tanh")
VERDICTS = ("exploding", "vanishing", "healthy")


def check_verdict(expect, got, want, rule, clues=None):
    """The verdict is the string `want`; `clues` maps sentences to the verdicts of known mistakes."""
    verdict, found = got, {}
    if not isinstance(got, str):
        verdict = f"{described(got)}, expected a string"
        found = {"A function without a `return` gives None.": got is None}
    elif got not in VERDICTS:
        verdict = "a string, but none of the three"
        found = {"The spelling counts: lower case, no spaces.": got.strip().lower() in VERDICTS}
    found |= {sentence: verdict in wrong for sentence, wrong in (clues or {}).items()}
    expect.that(verdict == want, rule, got=verdict, clues=found)


SWAPPED = "The gradient travels from the last layer to the first: which of the two is its end?"
SCALES = (1.0, 1e-12)  # at the second, 1e-8 added to keep a division safe decides everything


# Kills: the two ends swapped, an absolute threshold on the first norm, a steady growth asked for.
@pytest.mark.exercise("diagnose", points=3)
def test_diagnose_exploding(submission, expect, rng):
    norms = np.array([200.0, 900.0, 8.0, 1.0, 0.05]) * rng.uniform(0.9, 1.1)
    clues = {SWAPPED: ["vanishing"], "The first is 4000 times the last, and factor is 1000 by default.": ["healthy"]}
    for scale in SCALES:
        rule = "exploding when the first norm exceeds factor times the last, whatever the size of both"
        check_verdict(expect, submission.diagnose(scale * norms), "exploding", rule, clues)


# Kills: the same for the other end.
@pytest.mark.exercise("diagnose", points=3)
def test_diagnose_vanishing(submission, expect, rng):
    norms = np.array([0.3, 0.1, 30.0, 300.0, 900.0]) * rng.uniform(0.9, 1.1)
    clues = {SWAPPED: ["exploding"], "The last is 3000 times the first, and factor is 1000 by default.": ["healthy"]}
    for scale in SCALES:
        rule = "vanishing when the last norm exceeds factor times the first, whatever the size of both"
        check_verdict(expect, submission.diagnose(scale * norms), "vanishing", rule, clues)


# Kills: the largest norm over the smallest.
@pytest.mark.exercise("diagnose", points=2)
def test_diagnose_healthy(submission, expect, rng):
    scale = rng.uniform(0.5, 2.0)
    between = "The last is 3 times the first, and only these two are compared."
    default = "The last is 400 times the first, and factor is 1000 by default."
    for norms, clue in (([1.0, 1e7, 1e-7, 3.0], between), ([1.0, 9.0, 400.0], default)):
        rule = "healthy unless the two ends differ by more than factor; layers between only have to be finite"
        clues = {clue: ["exploding", "vanishing"]}
        check_verdict(expect, submission.diagnose(scale * np.array(norms)), "healthy", rule, clues)


# Kills: at least factor for more than factor.
@pytest.mark.exercise("diagnose", points=1)
def test_diagnose_boundary(submission, expect):
    for norms in ([8.0, 2.0, 1.0], [1.0, 2.0, 8.0]):
        rule = "one end has to exceed factor times the other; exactly factor times is healthy"
        check_verdict(expect, submission.diagnose(np.array(norms), factor=8.0), "healthy", rule)


# Kills: isnan or isinf alone, only the ends looked at, sizes tested before finiteness, NaN replaced in the argument.
@pytest.mark.exercise("diagnose", points=3)
def test_diagnose_not_finite(submission, expect):
    nan, inf = np.nan, np.inf
    for norms in ([1.0, nan, 2.0], [1.0, inf, 2.0], [nan, 1.0, 1.0], [1.0, 1.0, inf], [1e-6, nan, 1.0], [inf]):
        rule = "exploding when any norm is NaN or infinite, and this is tested first"
        clues = {
            "The sizes were compared before it was known that all norms are finite.": ["vanishing"],
            "Every comparison with NaN is False, so NaN passes any test of sizes.": ["healthy"] if nan in norms else [],
        }
        check_verdict(expect, submission.diagnose(np.array(norms)), "exploding", rule, clues)
        expect.pure()


# Kills: factor ignored.
@pytest.mark.exercise("diagnose", points=2)
def test_diagnose_factor(submission, expect, rng):
    norms = np.array([40.0, 3.0, 1.0]) * rng.uniform(0.5, 2.0)
    for factor, up, down in ((10.0, "exploding", "vanishing"), (100.0, "healthy", "healthy")):
        rule = "factor says by how much the ends must differ"
        check_verdict(expect, submission.diagnose(norms, factor=factor), up, rule)
        check_verdict(expect, submission.diagnose(norms[::-1].copy(), factor=factor), down, rule)


# Kills: a division by a norm that is zero, a special case for one layer.
@pytest.mark.exercise("diagnose", points=1)
def test_diagnose_zeros(submission, expect):
    cases = {
        "healthy": ([0.0, 0.0, 0.0], [0.0], [5.0]),
        "exploding": ([1.0, 0.5, 0.0],),
        "vanishing": ([0.0, 0.5, 1.0],),
    }
    for want, lists in cases.items():
        for norms in lists:
            rule = "zero is a norm like any other: compare products, not quotients; all zeros, or one norm, is healthy"
            check_verdict(expect, submission.diagnose(np.array(norms)), want, rule)


def random_grads(rng, scale=1.0):
    """Gradients of a 3-4-2 network."""
    return reference.random_params((3, 4, 2), rng, std=scale, bias_std=scale)


def flat(pairs):
    """All gradients as one long vector."""
    return np.concatenate([np.ravel(part) for pair in pairs for part in pair])


# Kills: one end only, the biases left alone, entries outside set to zero or scaled.
@pytest.mark.exercise("clipping", points=5)
def test_clip_by_value(submission, expect, rng):
    for dtype in (np.float64, np.float32):
        grads = [(dW.astype(dtype), db.astype(dtype)) for dW, db in random_grads(rng)]
        grads[0][1][:2] = (1.3, -1.4)
        rule = "every entry outside [-limit, limit] moves to the nearest end, in dW and in db; the others stay"
        got = expect.pairs(submission.clip_by_value(grads, 0.7), grads, rule)
        for (dW, db), (got_dW, got_db) in zip(grads, got, strict=True):
            for part, got_part in ((dW, got_dW), (db, got_db)):
                clues = {
                    "The lower end is open.": np.minimum(part, 0.7),
                    "The upper end is open.": np.maximum(part, -0.7),
                    "The interval is [-limit, limit], not [0, limit].": np.clip(part, 0.0, 0.7),
                    "The whole array was scaled down; only the entries outside move.": part * 0.7 / np.abs(part).max(),
                    "These entries were not clipped.": part,
                    "Entries outside became 0; they should stop at the end.": np.where(np.abs(part) > 0.7, 0.0, part),
                }
                expect.close(got_part, np.clip(part, -0.7, 0.7), rule, clues=clues)


# Kills: a division that is 0 / 0 at limit 0.
@pytest.mark.exercise("clipping", points=1)
def test_clip_by_value_zero_limit(submission, expect, rng):
    grads = random_grads(rng)
    grads[0][0][0] = 0.0
    got = expect.pairs(submission.clip_by_value(grads, 0.0), grads, "pairs of the shapes of grads")
    expect.close(flat(got), np.zeros(flat(grads).size), "a limit of 0 leaves zeros")


# Kills: the norm after clipping, the biases left out, the sum of the norms, the squared norm.
@pytest.mark.exercise("clipping", points=3)
def test_clip_by_global_norm_returns_the_norm(submission, expect, rng):
    grads = random_grads(rng, scale=3.0)
    parts = [part for pair in grads for part in pair]
    want = np.sqrt(sum(np.sum(part**2) for part in parts))
    for max_norm in (0.5 * want, 2.0 * want):
        _, norm = expect.items(submission.clip_by_global_norm(grads, max_norm), 2, "a pair (grads, norm)")
        expect.close(
            norm,
            want,
            "the norm over all gradients, biases included, before clipping",
            clues={
                "This is the norm after clipping.": min(want, max_norm),
                "This is the squared norm.": want**2,
                "This is the sum of the arrays' norms: the squares add up, not the norms.": sum(
                    np.linalg.norm(part) for part in parts
                ),
                "The biases are missing.": np.sqrt(sum(np.sum(dW**2) for dW, _ in grads)),
                "This is the sum of the absolute values: sum the squares, then take the root.": sum(
                    np.abs(part).sum() for part in parts
                ),
                "This is the root of the mean square; the norm has no mean in it.": want / np.sqrt(flat(grads).size),
                "This is the norm of the last layer's gradients alone.": np.linalg.norm(flat(grads[-1:])),
                "This is the largest entry.": max(np.abs(part).max() for part in parts),
            },
        )


def each_clipped(parts, max_norm):
    """Every array, clipped by its own norm, as one long vector."""
    return np.concatenate([np.ravel(part) * min(1.0, max_norm / (np.linalg.norm(part) + 1e-30)) for part in parts])


# Kills: every array or every layer clipped by its own norm, clipping by value, a scale of max_norm alone, a threshold
# other than max_norm, more than 1e-5 added to the norm. The gradient is that of a ReLU network of ten layers under
# N(0, 1) weights, as it is and scaled to norm 1; the seed is fixed.
@pytest.mark.exercise("clipping", points=5)
@pytest.mark.behaviour(9)
def test_clip_by_global_norm_of_an_explosion(submission, expect):
    rng = np.random.default_rng(9)
    params = reference.random_params((4, *(12,) * 10, 1), rng)
    X, y = rng.normal(size=(6, 4)), np.arange(6)[:, None] % 2.0
    _, grads = reference.loss_and_grads(params, X, y, "relu")
    norm = np.linalg.norm(flat(grads))
    if norm < 1e3:
        raise RuntimeError("the gradient of this network should be large")
    small = [(dW / norm, db / norm) for dW, db in grads]
    for pairs, size, max_norm in ((grads, norm, 2.5), (grads, norm, 0.8 * norm), (small, 1.0, 0.3)):
        check_clipped(expect, submission.clip_by_global_norm(pairs, max_norm), pairs, size, max_norm)


def check_clipped(expect, got, grads, norm, max_norm):
    """The gradients of this norm were shortened to max_norm, and their direction kept."""
    rule = "above max_norm the new norm is max_norm"
    got, _ = expect.items(got, 2, "a pair (grads, norm)")
    pairs, direction = expect.pairs(got, grads, rule), flat(grads)
    clipped = flat(pairs)
    new_norm = np.linalg.norm(clipped)
    by_layer = np.concatenate([each_clipped([flat([pair])], max_norm) for pair in grads])
    expect.that(
        abs(new_norm / max_norm - 1) < 1e-5,
        rule,
        got=f"a new norm of {new_norm / max_norm:.6g} times max_norm",
        clues={
            "Nothing was clipped.": np.allclose(clipped, direction),
            "Each array was clipped by its own norm; there is one norm for all.": np.allclose(
                clipped, each_clipped([part for pair in grads for part in pair], max_norm)
            ),
            "Each layer was clipped by its own norm; there is one norm for all.": np.allclose(clipped, by_layer),
            "The gradients were multiplied by max_norm; divide by their norm, too.": np.allclose(
                clipped, max_norm * direction
            ),
            "The biases' gradients were left as they were; one factor is for all.": all(
                np.array_equal(db, was) for (_, db), (_, was) in zip(pairs, grads, strict=True)
            ),
        },
    )
    expect.that(
        np.linalg.norm(clipped / new_norm - direction / norm) < 1e-5,
        "the direction is kept: one factor for all entries of all gradients",
        got="a vector of another direction",
    )


# Kills: small gradients scaled up to max_norm.
@pytest.mark.exercise("clipping", points=3)
def test_clip_by_global_norm_below(submission, expect, rng):
    grads = random_grads(rng)
    max_norm = 3.0 * np.linalg.norm(flat(grads))
    got, _ = expect.items(submission.clip_by_global_norm(grads, max_norm), 2, "a pair (grads, norm)")
    rule = "at or below max_norm nothing changes"
    got = flat(expect.pairs(got, grads, rule))
    expect.close(got, flat(grads), rule, clues={"Small gradients were scaled up to max_norm.": 3.0 * flat(grads)})


# Kills: 0 / 0.
@pytest.mark.exercise("clipping", points=2)
def test_clip_by_global_norm_of_zeros(submission, expect):
    grads = reference.zero_params((3, 4, 2))
    got, norm = expect.items(submission.clip_by_global_norm(grads, 1.5), 2, "a pair (grads, norm)")
    got = flat(expect.pairs(got, grads, "pairs of the shapes of grads"))
    expect.close(got, flat(grads), "zero gradients stay zero")
    expect.close(norm, 0.0, "the norm of zero gradients is 0")


# Kills: clipping in place.
@pytest.mark.exercise("clipping", points=1)
def test_clipping_is_pure(submission, expect, rng):
    grads = random_grads(rng, scale=3.0)
    submission.clip_by_value(grads, 0.5)
    expect.pure()
    submission.clip_by_global_norm(grads, 0.5)
    expect.pure()


def residual_outputs(params, X, activation):
    """Every layer's output of a residual stack."""
    outputs = [X]
    for W, b in params:
        outputs.append(outputs[-1] + reference.ACTIVATIONS[activation](outputs[-1] @ W + b))
    return outputs[1:]


def check_stack(expect, got, params, X, activation):
    """Every layer's output is right; the clues are the known ways to miss it."""
    activate = reference.ACTIVATIONS[activation]
    outputs = residual_outputs(params, X, activation)
    inputs = [X, *outputs[:-1]]
    items = expect.items(got, len(params), "one output per layer, X not included")
    for layer, (item, want, h, (W, b)) in enumerate(zip(items, outputs, inputs, params, strict=True), start=1):
        clues = {
            "This is the layer without its residual connection.": activate(h @ W + b),
            "The activation comes before the addition, not after it.": activate(h + h @ W + b),
            "X was added; a layer adds its own input.": X + activate(h @ W + b),
            "The activation was applied to the sum, too; the sum stays as it is.": activate(h + activate(h @ W + b)),
            "The bias belongs inside of the activation.": h + activate(h @ W) + b,
            "W was transposed; a layer computes h @ W + b.": h + activate(h @ W.T + b),
            "The activation is missing; every layer has one, the last included.": h + h @ W + b,
            "This is the last layer's output: the entries of the list are one array, changed in place.": outputs[-1],
        }
        clues = {sentence: value for sentence, value in clues.items() if not np.allclose(value, want)}
        expect.close(item, want, f"layer {layer} gives h + a(h @ W + b), h being the output of the one before", clues)


def small_stack(rng):
    """Three residual layers of width 4, and 6 examples."""
    return reference.random_params((4, 4, 4, 4), rng, std=0.6, bias_std=0.5), rng.normal(size=(6, 4))


# Kills: no addition, X added in every layer, the activation after the addition, in-place addition, a wrong activation.
@pytest.mark.exercise("residual", points=3)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_residual_forward(submission, expect, rng, activation):
    params, X = small_stack(rng)
    check_stack(expect, submission.residual_forward(params, X, activation), params, X, activation)


# Kills: results that take over an integer dtype. With zero weights every sigmoid layer adds one half.
@pytest.mark.exercise("residual", points=1)
def test_residual_forward_other_dtypes(submission, expect, rng):
    params, X = reference.zero_params((4, 4, 4, 4)), np.rint(3 * rng.normal(size=(6, 4)))
    for dtype in (np.int64, np.float32):
        typed = [(W.astype(dtype), b.astype(dtype)) for W, b in params]
        check_stack(expect, submission.residual_forward(typed, X.astype(dtype), "sigmoid"), params, X, "sigmoid")


# Kills: a first layer taken for granted.
@pytest.mark.exercise("residual", points=1)
def test_residual_forward_no_layers(submission, expect, rng):
    expect.items(submission.residual_forward([], rng.normal(size=(6, 4)), "tanh"), 0, "no layers, no outputs")


# Kills: X overwritten.
@pytest.mark.exercise("residual", points=1)
def test_residual_forward_is_pure(submission, expect, rng):
    params, X = small_stack(rng)
    expect.items(submission.residual_forward(params, X, "relu"), 3, "one output per layer")
    expect.pure()


# Kills: exp(z) / (1 + exp(z)), which is NaN for a saturated unit. Half of the units of the fifty layers are saturated
# and the rest lose a factor of four per layer without the connection; with it the Jacobian, by central differences
# (rows X + h and X - h), stays of the size of the identity's. The seed is fixed.
@pytest.mark.exercise("residual", points=3)
@pytest.mark.behaviour(21)
def test_residual_gradient_at_depth_50(submission, expect):
    rng = np.random.default_rng(21)
    n, h = 6, 1e-5
    params = reference.scaled_params((n,) * 51, rng, "glorot")
    for _, b in params:
        b[:] = rng.permutation([0.0, 0.0, 0.0, 1000.0, -1000.0, 1000.0])
    rows = rng.normal(size=n) + np.vstack([h * np.eye(n), -h * np.eye(n)])
    got = expect.items(submission.residual_forward(params, rows, "sigmoid"), 50, "one output per layer")
    last = expect.array(got[-1], rows.shape, "outputs of X's shape")
    expect.that(np.isfinite(last).all(), "finite outputs: exp(1000) overflows, the sigmoid does not", got="NaN")
    jacobian = (last[:n] - last[n:]) / (2 * h)
    size = np.linalg.norm(jacobian) / np.sqrt(n)
    expect.that(
        0.5 < size < 5.0,
        "through fifty sigmoid layers, some units saturated, a change of X still reaches the last output undiminished",
        got=f"a change of {size:.2g} times its size",
    )
