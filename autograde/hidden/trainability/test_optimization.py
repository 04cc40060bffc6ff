"""Hidden checks of `trainability`, first part: learning rate schedules and optimizers."""

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


def each(exercises, points):
    """One check per optimizer: (function, exercise) pairs as parameter sets with the exercise's mark."""
    return [pytest.param(name, marks=pytest.mark.exercise(exercise, points=points)) for name, exercise in exercises]


OPTIMIZERS = [("momentum_step", "momentum"), ("rmsprop_step", "rmsprop"), ("adam_step", "adam")]


def problem(rng, count):
    """Parameters and `count` gradients of ordinary size, of both signs in every entry."""
    gradients = [rng.uniform(0.3, 2.0, SHAPE) * sign for sign in np.resize([1.0, 1.0, -1.0], count)]
    return rng.normal(size=SHAPE), gradients


def path(submission, expect, name, w, gradients, rates, want, rule, clues, **constants):
    """The student's steps end where the right ones end; first one ordinary call, whose failures are easiest to read."""
    first = expect.items(getattr(submission, name)(w, gradients[0], {}, rates[0], **constants), 2, NEW_PAIR)
    expect.array(first[0], w.shape, "the new parameters have the shape of w")
    if any(np.allclose(value, want, rtol=1e-6) for value in clues.values()):
        raise RuntimeError("these gradients do not tell the mistakes apart")
    got = submission.define(PROBE).steps(name, w, gradients, list(rates), constants)
    expect.close(got, want, rule, clues)


# --- schedules --------------------------------------------------------------------------------------------------------


# Kills: `/` for `//`; epochs counted from 1; the drop added up instead of multiplied.
@pytest.mark.exercise("schedules", points=4)
def test_step_decay(submission, expect):
    for epoch in (0, 2, 3, 5, 6, 10):
        expect.close(
            submission.step_decay(epoch, 0.3, 0.7, 3),
            0.3 * 0.7 ** (epoch // 3),
            "multiplied by drop once per whole period of `every` epochs, constant in between",
            {
                "This is what an exponent of epoch / every gives. Is the rate constant within a period?": 0.3
                * 0.7 ** (epoch / 3),
                "This is the rate of the next epoch. Epochs are counted from 0.": 0.3 * 0.7 ** ((epoch + 1) // 3),
            },
        )


# Kills: a straight line; a whole period; total_steps - 1; half of the height forgotten.
@pytest.mark.exercise("schedules", points=3)
@pytest.mark.behaviour(14)
def test_cosine_decay_is_slow_then_nearly_linear_then_slow(submission, expect):
    for step in (0, 1, 12, 25, 40, 49, 50):
        expect.close(
            submission.cosine_decay(step, 50, 0.3),
            0.15 * (1 + np.cos(np.pi * step / 50)),
            "half a cosine from `initial` at step 0 to 0 at total_steps (Loshchilov and Hutter 2017, eq. 5)",
            {
                "This is a straight line.": 0.3 * (1 - step / 50),
                "This is a quarter of a period, which falls fastest at the end.": 0.3 * np.cos(np.pi / 2 * step / 50),
                "This is a whole period of the cosine: the argument goes from 0 to pi.": 0.15
                * (1 + np.cos(2 * np.pi * step / 50)),
                "This cosine ends one step early: it is 0 at total_steps, not at total_steps - 1.": 0.15
                * (1 + np.cos(np.pi * step / 49)),
                "This is twice the rate: the sum 1 + cos goes from 2 to 0.": 0.3 * (1 + np.cos(np.pi * step / 50)),
            },
        )


# Kills: a cosine that rises again.
@pytest.mark.exercise("schedules", points=2)
def test_cosine_decay_stays_at_zero(submission, expect):
    for step in (50, 51, 75, 100):
        expect.close(
            submission.cosine_decay(step, 50, 0.3),
            0.0,
            "0 from total_steps on, however far the step is",
            {"The cosine rises again after half a period.": 0.15 * (1 + np.cos(np.pi * step / 50))},
        )


# Kills: a warm-up that starts at a step's worth instead of 0, or at the peak, or is not linear.
@pytest.mark.exercise("schedules", points=2)
@pytest.mark.behaviour(14)
def test_warmup_starts_low_and_rises_on_a_line(submission, expect):
    for step in (0, 1, 3, 7, 8):
        expect.close(
            submission.warmup_cosine(step, 8, 30, 0.4),
            0.4 * step / 8,
            "a straight line from 0 at step 0 to `peak` at warmup_steps",
            {
                "The line is one step ahead: the rate at step 0 is 0.": 0.4 * (step + 1) / 8,
                "This is the cosine without a warm-up.": 0.2 * (1 + np.cos(np.pi * step / 30)),
            },
        )


# Kills: a cosine that does not start at the peak; one that is as long as the whole training.
@pytest.mark.exercise("schedules", points=2)
def test_after_the_warmup_comes_a_cosine_of_its_own(submission, expect):
    for step in (9, 15, 19, 29):
        expect.close(
            submission.warmup_cosine(step, 8, 30, 0.4),
            0.2 * (1 + np.cos(np.pi * (step - 8) / 22)),
            "half a cosine from `peak` at warmup_steps to 0 at total_steps",
            {
                "This cosine began at step 0: it should begin at the peak.": 0.2 * (1 + np.cos(np.pi * step / 30)),
                "This cosine is too long: it has total_steps - warmup_steps for its way down.": 0.2
                * (1 + np.cos(np.pi * (step - 8) / 30)),
                "This is a straight line.": 0.4 * (1 - (step - 8) / 22),
            },
        )


# Kills: a cosine that rises again after the end.
@pytest.mark.exercise("schedules", points=1)
def test_warmup_cosine_stays_at_zero(submission, expect):
    for step in (30, 31, 52):
        expect.close(
            submission.warmup_cosine(step, 8, 30, 0.4),
            0.0,
            "0 from total_steps on, however far the step is",
            {"The cosine rises again after half a period.": 0.2 * (1 + np.cos(np.pi * (step - 8) / 22))},
        )


# Kills: a division by warmup_steps when there are none.
@pytest.mark.exercise("schedules", points=1)
def test_no_warmup(submission, expect):
    for step in (0, 15):
        expect.close(
            submission.warmup_cosine(step, 0, 30, 0.4),
            0.2 * (1 + np.cos(np.pi * step / 30)),
            "with warmup_steps=0 the cosine starts at once, from `peak`",
        )


# --- momentum ---------------------------------------------------------------------------------------------------------


# Kills: a running mean for a sum; Nesterov's step; the old velocity; a state that is not kept or not updated.
@pytest.mark.exercise("momentum", points=5)
@pytest.mark.behaviour(17)
def test_momentum_follows_torch(submission, expect, rng):
    w, gradients = problem(rng, 8)

    def end(step):
        return optimizers.follow(step, w, gradients, [0.1] * 8, momentum=0.8)

    path(
        submission,
        expect,
        "momentum_step",
        w,
        gradients,
        [0.1] * 8,
        end(optimizers.momentum_step),
        TRAJECTORY,
        {
            "This is gradient descent without momentum: is the velocity kept in the state?": w - 0.1 * sum(gradients),
            "The gradient is weighted with 1 - momentum; here it enters the velocity whole.": end(
                optimizers.averaged_momentum_step
            ),
            "This is Nesterov's step; here w moves by the velocity itself.": end(optimizers.nesterov_step),
        },
        momentum=0.8,
    )


# Kills: the learning rate inside of the velocity; another default than 0.9.
@pytest.mark.exercise("momentum", points=2)
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
    )


# --- RMSprop ----------------------------------------------------------------------------------------------------------


# Kills: no root; a sum for a mean; the old mean of squares; one mean for all parameters; a state that is not kept.
# eps is negligible here: where it stands is the next check's business.
@pytest.mark.exercise("rmsprop", points=5)
@pytest.mark.behaviour(17)
def test_rmsprop_follows_torch(submission, expect, rng):
    w, gradients = problem(rng, 8)
    constants = {"decay": 0.8, "eps": 1e-14}

    def end(step=optimizers.rmsprop_step, decay=0.8):
        return optimizers.follow(step, w, gradients, RATES, decay=decay, eps=1e-14)

    first_steps = [rate * np.sign(g) / np.sqrt(0.2) for rate, g in zip(RATES, gradients, strict=True)]
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
            "Every step is like a first step: is the mean of the squares kept in the state?": w - sum(first_steps),
        },
        **constants,
    )


# Kills: eps under the root; no eps; another default than 0.9 (torch's is 0.99).
@pytest.mark.exercise("rmsprop", points=2)
@pytest.mark.strict_floats
def test_rmsprop_makes_small_gradients_count(submission, expect, rng):
    w, g = rng.uniform(-0.5, 0.5, 4), np.array([1e-7, -3e-7, 0.0, 2.0])
    path(
        submission,
        expect,
        "rmsprop_step",
        w,
        [g],
        [0.1],
        optimizers.follow(optimizers.rmsprop_step, w, [g], [0.1]),
        "g / (sqrt(s) + eps) for gradients near 1e-7, and 0 for a gradient of 0 (decay is 0.9, eps is 1e-8)",
        {
            "eps stands under the root: there it swallows small gradients.": w - 0.1 * g / np.sqrt(0.1 * g**2 + 1e-8),
            "This is decay=0.99, torch's default; here it is 0.9.": optimizers.follow(
                optimizers.rmsprop_step, w, [g], [0.1], decay=0.99
            ),
        },
    )


# --- Adam -------------------------------------------------------------------------------------------------------------


# Kills: no bias correction; t from 0, or not counted; betas swapped; a state that is not updated; no root.
# eps is negligible here.
@pytest.mark.exercise("adam", points=6)
@pytest.mark.behaviour(17)
def test_adam_follows_torch(submission, expect, rng):
    w, gradients = problem(rng, 8)
    constants = {"beta1": 0.8, "beta2": 0.95, "eps": 1e-14}

    def end(**changed):
        return optimizers.follow(optimizers.adam_step, w, gradients, RATES, **{**constants, **changed})

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
            "This is Adam without the bias correction.": end(corrected=False),
            "beta1 and beta2 have changed places.": end(beta1=0.95, beta2=0.8),
        },
        **constants,
    )


# Kills: no bias correction; the moments replaced by the corrected ones; other defaults than 0.9 and 0.999.
# eps is negligible here.
@pytest.mark.exercise("adam", points=3)
def test_adam_first_steps(submission, expect, rng):
    w, gradients = problem(rng, 2)

    def end(**changed):
        return optimizers.follow(optimizers.adam_step, w, gradients, [0.1, 0.1], eps=1e-14, **changed)

    path(
        submission,
        expect,
        "adam_step",
        w,
        gradients,
        [0.1, 0.1],
        end(),
        "the first two steps with beta1 0.9 and beta2 0.999: the bias correction makes them of full length",
        {"This is Adam without the bias correction.": end(corrected=False)},
        eps=1e-14,
    )


# Kills: eps under the root; eps beside the uncorrected root (the paper's other form); no eps.
@pytest.mark.exercise("adam", points=2)
@pytest.mark.strict_floats
def test_adam_makes_small_gradients_count(submission, expect, rng):
    w, g = rng.uniform(-0.5, 0.5, 4), np.array([1e-7, -3e-7, 0.0, 2.0])
    path(
        submission,
        expect,
        "adam_step",
        w,
        [g],
        [0.1],
        optimizers.follow(optimizers.adam_step, w, [g], [0.1]),
        "m_hat / (sqrt(v_hat) + eps) for gradients near 1e-7, and 0 for a gradient of 0 (eps is 1e-8)",
        {
            "eps stands under the root: there it swallows small gradients.": w - 0.1 * g / np.sqrt(g**2 + 1e-8),
            "eps is added to the root of v; it belongs to the root of the corrected v_hat.": w
            - 0.1 * g * np.sqrt(0.001) / (np.sqrt(0.001 * g**2) + 1e-8),
        },
    )


# --- what every optimizer keeps to ------------------------------------------------------------------------------------


# Kills: a state, or an array in it, that is changed in place.
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
    expect.close(second, first, rule)


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
