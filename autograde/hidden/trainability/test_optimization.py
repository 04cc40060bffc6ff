"""Hidden checks of `trainability`, second part: optimizers."""

import numpy as np
import pytest

from autograde.hidden.trainability import optimizers

# torch.optim may be what stands behind a function, and imports for a second or more when it is first used.
pytestmark = pytest.mark.limit(20)

# A state is opaque and may hold what does not travel (tensors, objects), so it is kept beside the student's code.
PROBE = """
import __main__

def steps(name, w, gradients, rates, constants):
    step, state = getattr(__main__, name), {}
    for g, rate in zip(gradients, rates):
        w, state = step(w, g, state, rate, **constants)
        w = w.detach().numpy() if hasattr(w, "detach") else w
    return w

def two_steps_from_one_state(name, w, gradients, rate):
    step, state = getattr(__main__, name), {}
    for g in gradients:
        _, state = step(w.copy(), g.copy(), state, rate)
    return [step(w.copy(), gradients[0].copy(), start, rate)[0] for start in ({}, state, state)]
"""

SHAPE = (3, 4)
NEW_PAIR = "a pair (w, state): the new parameters, and a dict for the next call"
TRAJECTORY = "the parameters after 8 steps, each from the state that the step before returned"
RATES = (0.1, 0.1, 0.05, 0.2, 0.2, 0.02, 0.1, 0.3)
# The paths of ordinary gradients are compared to six digits: what stands in the eighth is eps, its place and its value,
# which checks of their own judge to all digits.
SIX_DIGITS = {"rtol": 1e-6, "atol": 2e-6}

STEPS = {
    "momentum_step": optimizers.for_students(optimizers.momentum_step),
    "rmsprop_step": optimizers.for_students(optimizers.rmsprop_step),
    "adam_step": optimizers.for_students(optimizers.adam_step),
}
OPTIMIZERS = [("momentum_step", "momentum"), ("rmsprop_step", "rmsprop"), ("adam_step", "adam")]


def other_steps(name):
    """A step may be made of the other exercises' steps, and is judged alone then."""
    return pytest.mark.alone(**{other: step for other, step in STEPS.items() if other != name})


def each(exercises, points):
    """One check per optimizer: (function, exercise) pairs as parameter sets with the exercise's marks."""
    return [
        pytest.param(name, marks=[pytest.mark.exercise(exercise, points=points), other_steps(name)])
        for name, exercise in exercises
    ]


def problem(rng, count):
    """Parameters and `count` gradients of ordinary size, of both signs in every entry."""
    gradients = [rng.uniform(0.3, 2.0, SHAPE) * sign for sign in np.resize([1.0, 1.0, -1.0], count)]
    return rng.normal(size=SHAPE), gradients


def path(submission, expect, name, w, gradients, rates, want, rule, clues, constants, precision):
    """The student's steps end where the right ones end; first one ordinary call, whose failures are easiest to read."""
    first = expect.items(getattr(submission, name)(w, gradients[0], {}, rates[0], **constants), 2, NEW_PAIR)
    expect.array(first[0], w.shape, "the new parameters have the shape of w")
    clues = {**clues, "This goes uphill: the step is subtracted from w.": 2 * w - want}
    if any(np.allclose(value, want, rtol=1e-5) for value in clues.values()):
        raise RuntimeError("these gradients do not tell the mistakes apart")
    got = submission.define(PROBE).steps(name, w, gradients, list(rates), constants)
    expect.close(got, want, rule, clues, **precision)


# --- momentum ---------------------------------------------------------------------------------------------------------


# Kills: a running mean for a sum; Nesterov's step; the old velocity; a state that is not kept or not updated.
@pytest.mark.exercise("momentum", points=5)
@pytest.mark.behaviour(17)
@other_steps("momentum_step")
def test_momentum_follows_torch(submission, expect, rng):
    w, gradients = problem(rng, 8)
    constants = {"momentum": 0.8}

    def end(step=optimizers.momentum_step, momentum=0.8, **variant):
        return optimizers.follow(step, w, gradients, [0.1] * 8, momentum=momentum, **variant)

    path(
        submission,
        expect,
        "momentum_step",
        w,
        gradients,
        [0.1] * 8,
        end(),
        TRAJECTORY,
        {
            "This is gradient descent without momentum: is the velocity kept in the state?": w - 0.1 * sum(gradients),
            "The velocity stays the first one: every step has to return its own.": end(
                keep=lambda old, new: old or new
            ),
            "The gradient is weighted with 1 - momentum; here it enters the velocity whole.": end(
                optimizers.averaged_momentum_step
            ),
            "This is Nesterov's step; here w moves by the velocity itself.": end(optimizers.nesterov_step),
            "Each step uses the velocity from before its gradient: update it first.": end(optimizers.old_velocity_step),
            "The velocity begins with the first gradient already in it; before the first step it is 0.": end(
                start={"v": gradients[0]}
            ),
            "This is the path for the default, 0.9: is the argument momentum used?": end(momentum=0.9),
        },
        constants,
        {},
    )


# Kills: the learning rate inside of the velocity; another default than 0.9.
@pytest.mark.exercise("momentum", points=2)
@other_steps("momentum_step")
def test_momentum_when_the_learning_rate_changes(submission, expect, rng):
    w, gradients = problem(rng, 2)
    want = optimizers.follow(optimizers.momentum_step, w, gradients, [0.1, 0.01])
    folded = optimizers.follow(optimizers.rate_in_velocity_step, w, gradients, [0.1, 0.01])
    path(
        submission,
        expect,
        "momentum_step",
        w,
        gradients,
        [0.1, 0.01],
        want,
        "the velocity holds gradients; the learning rate of the present call multiplies all of it (momentum is 0.9)",
        {"The velocity holds steps: each gradient is multiplied by the rate of the call that brought it.": folded},
        {},
        {},
    )


# --- RMSprop ----------------------------------------------------------------------------------------------------------


# Kills: no root; a sum for a mean; the old mean of squares; one mean for all parameters; a state that is not kept.
@pytest.mark.exercise("rmsprop", points=5)
@pytest.mark.behaviour(17)
@other_steps("rmsprop_step")
def test_rmsprop_follows_torch(submission, expect, rng):
    w, gradients = problem(rng, 8)
    constants = {"decay": 0.8, "eps": 1e-14}

    def end(step=optimizers.rmsprop_step, decay=0.8, **variant):
        return optimizers.follow(step, w, gradients, RATES, decay=decay, eps=1e-14, **variant)

    corrected = optimizers.follow(optimizers.adam_step, w, gradients, RATES, beta1=0.0, beta2=0.8, eps=1e-14)
    path(
        submission,
        expect,
        "rmsprop_step",
        w,
        gradients,
        RATES,
        end(),
        TRAJECTORY,
        {
            "This divides by s itself, without the root.": end(optimizers.rootless_step),
            "The squares are added up; a mean weighs the new one with 1 - decay.": end(optimizers.summed_squares_step),
            "decay and 1 - decay have changed places.": end(decay=0.2),
            "Every step is like a first step: is the mean of the squares kept in the state?": end(
                keep=lambda old, new: old
            ),
            "The mean stays the first one: every step has to return its own.": end(keep=lambda old, new: old or new),
            "s begins as the first square; before the first step it is 0.": end(start={"s": gradients[0] ** 2}),
            "All parameters share one mean; each has its own.": end(optimizers.shared_square_step),
            "Each step divides by the mean from before its gradient: update it first.": end(optimizers.old_square_step),
            "This corrects the bias of s, as Adam does; RMSprop does not.": corrected,
            "This is the path for the default, 0.9: is the argument decay used?": end(decay=0.9),
        },
        constants,
        SIX_DIGITS,
    )


# Kills: eps under the root; no eps, or one of one's own; other defaults than 0.9 and 1e-8 (torch's 0.99, Keras' 1e-7).
@pytest.mark.exercise("rmsprop", points=2)
@pytest.mark.strict_floats
@other_steps("rmsprop_step")
def test_rmsprop_makes_small_gradients_count(submission, expect, rng):
    w, g = rng.uniform(-0.5, 0.5, 4), np.array([1e-7, -3e-7, 0.0, 2.0])

    def end(**constants):
        return optimizers.follow(optimizers.rmsprop_step, w, [g], [0.1], **constants)

    for constants in ({}, {"eps": 4e-8}):
        eps = constants.get("eps", 1e-8)
        other = {"This is decay=0.99, torch's default; here it is 0.9.": end(decay=0.99, **constants)}
        if constants:
            other["This is the step for the default, 1e-8: is the argument eps used?"] = end()
        else:
            other["This is eps=1e-7, Keras' default; here it is 1e-8."] = end(eps=1e-7)
        path(
            submission,
            expect,
            "rmsprop_step",
            w,
            [g],
            [0.1],
            end(**constants),
            f"g / (sqrt(s) + eps) for gradients near 1e-7, and 0 for a gradient of 0 (decay is 0.9, eps is {eps:g})",
            {
                "eps stands under the root: there it swallows small gradients.": w
                - 0.1 * g / np.sqrt(0.1 * g**2 + eps),
                **other,
            },
            constants,
            {},
        )


# --- Adam -------------------------------------------------------------------------------------------------------------

CORRECTIONS = {
    "This is Adam without the bias correction.": lambda beta, t: 1.0,
    "Every step is corrected as if it were the first: is t kept in the state, and counted?": lambda beta, t: 1 - beta,
    "t is one too large: it is 1 in the first step.": lambda beta, t: 1 - beta ** (t + 1),
    "t is one too small from the second step on: it is 1 in the first step, then 2.": lambda beta, t: (
        1 - beta ** max(t - 1, 1)
    ),
    "This takes 1 - beta to the power of t; it is beta that has the power.": lambda beta, t: (1 - beta) ** t,
}


# Kills: no bias correction; t from 0, or not counted; betas swapped; a state that is not updated; no root.
@pytest.mark.exercise("adam", points=6)
@pytest.mark.behaviour(17)
@other_steps("adam_step")
def test_adam_follows_torch(submission, expect, rng):
    w, gradients = problem(rng, 8)
    constants = {"beta1": 0.8, "beta2": 0.95, "eps": 1e-14}

    def end(step=optimizers.adam_step, keep=optimizers.newest, **changed):
        return optimizers.follow(step, w, gradients, RATES, keep=keep, **{**constants, **changed})

    path(
        submission,
        expect,
        "adam_step",
        w,
        gradients,
        RATES,
        end(),
        TRAJECTORY,
        {
            **{sentence: end(weight=weight) for sentence, weight in CORRECTIONS.items()},
            "Only m is corrected; v needs it as much.": end(weight=lambda beta, t: 1 - beta**t if beta == 0.8 else 1.0),
            "Only v is corrected; m needs it as much.": end(weight=lambda beta, t: 1 - beta**t if beta != 0.8 else 1.0),
            "Both moments are corrected with beta1; v has a beta of its own.": end(weight=lambda beta, t: 1 - 0.8**t),
            "The state keeps corrected moments, which are then corrected again.": end(optimizers.recorrected_adam_step),
            "This divides by v_hat itself, without the root.": end(optimizers.rootless_adam_step),
            "Every step is like a first step: are the moments kept in the state?": end(keep=lambda old, new: old),
            "The state stays the first one: every step has to return its own.": end(keep=lambda old, new: old or new),
            "beta1 and beta2 have changed places.": end(beta1=0.95, beta2=0.8),
            "This is the path for the defaults: are the arguments beta1 and beta2 used?": end(beta1=0.9, beta2=0.999),
        },
        constants,
        SIX_DIGITS,
    )


# Kills: no bias correction; the moments replaced by the corrected ones; other defaults than 0.9 and 0.999.
@pytest.mark.exercise("adam", points=3)
@other_steps("adam_step")
def test_adam_first_steps(submission, expect, rng):
    w, gradients = problem(rng, 2)

    def end(step=optimizers.adam_step, **changed):
        return optimizers.follow(step, w, gradients, [0.1, 0.1], eps=1e-14, **changed)

    path(
        submission,
        expect,
        "adam_step",
        w,
        gradients,
        [0.1, 0.1],
        end(),
        "the first two steps with beta1 0.9 and beta2 0.999: the bias correction makes them of full length",
        {
            **{sentence: end(weight=weight) for sentence, weight in CORRECTIONS.items()},
            "The state keeps corrected moments, which are then corrected again.": end(optimizers.recorrected_adam_step),
        },
        {"eps": 1e-14},
        SIX_DIGITS,
    )


# Kills: eps under the root; eps beside the uncorrected root (the paper's other form); no eps, or one of one's own.
@pytest.mark.exercise("adam", points=2)
@pytest.mark.strict_floats
@other_steps("adam_step")
def test_adam_makes_small_gradients_count(submission, expect, rng):
    w, g = rng.uniform(-0.5, 0.5, 4), np.array([1e-7, -3e-7, 0.0, 2.0])

    def end(**constants):
        return optimizers.follow(optimizers.adam_step, w, [g], [0.1], **constants)

    for constants in ({}, {"eps": 4e-8}):
        eps = constants.get("eps", 1e-8)
        if constants:
            other = {"This is the step for the default, 1e-8: is the argument eps used?": end()}
        else:
            other = {"This is eps=1e-7, Keras' default; here it is 1e-8.": end(eps=1e-7)}
        path(
            submission,
            expect,
            "adam_step",
            w,
            [g],
            [0.1],
            end(**constants),
            f"m_hat / (sqrt(v_hat) + eps) for gradients near 1e-7, and 0 for a gradient of 0 (eps is {eps:g})",
            {
                "eps stands under the root: there it swallows small gradients.": w - 0.1 * g / np.sqrt(g**2 + eps),
                "eps is added to the root of v; it belongs to the root of the corrected v_hat.": w
                - 0.1 * g * np.sqrt(0.001) / (np.sqrt(0.001 * g**2) + eps),
                **other,
            },
            constants,
            {},
        )


# --- what every optimizer keeps to ------------------------------------------------------------------------------------


# Kills: a state, or an array in it, that is changed in place; a state kept outside of the dict.
@pytest.mark.parametrize("name", [*each(OPTIMIZERS[:2], 2), *each(OPTIMIZERS[2:], 3)])
def test_a_state_can_be_used_again(submission, expect, rng, name):
    w, gradients = problem(rng, 3)
    expect.items(getattr(submission, name)(w, gradients[0], {}, 0.1), 2, NEW_PAIR)
    rule = "two steps from one state give the same result: a state handed in, and the arrays in it, stay as they are"
    ends = expect.items(submission.define(PROBE).two_steps_from_one_state(name, w, gradients, 0.1), 3, rule)
    fresh, first, second = (expect.array(end, SHAPE, rule) for end in ends)
    expect.that(
        not np.allclose(first, fresh), "a step depends on the gradients of earlier calls", "the step of a first call"
    )
    expect.that(
        np.allclose(second, first, rtol=1e-9, atol=1e-12),
        rule,
        "another w from the same w, g and state",
        {"The first of the two changed the state that it was given, or keeps something outside of it.": True},
    )


# Kills: `w -= ...`, which changes the caller's array; moments in an array of g's own dtype, which integers truncate.
@pytest.mark.parametrize("name", each(OPTIMIZERS, 1))
def test_step_is_pure_and_takes_integers(submission, expect, rng, name):
    step = getattr(submission, name)
    w, (g,) = problem(rng, 1)
    expect.items(step(w, g, {}, 0.1), 2, NEW_PAIR)
    expect.pure()
    w, g = np.array([3, -1, 4]), np.array([2, -5, 1])
    shape = "the new parameters have the shape of w"
    floats = expect.array(expect.items(step(w.astype(float), g.astype(float), {}, 0.1), 2, NEW_PAIR)[0], (3,), shape)
    expect.that(not np.array_equal(floats, w), "a step moves the parameters", "w itself")
    whole = expect.items(step(w, g, {}, 0.1), 2, NEW_PAIR)[0]
    expect.close(whole, floats, "integer arrays give what the same numbers give as floats")
