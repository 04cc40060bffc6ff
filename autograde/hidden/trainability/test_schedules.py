"""Hidden checks of `trainability`, first part: learning rate schedules."""

import numpy as np
import pytest

# torch.optim may be what stands behind a schedule, and imports for a second or more when it is first used.
pytestmark = pytest.mark.limit(20)


def follows(submission, expect, name, steps, settings, want, rule, mistakes):
    """The rates at these steps, each judged by itself; a mistake is told when it explains all of them."""
    schedule = getattr(submission, name)
    rates = [expect.scalar(schedule(step, *settings), rule) for step in steps]
    told = {
        sentence: mistake
        for sentence, mistake in mistakes.items()
        if np.allclose(rates, [mistake(step) for step in steps], rtol=1e-6)
    }
    for step, rate in zip(steps, rates, strict=True):
        if not np.isclose(rate, want(step), rtol=1e-9, atol=1e-12):
            schedule(step, *settings)  # a message speaks of the last call
            expect.close(rate, want(step), rule, {sentence: mistake(step) for sentence, mistake in told.items()})


# Kills: `/` for `//`; epochs counted from 1; the drop added up instead of multiplied.
@pytest.mark.exercise("schedules", points=4)
def test_step_decay(submission, expect):
    follows(
        submission,
        expect,
        "step_decay",
        (0, 2, 3, 4, 6, 7, 8, 13),
        (0.3, 0.7, 4),
        lambda epoch: 0.3 * 0.7 ** (epoch // 4),
        "multiplied by drop once per whole period of `every` epochs, constant in between",
        {
            "This is what an exponent of epoch / every gives. Is the rate constant within a period?": lambda epoch: (
                0.3 * 0.7 ** (epoch / 4)
            ),
            "These are the rates of the next epoch. Epochs are counted from 0.": lambda epoch: (
                0.3 * 0.7 ** ((epoch + 1) // 4)
            ),
            "The rate drops half a period early: count whole periods only.": lambda epoch: (
                0.3 * 0.7 ** round(epoch / 4)
            ),
            "This multiplies by 1 - drop; drop itself is the factor.": lambda epoch: 0.3 * (1 - 0.7) ** (epoch // 4),
            "The drops add up here; each period multiplies what the one before left.": lambda epoch: (
                0.3 * (1 - 0.3 * (epoch // 4))
            ),
            "This drops once only; every further period drops again.": lambda epoch: 0.3 * 0.7 ** min(epoch // 4, 1),
        },
    )


# Kills: a straight line; a whole period; total_steps - 1; half of the height forgotten.
@pytest.mark.exercise("schedules", points=3)
@pytest.mark.behaviour(14)
def test_cosine_decay_is_slow_then_nearly_linear_then_slow(submission, expect):
    follows(
        submission,
        expect,
        "cosine_decay",
        (0, 1, 12, 25, 40, 49, 50),
        (50, 0.3),
        lambda step: 0.15 * (1 + np.cos(np.pi * step / 50)),
        "half a cosine from `initial` at step 0 to 0 at total_steps (Loshchilov and Hutter 2017, eq. 5)",
        {
            "This is a straight line.": lambda step: 0.3 * (1 - step / 50),
            "This is a quarter of a period, which falls fastest at the end.": lambda step: (
                0.3 * np.cos(np.pi / 2 * step / 50)
            ),
            "This is a whole period of the cosine: the argument goes from 0 to pi.": lambda step: (
                0.15 * (1 + np.cos(2 * np.pi * step / 50))
            ),
            "This cosine ends one step early: it is 0 at total_steps, not at total_steps - 1.": lambda step: (
                0.15 * (1 + np.cos(np.pi * min(step / 49, 1.0)))
            ),
            "This is twice the rate: the sum 1 + cos goes from 2 to 0.": lambda step: (
                0.3 * (1 + np.cos(np.pi * step / 50))
            ),
            "The rate does not move before the end: is the share of the way rounded down?": lambda step: (
                0.3 if step < 50 else 0.0
            ),
        },
    )


# Kills: a cosine that rises again.
@pytest.mark.exercise("schedules", points=2)
def test_cosine_decay_stays_at_zero(submission, expect):
    follows(
        submission,
        expect,
        "cosine_decay",
        (50, 51, 75, 100),
        (50, 0.3),
        lambda step: 0.0,
        "0 from total_steps on, however far the step is",
        {"The cosine rises again after half a period.": lambda step: 0.15 * (1 + np.cos(np.pi * step / 50))},
    )


# Kills: a warm-up that starts at a step's worth instead of 0, or at the peak, or is not linear.
@pytest.mark.exercise("schedules", points=2)
@pytest.mark.behaviour(14)
def test_warmup_starts_low_and_rises_on_a_line(submission, expect):
    follows(
        submission,
        expect,
        "warmup_cosine",
        (0, 1, 3, 7, 8),
        (8, 30, 0.4),
        lambda step: 0.4 * step / 8,
        "a straight line from 0 at step 0 to `peak` at warmup_steps",
        {
            "The line is one step ahead: the rate at step 0 is 0.": lambda step: 0.4 * min((step + 1) / 8, 1.0),
            "The line is divided by warmup_steps + 1: at step 0 the rate is 0, at warmup_steps it is `peak`.": (
                lambda step: 0.4 * min((step + 1) / 9, 1.0)
            ),
            "This is the cosine without a warm-up.": lambda step: 0.2 * (1 + np.cos(np.pi * step / 30)),
            "This rises like half a cosine; the warm-up is a straight line.": lambda step: (
                0.2 * (1 - np.cos(np.pi * step / 8))
            ),
        },
    )


# Kills: a cosine that does not start at the peak; one that is as long as the whole training.
@pytest.mark.exercise("schedules", points=2)
def test_after_the_warmup_comes_a_cosine_of_its_own(submission, expect):
    follows(
        submission,
        expect,
        "warmup_cosine",
        (9, 15, 19, 29),
        (8, 30, 0.4),
        lambda step: 0.2 * (1 + np.cos(np.pi * (step - 8) / 22)),
        "half a cosine from `peak` at warmup_steps to 0 at total_steps",
        {
            "This cosine began at step 0: it should begin at the peak.": lambda step: (
                0.2 * (1 + np.cos(np.pi * step / 30))
            ),
            "This cosine is too long: it has total_steps - warmup_steps for its way down.": lambda step: (
                0.2 * (1 + np.cos(np.pi * (step - 8) / 30))
            ),
            "This is a straight line.": lambda step: 0.4 * (1 - (step - 8) / 22),
        },
    )


# Kills: a cosine that rises again after the end.
@pytest.mark.exercise("schedules", points=1)
def test_warmup_cosine_stays_at_zero(submission, expect):
    follows(
        submission,
        expect,
        "warmup_cosine",
        (30, 31, 52),
        (8, 30, 0.4),
        lambda step: 0.0,
        "0 from total_steps on, however far the step is",
        {"The cosine rises again after half a period.": lambda step: 0.2 * (1 + np.cos(np.pi * (step - 8) / 22))},
    )


# Kills: a division by warmup_steps when there are none; a step 0 whose rate is 0 whatever warmup_steps is.
@pytest.mark.exercise("schedules", points=1)
def test_no_warmup(submission, expect):
    follows(
        submission,
        expect,
        "warmup_cosine",
        (0, 15),
        (0, 30, 0.4),
        lambda step: 0.2 * (1 + np.cos(np.pi * step / 30)),
        "with warmup_steps=0 the cosine starts at once, from `peak`",
        {},
    )
