"""Hidden checks of `initializers`: torch modules, initialized in place."""

from itertools import combinations

import numpy as np
import pytest

from autograde.hidden.initializers import randomness
from autograde.hidden.initializers.randomness import aside

# Runs beside the student's code: makes models there and reads them.
MODELS = """
import numpy
import torch
from torch import nn


class Special(nn.Linear):
    pass


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(6)
        self.parts = nn.ModuleList([nn.Linear(6, 5), nn.Sequential(nn.Tanh(), Special(5, 4))])
        self.table = nn.Embedding(3, 2)
        self.filters = nn.Conv1d(2, 3, 4)
        self.scale = nn.Parameter(torch.ones(2, 3))


def model():
    blocks = nn.ModuleDict({"deep": nn.Sequential(Block())})
    return marked(nn.Sequential(Block(), blocks, nn.Linear(4, 3, bias=False)))

def layer(fan_in, fan_out):
    return marked(nn.Linear(fan_in, fan_out))

def marked(module):
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.fill_(7.0)
    return module

def generator(seed):
    return torch.Generator().manual_seed(seed)

def linears(module):
    return [part for part in module.modules() if isinstance(part, nn.Linear)]

def weights(module):
    return [linear.weight for linear in linears(module)]

def biases(module):
    return [linear.bias for linear in linears(module) if linear.bias is not None]

def others(module):
    inside = {id(parameter) for linear in linears(module) for parameter in linear.parameters()}
    return [parameter for parameter in module.parameters() if id(parameter) not in inside]

def identities(module):
    return [id(parameter) for parameter in module.parameters()]

def trainable(module):
    return all(parameter.is_leaf and parameter.requires_grad for parameter in module.parameters())

def same(one, other):
    return one is other
"""


@pytest.fixture
def probe(submission):
    """The functions of MODELS, in the student's process."""
    return submission.define(MODELS)


def generator(probe, rng):
    """A torch generator over there, with a seed from rng."""
    return probe.generator(int(rng.integers(2**31)))


def arrays(expect, values, shape=None):
    """What a function of MODELS read: a list of float arrays."""
    rule = "the model keeps its parameters, with their shapes and floating-point numbers in them"
    values = expect.items(values, None, rule)
    return [expect.array(value, shape or np.shape(value), rule) for value in values]


def dtypes(expect, weights):
    """The dtypes that there are; the student may have set another default than float32."""
    return {W.dtype.name for W in arrays(expect, weights)}


# Kills: fans read off the weight the wrong way round (torch keeps that of Linear(240, 90) as (90, 240)); variance for
# standard deviation; uniform for normal; a weight replaced by its transpose.
@pytest.mark.exercise("torch_init", points=1.5)
@pytest.mark.parametrize(
    ("scheme", "variance"),
    [
        ("normal", lambda fan_in, fan_out: 1.0),
        ("glorot_normal", lambda fan_in, fan_out: 2 / (fan_in + fan_out)),
        ("he_normal", lambda fan_in, fan_out: 2 / fan_in),
    ],
    ids=["normal", "glorot_normal", "he_normal"],
)
def test_init_module_scheme(submission, expect, rng, probe, scheme, variance):
    for fan_in, fan_out in (randomness.TALL, randomness.WIDE):
        layer = probe.layer(fan_in, fan_out)
        submission.init_module_(layer, scheme, generator(probe, rng))
        [W] = arrays(expect, aside(submission, probe.weights, layer), (fan_out, fan_in))
        rule = f"init_module_ gives Linear({fan_in}, {fan_out}) under {scheme!r} normal weights of its variance"
        mistakes = {
            "This is the variance for fan_out in place of fan_in: torch's weight is (fan_out, fan_in).": 2 / fan_out,
            "The standard deviation seems to be the variance.": variance(fan_in, fan_out) ** 2,
            "These are the weights that the layer had before: fill them in place.": 49.0,
            "This is Glorot's variance.": 2 / (fan_in + fan_out),
            "This is He's variance.": 2 / fan_in,
        }
        randomness.check_variance(expect, W, variance(fan_in, fan_out), rule, mistakes)
        randomness.check_distribution(expect, W, "normal, perhaps truncated")


# Kills: a scheme "zeros" that leaves weights, or sets another constant.
@pytest.mark.exercise("torch_init", points=0.5)
def test_init_module_zeros(submission, expect, rng, probe):
    layer = probe.layer(5, 3)
    submission.init_module_(layer, "zeros", generator(probe, rng))
    [W] = arrays(expect, aside(submission, probe.weights, layer), (3, 5))
    expect.that(not W.any(), "under 'zeros', init_module_ sets every weight to 0", "weights that are not 0")


# Kills: direct children only; type(m) is Linear; layers without a bias left out; Linear layers within a model but not
# the model itself; every parameter of two dimensions; one draw for all layers.
@pytest.mark.exercise("torch_init", points=2)
def test_init_module_reaches_every_linear_and_nothing_else(submission, expect, rng, probe):
    layer, model = probe.layer(4, 3), probe.model()
    for module, count in ((layer, 1), (model, 5)):
        submission.init_module_(module, "normal", generator(probe, rng))
        weights = arrays(expect, aside(submission, probe.weights, module))
        missed = sum((W == 7.0).all() for W in weights)
        rule = "init_module_ reaches every Linear: nested ones, subclasses, those without a bias, the model itself"
        expect.that(missed == 0, rule, f"{missed} of {count} Linear layers with the weights they had")
    shared = any(np.isin(W, V).all() for W, V in combinations(weights, 2))
    rule = "init_module_ draws every layer's weights anew"
    expect.that(not shared, rule, "two layers with the same numbers in them")
    changed = [W.shape for W in arrays(expect, aside(submission, probe.others, model)) if not (W == 7.0).all()]
    rule = "init_module_ leaves alone what is not a Linear (here LayerNorm, Embedding, Conv1d and a bare Parameter)"
    expect.that(not changed, rule, f"changes in {len(changed)} parameters of other modules")


# Kills: biases left as they are, or drawn.
@pytest.mark.exercise("torch_init", points=1)
def test_init_module_biases(submission, expect, rng, probe):
    for scheme in ("zeros", "normal", "glorot_normal", "he_normal"):
        layer = probe.layer(5, 3)
        submission.init_module_(layer, scheme, generator(probe, rng))
        biases = arrays(expect, aside(submission, probe.biases, layer), (3,))
        rule = f"init_module_ under {scheme!r} sets every bias to 0"
        expect.that(biases, rule, "a layer that has lost its bias")
        expect.that(not biases[0].any(), rule, "biases that are not 0")


# Kills: new Parameter objects (an optimizer would go on with the old ones); None or a copy returned; parameters that no
# longer train.
@pytest.mark.exercise("torch_init", points=1)
def test_init_module_works_in_place(submission, expect, rng, probe):
    model = probe.model()
    before, given = probe.identities(model), dtypes(expect, probe.weights(model))
    returned = submission.init_module_(model, "glorot_normal", generator(probe, rng))
    expect.that(returned is not None, "init_module_ returns the model", "None")
    expect.that(
        aside(submission, probe.same, returned, model) is True,
        "init_module_ returns the model that it was given",
        "another object",
    )
    rule = "init_module_ fills the Parameter objects that are there: an optimizer may hold them already"
    expect.that(aside(submission, probe.identities, model) == before, rule, "new Parameter objects")
    weights = arrays(expect, aside(submission, probe.weights, model))
    changed = any((W != 7.0).any() for W in weights)
    expect.that(changed, "init_module_ changes the model that it was given", "a model with the weights it had")
    rule = f"init_module_ changes values only: parameters keep their dtype, here {' and '.join(sorted(given))}"
    found = dtypes(expect, weights)
    expect.that(found == given, rule, f"weights of {' and '.join(sorted(found))}")
    rule = "after init_module_ every parameter is still a leaf that requires a gradient"
    expect.that(aside(submission, probe.trainable, model) is True, rule, "a parameter that does not train any more")


# Kills: torch's global generator, also when seeded from the given one; a generator seeded inside.
@pytest.mark.exercise("torch_init", points=1)
def test_init_module_follows_the_generator(submission, expect, rng, probe):
    seed = int(rng.integers(2**31))
    given, twin = probe.generator(seed), probe.generator(seed)
    layer = probe.layer(20, 30)
    states = submission.define(randomness.GLOBAL_STATES)
    before = states.states()
    draws = []
    for source in (given, given, twin):
        submission.init_module_(layer, "normal", source)
        draws += arrays(expect, aside(submission, probe.weights, layer), (30, 20))
    first, second, again = draws
    rule = "init_module_ draws from generator, which advances: two calls in a row give different weights"
    expect.that(not np.array_equal(first, second), rule, "the same weights twice")
    rule = "init_module_ draws from generator alone: the same state gives the same weights"
    expect.that(np.array_equal(first, again), rule, "other weights")
    rule = "init_module_ leaves the global generators of NumPy and torch as they were"
    unchanged = all(np.array_equal(a, b) for a, b in zip(before, aside(submission, states.states), strict=True))
    expect.that(unchanged, rule, "a global generator that was seeded or drawn from")
