"""A hidden suite full of markers: marker-of-the-test-source. Nothing of it may be read by a student.

Every check asks for what nothing can be, so that every check has a message.
"""

import numpy as np
import pytest

HIDDEN_NUMBER = 8731.40625
HIDDEN_COUNT = 48151623
EXPECTED = np.array([[27182.8125, 31415.9375]])


def marked(rng):
    """Hidden inputs: arrays and a generator. (Settings, such as a word or a size, are shown with the call.)"""
    return np.full((2, 3), HIDDEN_NUMBER), np.full(4, HIDDEN_COUNT), rng


@pytest.mark.exercise("zeros", points=5)
def test_an_array_was_expected(submission, expect, rng):
    expect.close(submission.zeros(*marked(rng)), EXPECTED, "what nothing can be")


@pytest.mark.exercise("random_normal", points=10)
def test_a_scalar_was_expected(submission, expect, rng):
    expect.close(submission.random_normal(*marked(rng)), EXPECTED[0, 0], "what nothing can be")


@pytest.mark.exercise("glorot", points=15)
def test_items_were_expected(submission, expect, rng):
    expect.items(submission.glorot_normal(*marked(rng)), 77, "what nothing can be")


@pytest.mark.exercise("he", points=15)
def test_pairs_were_expected(submission, expect, rng):
    expect.pairs(submission.he_normal(*marked(rng)), [(EXPECTED, EXPECTED)] * 5, "what nothing can be")


@pytest.mark.exercise("orthogonal", points=10)
def test_a_dict_was_expected(submission, expect, rng):
    expect.mapping(submission.orthogonal(*marked(rng)), ["loss"], "what nothing can be")


@pytest.mark.exercise("init_mlp", points=10)
def test_a_callback_is_given(submission, expect, rng):
    def initializer(*args):
        raise ValueError(f"marker-of-the-judge {HIDDEN_NUMBER}")

    submission.init_mlp(marked(rng)[0], initializer, rng)
    expect.that(False, "what nothing can be")


@pytest.mark.exercise("variance", points=15)
def test_purity(submission, expect, rng):
    submission.preactivation_variance(*marked(rng))
    expect.pure()
    expect.that(False, "what nothing can be")


@pytest.mark.exercise("symmetry", points=10)
@pytest.mark.strict_floats
def test_strict_floats(submission, expect, rng):
    expect.array(submission.distinct_units(*marked(rng)), (9, 9, 9), "what nothing can be")


@pytest.mark.exercise("torch_init", points=10)
def test_a_defect_of_the_check(submission, expect, rng):
    submission.init_module_(*marked(rng))
    raise RuntimeError(f"marker-of-the-judge {HIDDEN_NUMBER}")
