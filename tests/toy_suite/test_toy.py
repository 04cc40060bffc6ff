"""A hidden suite that uses everything a suite may use; its points are those of `initializers`."""

import numpy as np
import pytest


@pytest.mark.exercise("zeros", points=5)
@pytest.mark.behaviour(3)
def test_values_and_clues(submission, expect, rng):
    expect.close(submission.zeros(3, 4, rng), np.zeros((3, 4)), "all zeros", clues={"These are ones.": np.ones((3, 4))})


@pytest.mark.exercise("random_normal", points=6)
def test_the_generator_goes_and_comes_back(submission, expect, rng):
    copy = np.random.default_rng(0)
    copy.bit_generator.state = rng.bit_generator.state
    expect.array(submission.random_normal(3, 4, rng, std=2.0), (3, 4), "a matrix")
    expect.that(rng.normal() != copy.normal(), "the generator advances")


@pytest.mark.exercise("random_normal", points=4)
@pytest.mark.limit(0.15)
def test_a_short_limit(submission, expect, rng):
    expect.array(submission.random_normal(2, 2, rng), (2, 2), "a matrix")


@pytest.mark.exercise("glorot", points=15)
@pytest.mark.smoke("shows a handle")
def test_a_probe(submission, expect):
    probe = submission.define("class Box:\n    pass\ndef box(): return Box()\ndef kind(b): return type(b).__name__")
    box = probe.box()
    expect.that(box.type_name == "Box", "a handle knows its type")
    expect.that(probe.kind(box) == "Box", "a handle goes home")


@pytest.mark.exercise("he", points=15)
@pytest.mark.strict_floats
def test_floating_point_errors_raise(submission, expect, rng):
    expect.array(submission.he_normal(5, 2, rng), (5, 2), "a matrix")


@pytest.mark.exercise("orthogonal", points=10)
def test_purity(submission, expect):
    W, b = np.ones((2, 3)), np.zeros(3)
    submission.distinct_units(W, b, tolerance=0.5)
    expect.pure()


@pytest.mark.exercise("init_mlp", points=10)
def test_callbacks(submission, expect, rng):
    calls = []

    def initializer(fan_in, fan_out, rng):
        expect.that(isinstance(rng, np.random.Generator), "the initializer gets a generator", "something else")
        calls.append((fan_in, fan_out))
        return rng.normal(size=(fan_in, fan_out))

    params = submission.init_mlp([2, 5, 3], initializer, rng)
    expect.pairs(params, [(np.zeros((2, 5)), np.zeros(5)), (np.zeros((5, 3)), np.zeros(3))], "pairs of (W, b)")
    expect.that(sorted(calls) == [(2, 5), (5, 3)], "one call per layer")


def doubled(fan_in, var_x, var_w):
    return fan_in * var_x * var_w


@pytest.mark.exercise("variance", points=15)
@pytest.mark.alone(preactivation_variance=doubled)
def test_judged_alone(submission, expect):
    expect.close(submission.layer_output_stats([], np.ones((2, 2)), "relu"), 10.0, "n times the variances")


@pytest.mark.exercise("symmetry", points=5)
@pytest.mark.parametrize("width", [1, 3])
def test_parametrized(submission, expect, width):
    expect.close(submission.distinct_units(np.ones((2, width)), np.zeros(width)), 1.0, "equal columns count once")


@pytest.mark.exercise("torch_init", points=10)
def test_an_exception_that_is_wanted(submission, expect):
    with pytest.raises(submission.Raised) as raised:
        submission.init_module_(None, "nonsense", None)
    expect.that(raised.value.type_name == "ValueError", "an unknown scheme is a ValueError")
