"""Hidden checks of `nitty_gritty`: all experiments, `grid`."""

from functools import partial

import numpy as np
import pytest

from autograde.hidden.nitty_gritty import expected

RULE = "grid returns a dict from (activation, initializer name) to that run's history"
SIZES = (2, 4, 3, 1)

# What a student's grid may well call of another exercise.
alone = pytest.mark.alone(run=expected.run)


def uniform(fan_in, fan_out, rng):
    """Random weights."""
    return rng.uniform(-1.0, 1.0, (int(fan_in), int(fan_out)))


def wave(fan_in, fan_out, rng):
    """Weights that need no generator, all different."""
    return np.sin(np.arange(1.0, int(fan_in) * int(fan_out) + 1)).reshape(int(fan_in), int(fan_out))


def steep_wave(fan_in, fan_out, rng):
    """The same, larger."""
    return 1.7 * wave(fan_in, fan_out, rng)


def data(rng, m=9):
    """X and y."""
    return rng.normal(size=(m, 2)), rng.permutation(np.arange(m) % 2.0)[:, None]


def losses(expect, histories, key):
    """The losses of one cell, as an array."""
    expect.mapping(histories, [key], RULE)
    values = expect.mapping(histories[key], ("loss",), RULE)["loss"]
    values = list(values) if isinstance(values, np.ndarray) and values.ndim == 1 else values
    return np.array([expect.scalar(value, RULE) for value in expect.items(values, None, RULE)])


# Kills: other keys; one activation or one initializer only; the data changed in place.
@alone
@pytest.mark.exercise("grid", points=3)
def test_grid_keys(submission, expect, rng):
    X, y = data(rng)
    names = [f"start {rng.integers(100, 1000)}", "from a wave"]
    histories = submission.grid(X, y, SIZES, ["tanh", "relu", "sigmoid"], dict.fromkeys(names, wave), 5, epochs=1)
    keys = [(activation, name) for activation in ("tanh", "relu", "sigmoid") for name in names]
    clues = {"The activation comes first in the key.": isinstance(histories, dict) and keys[0][::-1] in histories}
    mapping = expect.mapping(histories, [], RULE)
    got = f"{len(mapping)} entries, with keys such as {', '.join(map(repr, list(mapping)[:2]))[:100]}"
    expect.that(set(mapping) == set(keys), f"{RULE}: six here", got, clues)
    for key in keys:
        history = expect.mapping(mapping[key], ("loss", "accuracy", "gradient_std"), RULE)
        expect.array(history["gradient_std"], (1, 3), "each value is a whole history, gradient_std included")
    expect.pure()


# Kills: activations or initializers mixed up between the cells; no full product.
@alone
@pytest.mark.exercise("grid", points=3.5)
def test_grid_cells(submission, expect, rng):
    X, y = data(rng)
    starts = {"steep wave": steep_wave, "wave": wave}
    histories = submission.grid(X, y, SIZES, ["tanh", "sigmoid"], starts, 5, epochs=2)
    for activation, other in (("sigmoid", "tanh"), ("tanh", "sigmoid")):
        for name, initializer in starts.items():

            def want(activation, initializer):
                return expected.run(X, y, SIZES, activation, initializer, rng, epochs=2, batch_size=9)["loss"]

            wrong = starts["wave" if initializer is steep_wave else "steep wave"]
            clues = {
                "This is the other activation's result.": partial(want, other, initializer),
                "This is the result from the other initializer.": partial(want, activation, wrong),
            }
            rule = "the cell (activation, name) is a run with that activation from that initializer"
            expect.close(losses(expect, histories, (activation, name)), want(activation, initializer), rule, clues)


# Kills: options that are lost, all or some of them.
@alone
@pytest.mark.exercise("grid", points=2.5)
def test_grid_options(submission, expect, rng):
    X, y = np.tile(rng.normal(size=(1, 2)), (5, 1)), np.ones((5, 1))
    options = {"epochs": 2, "batch_size": 3, "learning_rate": 0.07}
    histories = submission.grid(X, y, SIZES, ["tanh"], {"wave": wave}, 5, **options)

    def want(**changed):
        return expected.run(X, y, SIZES, "tanh", wave, rng, **{**options, **changed})["loss"]

    clues = {
        "The learning rate was not passed on.": partial(want, learning_rate=1e-3),
        "The batch size was not passed on.": partial(want, batch_size=32),
    }
    rule = "epochs, batch_size and learning_rate go to run as they are"
    expect.close(losses(expect, histories, ("tanh", "wave")), want(), rule, clues)


# Kills: one generator for all cells; seeds that depend on a cell's place among the others.
@alone
@pytest.mark.exercise("grid", points=4)
def test_grid_cells_are_independent(submission, expect, rng):
    X, y = data(rng)
    options = {"epochs": 2, "batch_size": 4}
    seed = int(rng.integers(2**31))
    starts = {"wave": wave, "uniform": uniform}
    histories = submission.grid(X, y, SIZES, ["relu", "tanh"], starts, seed, **options)
    lonely = submission.grid(X, y, SIZES, ["tanh"], {"uniform": uniform}, seed, **options)
    together = losses(expect, histories, ("tanh", "uniform"))
    same = np.allclose(losses(expect, lonely, ("tanh", "uniform")), together, rtol=1e-9)
    expect.that(
        same,
        "a cell comes out the same when it is run alone: it starts from a generator made from seed for itself",
        "other losses for a cell that is run alone",
        {"Is one generator handed from cell to cell, or does the seed depend on the cell's place?": True},
    )


# Kills: a fixed seed; a seed from the clock.
@alone
@pytest.mark.exercise("grid", points=2)
def test_grid_seed(submission, expect, rng):
    X, y = data(rng)
    seed = int(rng.integers(2**31))

    def once(seed):
        histories = submission.grid(X, y, SIZES, ["tanh"], {"uniform": uniform}, seed, epochs=1)
        return losses(expect, histories, ("tanh", "uniform"))

    first = once(seed)
    expect.close(once(seed), first, "the same seed gives the same results")
    same = np.allclose(once(seed + 1), first, rtol=1e-9)
    expect.that(not same, "another seed gives other random weights", "the same losses from two seeds")
