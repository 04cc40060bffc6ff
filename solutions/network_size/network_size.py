# %% [markdown]
# # How big should the network be?
#
# Ask how big a network a task needs and you meet a paradox. Train a big one, look inside, and much of it turns out to
# do nothing: units that put out the same value for every example, weights that can be deleted without loss. So a far
# smaller network is enough. Yet train a network of that small size from random weights and it often fails.
#
# The way out that practice took: start bigger than needed, then cut. Cutting by magnitude is the simplest rule that
# works (Han, Pool, Tran and Dally, 2015, "Learning both weights and connections for efficient neural networks").
# Frankle and Carbin (2019, "The lottery ticket hypothesis: finding sparse, trainable neural networks",
# arXiv:1803.03635) then asked why the small network that is left could not have been trained in the first place. Their
# answer: it could, given the right starting weights. A big network holds many small ones, each with a ticket in the
# lottery of initialization.
#
# In this assignment you write the tools of that argument: magnitude pruning for one layer and for a whole network, the
# removal of dead units, the search for a winning ticket, and the experiment that started it: how often does a network
# of a given width learn at all?
#
# ## Conventions
#
# - `X` is `(m, n)`, one example per row. `params` is a list of `(W, b)` pairs, input side first: `W` is
#   `(fan_in, fan_out)`, `b` is `(fan_out,)`, and a layer computes `x @ W + b`. Every layer but the last, the *head*,
#   applies the activation; the head gives one logit per example.
# - `masks` is a list with one boolean array per layer, of the shape of its `W`: True where a weight is kept, False
#   where it is pruned. Biases are never pruned.
# - Wherever a `fraction` of `n` weights is pruned, that means exactly `int(np.floor(fraction * n))` of them.
# - Functions do not change their arguments, lists included. Results are float64 where the input is. (torch's default is
#   float32, which would lose half of the digits.)

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
from copy import deepcopy
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn.utils import prune as torch_prune

torch.set_num_threads(1)

ACTIVATIONS = ("relu", "sigmoid", "tanh")

# Data for the experiments: 400 points on two noisy rings; class 1 is the inner one.
_rng = np.random.default_rng(0)
LABELS = np.arange(400)[:, None] % 2.0
_points = (1.0 - 0.5 * LABELS + 0.1 * _rng.normal(size=LABELS.shape)) * np.exp(2j * np.pi * _rng.random(LABELS.shape))
RINGS = np.hstack([_points.real, _points.imag])


# The experiments train with torch. as_module turns params into a torch network and as_params turns one back.
# train_on_rings trains a module: weights that are exactly zero at the start stay zero, and it stops early when the
# accuracy reaches `enough`.
def as_module(params, activation=None):
    linear = [nn.Linear(*np.shape(W)) for W, _ in params]
    for layer, (W, b) in zip(linear, params, strict=True):
        layer.weight.data = torch.as_tensor(W, dtype=torch.float32).T.clone()
        layer.bias.data = torch.as_tensor(b, dtype=torch.float32).clone()
    return nn.Sequential(*(part for layer in linear[:-1] for part in (layer, (activation or nn.Tanh)())), linear[-1])


def as_params(module):
    linear = [layer for layer in module if isinstance(layer, nn.Linear)]
    return [(layer.weight.detach().double().numpy().T, layer.bias.detach().double().numpy()) for layer in linear]


def train_on_rings(module, steps, learning_rate, enough=np.inf):
    X, y = torch.from_numpy(RINGS).float(), torch.from_numpy(LABELS).float()
    for layer in module:
        if isinstance(layer, nn.Linear):
            layer.weight.register_hook((layer.weight.detach() != 0).float().mul)
    optimizer = torch.optim.Adam(module.parameters(), lr=learning_rate, fused=True)
    for _ in range(steps):
        logits = module(X)
        if ((logits > 0) == (y > 0.5)).float().mean() >= enough:
            break
        optimizer.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(logits, y).backward()
        optimizer.step()
    return module


def ring_accuracy(module):
    with torch.no_grad():
        return float(np.mean((module(torch.from_numpy(RINGS).float()).numpy() > 0) == (LABELS > 0.5)))


def ring_accuracy_without(module, masks):
    """The accuracy of a copy of the module without the weights where the masks are False."""
    module = deepcopy(module)
    for layer, mask in zip([part for part in module if isinstance(part, nn.Linear)], masks, strict=True):
        torch_prune.custom_from_mask(layer, "weight", torch.as_tensor(np.asarray(mask).T.copy()))
    return ring_accuracy(module)


# %% [markdown]
# ## Exercise `prune`: drop the smallest weights of one layer
#
# The simplest guess at which weights matter least: the smallest ones, by absolute value (Han et al., 2015, section 3).
# The classical alternative, LeCun, Denker and Solla's "Optimal brain damage" (1990), estimates from second derivatives
# how much the loss would rise; magnitude is cheaper and hard to beat.
#
# Write `prune_mask(W, fraction)`: a boolean mask of `W`'s shape that is False at exactly
# `int(np.floor(fraction * W.size))` entries, those of smallest magnitude. Where magnitudes tie it does not matter which
# ones go, but the count holds.
#
# **Example.** With
#
# ```
# W = [[ 0.3, -0.9],
#      [-0.1,  0.5],
#      [ 2.0, -0.4]]
# ```
#
# and `fraction=0.5`, three of the six weights go, -0.1, 0.3 and -0.4:
#
# ```
# [[False, True],
#  [False, True],
#  [True,  False]]
# ```
#
# If -0.9 is gone and 0.3 is still there, you compared the weights themselves, not their magnitudes. With `fraction=0.4`
# two weights go ($6 \cdot 0.4 = 2.4$), and in a matrix of six equal weights still exactly two.
#
# <details><summary>Hint 1</summary>
#
# What goes wrong with "prune everything below a threshold" when several weights have the same magnitude?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Do not look for a threshold, look for places: sort the magnitudes and ask where the smallest ones stand. A flat view
# of the matrix makes this one-dimensional.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `np.argsort` of the flattened magnitudes lists the places from smallest to largest. Start from a mask that is True
# everywhere, switch off the first so many of these places, and give it the shape of $W$ again.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "prune", "locked": false, "schema_version": 3, "solution": true, "task": false}
def prune_mask(W, fraction):
    """Which weights of one matrix are kept when the smallest are pruned.

    Args:
        W: (fan_in, fan_out) weights, floating point or integer.
        fraction: share of the weights to prune, in [0, 1].

    Returns:
        Boolean array of W's shape: False at exactly int(np.floor(fraction * W.size)) entries of smallest magnitude
        (ties any way), True elsewhere.

    Raises:
        ValueError: for a fraction outside [0, 1].
    """
    if not 0 <= fraction <= 1:
        raise ValueError(f"fraction must be in [0, 1], got {fraction}")
    ### BEGIN SOLUTION
    count = int(np.floor(fraction * W.size))
    kept = np.ones(W.size, dtype=bool)
    kept[np.argsort(np.abs(W), axis=None)[:count]] = False
    return kept.reshape(W.shape)
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-prune", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false}
_W = np.array([[0.3, -0.9], [-0.1, 0.5], [2.0, -0.4]])
_mask = np.asarray(prune_mask(_W, 0.5))
assert _mask.shape == (3, 2), f"The mask has the shape of W, (3, 2), not {_mask.shape}."
assert _mask.dtype == bool, f"The mask holds truth values, not {_mask.dtype}."
assert _mask.tolist() == [[False, True], [False, True], [True, False]], (
    "False where the magnitude is among the three smallest: at 0.3, -0.1 and -0.4. The sign plays no part."
)
assert np.sum(~np.asarray(prune_mask(_W, 0.4))) == 2, "floor(0.4 * 6) = 2 weights go."
assert np.sum(~np.asarray(prune_mask(np.ones((3, 2)), 0.4))) == 2, (
    "When all weights are equal, still exactly 2 of 6 go: a threshold would take all of them or none."
)
assert np.all(np.asarray(prune_mask(_W, 0.0))), "A fraction of 0 prunes nothing."
assert not np.any(np.asarray(prune_mask(_W, 1.0))), "A fraction of 1 prunes everything."
print("prune: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-prune", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A tanh network 2-30-30-1, trained on the rings. Your mask prunes 60% of its 30 x 30 matrix. On the right: all three
# matrices are pruned by more and more, and the accuracy is measured at once, with no further training.
torch.manual_seed(0)
_module = nn.Sequential(nn.Linear(2, 30), nn.Tanh(), nn.Linear(30, 30), nn.Tanh(), nn.Linear(30, 1))
_start = as_params(_module)[1][0].copy()
_module = train_on_rings(_module, steps=200, learning_rate=0.01)
_trained = as_params(_module)
_W = _trained[1][0]
_kept = np.asarray(prune_mask(_W, 0.6))
_bins = np.linspace(0.0, 1.1, 34)


def _accuracy_without(choose, fraction):
    """Accuracy without the weights that choose(W, fraction) marks False."""
    return ring_accuracy_without(_module, [choose(W, fraction) for W, _ in _trained])


_figure, _axes = plt.subplots(1, 3, figsize=(14, 4.5), layout="constrained")
_axes[0].hist(np.abs(_start).ravel(), bins=_bins, alpha=0.6, color="gray", label="at the start")
_axes[0].hist(np.abs(_W).ravel(), bins=_bins, alpha=0.6, color="tab:blue", label="trained, before pruning")
_axes[0].set(title="Before pruning: 900 weights", xlabel="magnitude", ylabel="number of weights")
_axes[1].hist(
    [np.abs(_W[~_kept]), np.abs(_W[_kept])],
    bins=_bins,
    stacked=True,
    alpha=0.6,
    color=["tab:red", "tab:blue"],
    label=["pruned: now zero", "kept"],
)
_axes[1].set(title=f"After pruning: {_kept.sum()} weights", xlabel="magnitude", ylabel="number of weights")
_rng = np.random.default_rng(0)
_fractions = np.linspace(0.0, 1.0, 21)
_by_magnitude = [_accuracy_without(prune_mask, fraction) for fraction in _fractions]
_at_random = [
    np.mean([_accuracy_without(lambda W, share: _rng.random(W.shape) >= share, fraction) for _ in range(20)])
    for fraction in _fractions
]
_axes[2].plot(_fractions, _by_magnitude, marker=".", label="smallest first (your mask)")
_axes[2].plot(_fractions, _at_random, marker=".", color="gray", label="at random, mean of 20")
_axes[2].axhline(0.5, color="black", linestyle=":", label="coin flip")
_axes[2].set(
    title="Pruned, not retrained", xlabel="fraction pruned in every layer", ylabel="accuracy", ylim=(0.3, 1.03)
)
for _axis in _axes:
    _axis.legend(loc="lower left" if _axis is _axes[2] else "upper right")
plt.show()

# %% [markdown]
# **What to look for.** The magnitudes start out uniform over a small range. Training has stretched them: most weights
# have outgrown that range, some by a factor of five, while about a quarter are still within it. Your mask cuts the
# histogram at one magnitude. On the right, half of the weights can go before the accuracy suffers when the smallest go
# first, and hardly any when chance decides. Nothing was retrained here: Han et al. train on after the cut, and then
# many more can go.

# %% [markdown]
# ## Exercise `global_prune`: drop the smallest weights of the whole network
#
# Pruning every layer by the same fraction takes as much from a small layer that needs all its weights as from a large
# one that has plenty. The alternative ranks the weights of all layers together (Frankle and Carbin, 2019, section 4,
# use it for their deeper networks; Blalock, Gonzalez Ortiz, Frankle and Guttag, 2020, "What is the state of neural
# network pruning?", compare the two).
#
# Write `global_prune_masks(params, fraction)`: one boolean mask per layer, together False at exactly
# `int(np.floor(fraction * n))` places, where $n$ is the number of weights in all matrices. Those are the places of the
# smallest magnitudes in the whole network, ties any way. Biases are neither ranked nor counted.
#
# **Example.** Two layers with `W_1 = [[0.1, -0.2, 5]]` and `W_2 = [[3], [-0.3], [4]]`, `fraction=0.5`: three of the six
# weights go, 0.1, -0.2 and -0.3, so the masks are
#
# ```
# [[False, False, True]]     and     [[True], [False], [True]]
# ```
#
# If only one weight of each layer is gone, every layer was pruned by itself: $3 \cdot 0.5 = 1.5$, and down to 1.
#
# <details><summary>Hint 1</summary>
#
# How would you do it if all weights of the network stood in one long vector?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Put the flattened matrices end to end, make one long mask as in the exercise before, then take it apart again: the
# lengths of the pieces are the sizes of the matrices.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `np.concatenate` joins, `np.split` cuts at given places. The cumulated sizes without the last are these places; then
# each piece gets its matrix's shape.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "global_prune", "locked": false, "schema_version": 3, "solution": true, "task": false}
def global_prune_masks(params, fraction):
    """Which weights of a network are kept when the smallest of all layers together are pruned.

    Args:
        params: list of pairs (W, b), W (fan_in, fan_out), b (fan_out,).
        fraction: share of all weights to prune, in [0, 1]; biases do not count.

    Returns:
        A list of boolean arrays, one of each W's shape: together False at exactly int(np.floor(fraction * n)) of the n
        weights, those of smallest magnitude in the network (ties any way).

    Raises:
        ValueError: for a fraction outside [0, 1].
    """
    if not 0 <= fraction <= 1:
        raise ValueError(f"fraction must be in [0, 1], got {fraction}")
    ### BEGIN SOLUTION
    magnitudes = np.concatenate([np.abs(W).ravel() for W, _ in params])
    kept = np.ones(magnitudes.size, dtype=bool)
    kept[np.argsort(magnitudes)[: int(np.floor(fraction * magnitudes.size))]] = False
    ends = np.cumsum([W.size for W, _ in params])
    return [part.reshape(W.shape) for part, (W, _) in zip(np.split(kept, ends[:-1]), params, strict=True)]
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-global_prune", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false}
_params = [(np.array([[0.1, -0.2, 5.0]]), np.zeros(3)), (np.array([[3.0], [-0.3], [4.0]]), np.array([0.01]))]
_masks = [np.asarray(mask) for mask in global_prune_masks(_params, 0.5)]
assert len(_masks) == 2, f"One mask per layer: 2 here, not {len(_masks)}."
assert [mask.shape for mask in _masks] == [(1, 3), (3, 1)], "Each mask has the shape of its layer's W."
assert all(mask.dtype == bool for mask in _masks), "Masks hold truth values."
assert np.sum(~_masks[0]) + np.sum(~_masks[1]) == 3, (
    "floor(0.5 * 6) = 3 weights go. With 2, every layer was pruned by itself; biases do not count either."
)
assert [mask.tolist() for mask in _masks] == [[[False, False, True]], [[True], [False], [True]]], (
    "The three smallest magnitudes of the whole network are 0.1, 0.2 and 0.3: two in layer 1, one in layer 2."
)
assert all(np.all(np.asarray(mask)) for mask in global_prune_masks(_params, 0.0)), "A fraction of 0 prunes nothing."
print("global_prune: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-global_prune", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A trained tanh network 2-20-20-1 again, pruned globally by your function: what is left of each matrix.
torch.manual_seed(1)
_module = nn.Sequential(nn.Linear(2, 20), nn.Tanh(), nn.Linear(20, 20), nn.Tanh(), nn.Linear(20, 1))
_trained = as_params(train_on_rings(_module, steps=300, learning_rate=0.02))
_ticks = (0, 5, 10, 15)
_names = ("input to\nlayer 1\n(40)", "layer 1 to\nlayer 2\n(400)", "layer 2\nto head\n(20)")

_figure, _axes = plt.subplots(2, 3, figsize=(13, 7), layout="constrained", width_ratios=(4, 4, 3))
for _row, _fraction in enumerate((0.5, 0.8)):
    _masks = [np.asarray(mask) for mask in global_prune_masks(_trained, _fraction)]
    _colors = {"cmap": "RdBu", "vmin": -2.0, "vmax": 2.0, "interpolation": "nearest"}
    _first, _square, _last = (np.ma.masked_array(W, mask=~mask) for mask, (W, _) in zip(_masks, _trained, strict=True))
    _edges = np.ma.hstack([_first.T, _last])
    _image = _axes[_row, 0].imshow(_square, **_colors)
    _axes[_row, 0].set(
        title=f"{_fraction:.0%} pruned: layer 1 to layer 2", xlabel="to unit", ylabel="from unit", yticks=_ticks
    )
    _axes[_row, 1].imshow(_edges.T, aspect="auto", **_colors)
    _axes[_row, 1].set(title="input to layer 1, layer 2 to head", xlabel="unit", yticks=(0, 1, 2))
    for _axis in _axes[_row, :2]:
        _axis.set_xticks(_ticks)
    _axes[_row, 1].set_yticklabels(("from $x_0$", "from $x_1$", "to head"))
    for _axis in _axes[_row, :2]:
        _axis.set_facecolor("lightgray")
    _shares = [np.mean(mask) for mask in _masks]
    _axes[_row, 2].bar(_names, _shares, color="tab:blue")
    _axes[_row, 2].axhline(1.0 - _fraction, color="black", linestyle=":", label="the same share for every layer")
    _axes[_row, 2].set(
        title=f"accuracy {ring_accuracy(_module):.2f} before, {ring_accuracy_without(_module, _masks):.2f} after",
        ylabel="share of weights kept",
        ylim=(0.0, 1.2),
    )
    _axes[_row, 2].tick_params(axis="x", labelsize="small")
    _axes[_row, 2].legend(fontsize="small")
_figure.colorbar(_image, ax=_axes[:, 1], label="weight (gray: pruned)")
plt.show()

# %% [markdown]
# **What to look for.** A single threshold for all layers does not take the same share from each. The two small matrices
# keep more than their share, the head most of all; the large one pays for it. Look for whole columns of gray in the
# large matrix: a unit of layer 2 with no weights left puts out the same value for every example. It is dead, and the
# next but one exercise removes it.

# %% [markdown]
# ## Exercise `masks`: use a mask, and say how much it prunes
#
# Write two short functions that everything from here on needs.
#
# `apply_masks(params, masks)` returns new `params`: every weight is kept where its mask is True and zero where it is
# False; the biases are as they were.
#
# `sparsity(masks)` returns the share of weights that are pruned, out of all weights in all masks, as a float between 0
# and 1.
#
# **Example.** `masks = [[[True, False]], [[False, False, False], [False, False, False]]]` prunes 1 of 2 and 6 of 6
# weights: `sparsity(masks)` is 7 / 8 = 0.875. If you get 0.75 you averaged the shares of the layers, as if both had the
# same size; with 0.125 you counted what is kept. And `apply_masks([([[2, 3]], [4, 5])], [[[True, False]]])` is
# `[([[2, 0]], [4, 5])]`: the unit has lost its only weight but keeps its bias.
#
# <details><summary>Hint 1</summary>
#
# What is a number times True, and a number times False?
#
# </details>
# <details><summary>Hint 2</summary>
#
# For the sparsity, count over all masks first and divide once at the end.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Two sums over the masks: of the entries that are False, and of all entries. Make a new matrix for each layer: `*=`
# would prune the caller's weights for good.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "masks", "locked": false, "schema_version": 3, "solution": true, "task": false}
def apply_masks(params, masks):
    """The network with its pruned weights set to zero.

    Args:
        params: list of pairs (W, b), W (fan_in, fan_out), b (fan_out,).
        masks: list of boolean arrays, one of each W's shape; True keeps a weight.

    Returns:
        A list of pairs (W, b) of the same shapes: W is zero where its mask is False; b is unchanged.
    """
    ### BEGIN SOLUTION
    return [(W * mask, b) for (W, b), mask in zip(params, masks, strict=True)]
    ### END SOLUTION


def sparsity(masks):
    """The share of weights that are pruned.

    Args:
        masks: list of at least one boolean array; True keeps a weight.

    Returns:
        float in [0, 1]: the number of False entries over the number of entries, of all masks together.
    """
    ### BEGIN SOLUTION
    return float(sum(np.sum(~mask) for mask in masks) / sum(mask.size for mask in masks))
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-masks", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
_W, _b = np.array([[2.0, 3.0]]), np.array([4.0, 5.0])
_pruned = apply_masks([(_W, _b)], [np.array([[True, False]])])
assert [len(pair) for pair in _pruned] == [2], "A list of (W, b) pairs, as params is."
assert np.array_equal(_pruned[0][0], [[2.0, 0.0]]), (
    "The weight is kept where the mask is True and zero where it is not."
)
assert np.array_equal(_pruned[0][1], [4.0, 5.0]), "Biases are never pruned."
assert np.array_equal(_W, [[2.0, 3.0]]), "The weights handed in must not change: return new arrays."
_masks = [np.array([[True, False]]), np.zeros((2, 3), dtype=bool)]
assert np.isclose(sparsity(_masks), 0.875), (
    "1 of 2 and 6 of 6 weights are pruned, 7 of 8 in all. 0.75 is the mean of the shares by layer, 0.125 is kept."
)
print("masks: the visible checks pass")

# %% [markdown]
# ## Exercise `remove_dead_units`: a smaller network that computes the same
#
# A mask leaves the network as big as it was. Units can be removed for real. A hidden unit whose output is the same
# value $c$ for every example adds the same thing to every unit of the next layer: its outgoing weights times $c$. A
# bias can do that as well. So the unit can go, when the next layer's bias takes over its contribution:
#
# $$z_k = \sum_{j \text{ alive}} h_j W_{jk}
#   + \underbrace{\sum_{j \text{ dead}} c_j W_{jk} + b_k}_{\text{the new } b_k} .$$
#
# Write `remove_dead_units(params, X, activation, tolerance=1e-12)`. A hidden unit is dead when `max - min <= tolerance`
# for its output (after the activation) over the examples in `X`, in the network as it is given. Every dead unit is
# removed: its column of `W` and its entry of `b`, and its row of the next layer's `W`, once its contribution has moved
# into the next layer's `b`. The result is a list of as many pairs with the same logits on `X` (to 1e-9). Inputs and the
# head's logit are not hidden units and stay, constant or not. If all units of a layer are dead the layer stays in the
# list with width 0: NumPy multiplies `(m, 0)` by `(0, k)` without complaint, and the result is zeros.
#
# **Example.** One feature, three hidden ReLU units, one logit:
#
# ```
# params = [([[1, 0, -1]], [0, 2, 0]), ([[1], [10], [5]], [0.5])]       X = [[1], [2]]
# hidden outputs  [[1, 2, 0], [2, 2, 0]]      logits  [[21.5], [22.5]]
# result          [([[1]], [0]), ([[1]], [20.5])]
# ```
#
# The second unit is stuck at 2, the third at 0. If your new head's bias is 0.5, you dropped the second one's
# contribution of $2 \cdot 10$; being constant is not the same as being zero.
#
# <details><summary>Hint 1</summary>
#
# Which three arrays does one hidden unit appear in, and along which axis in each?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Two things advance layer by layer: the outputs of the given network, computed with its own weights, and the list of
# new pairs. Each hidden layer changes its own pair and the one after it; the next layer's bias must be right before
# units of that layer are taken out of it.
#
# </details>
# <details><summary>Hint 3</summary>
#
# With a boolean array of the units that are alive, indexing by it keeps them and by its negation picks the dead ones.
# The next layer's new bias is its old one plus (the dead units' constant values) times (their rows of the next
# weights).
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "remove_dead_units", "locked": false, "schema_version": 3, "solution": true, "task": false}
def remove_dead_units(params, X, activation, tolerance=1e-12):
    """A network without the hidden units that put out the same value for every example.

    Args:
        params: list of L pairs (W, b), W (fan_in, fan_out), b (fan_out,); the last pair is the head.
        X: (m, n) examples, m at least 1.
        activation: "relu", "sigmoid" or "tanh", applied by every layer but the head.
        tolerance: float of at least 0. A hidden unit is dead when max - min of its output over X, in the network as
            given, is at most this.

    Returns:
        A list of L pairs (W, b) without the dead units. What they contributed is in the next layer's bias, so that the
        logits on X are the same, to 1e-9 (for a tolerance that only admits rounding errors). A layer may have width 0.

    Raises:
        ValueError: for an unknown activation or a negative tolerance.
    """
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {ACTIVATIONS}, got {activation!r}")
    if tolerance < 0:
        raise ValueError(f"tolerance must be at least 0, got {tolerance}")
    ### BEGIN SOLUTION
    activate = {
        "relu": lambda z: np.maximum(z, 0.0),
        "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),  # cannot overflow
        "tanh": np.tanh,
    }[activation]
    smaller = list(params)
    h = X
    for layer, (given_W, given_b) in enumerate(params[:-1]):
        h = activate(h @ given_W + given_b)
        alive = h.max(axis=0) - h.min(axis=0) > tolerance
        constants = h[:, ~alive].mean(axis=0)
        W, b = smaller[layer]
        next_W, next_b = smaller[layer + 1]
        smaller[layer] = (W[:, alive], b[alive])
        smaller[layer + 1] = (next_W[alive], next_b + constants @ next_W[~alive])
    return smaller
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-remove_dead_units", "locked": true, "points": 25, "schema_version": 3, "solution": false, "task": false}
_params = [
    (np.array([[1.0, 0.0, -1.0]]), np.array([0.0, 2.0, 0.0])),
    (np.array([[1.0], [10.0], [5.0]]), np.array([0.5])),
]
_X = np.array([[1.0], [2.0]])
_smaller = remove_dead_units(_params, _X, "relu")
assert len(_smaller) == 2, f"As many layers as before: 2 here, not {len(_smaller)}."
assert [tuple(np.shape(part)) for pair in _smaller for part in pair] == [(1, 1), (1,), (1, 1), (1,)], (
    "Units 1 and 2 put out 2 and 0 for both examples: their columns, biases and outgoing rows go, one unit is left."
)
assert np.allclose(_smaller[1][1], 20.5), (
    "The unit stuck at 2 contributed 2 * 10 to the logit: the head's bias becomes 0.5 + 20."
)
assert np.allclose([_smaller[0][0].item(), _smaller[1][0].item()], 1.0), "The living unit keeps its weights."
assert _params[1][1][0] == 0.5, "The network handed in must not change."
_smaller = remove_dead_units(_params, -_X - 5.0, "relu")
assert [tuple(np.shape(W)) for W, _ in _smaller] == [(1, 1), (1, 1)], (
    "For inputs -6 and -7 unit 2 is alive and unit 0 is dead: what is dead depends on X."
)
_smaller = remove_dead_units(_params, np.array([[3.0]]), "relu")
assert [tuple(np.shape(W)) for W, _ in _smaller] == [(1, 0), (0, 1)], (
    "For a single example every output is constant: all units go, and both layers stay in the list."
)
assert np.allclose(_smaller[1][1], 23.5), "With no units left the head's bias is the logit itself: 3 + 2 * 10 + 0.5."
print("remove_dead_units: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-remove_dead_units", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A ReLU network 2-20-20-20-20-1 trained on the rings. Your function takes its dead units out.
torch.manual_seed(0)
_layers = [part for n, k in pairwise((2, 20, 20, 20, 20)) for part in (nn.Linear(n, k), nn.ReLU())]
_module = nn.Sequential(*_layers, nn.Linear(20, 1))
_before = [W.shape[1] for W, _ in remove_dead_units(as_params(_module), RINGS, "relu")]
_module = train_on_rings(_module, steps=300, learning_rate=0.03)
_params = as_params(_module)
_smaller = remove_dead_units(_params, RINGS, "relu")
_after = [np.shape(W)[1] for W, _ in _smaller]
_grid = np.stack(np.meshgrid(np.linspace(-2, 2, 200), np.linspace(-2, 2, 200)), axis=-1)


def _logits(params, points):
    with torch.no_grad():
        return as_module(params, nn.ReLU).double()(torch.from_numpy(points))[..., 0].numpy()


def _count(params):
    return sum(np.size(W) + np.size(b) for W, b in params)


_figure, _axes = plt.subplots(1, 4, figsize=(16, 4.4), layout="constrained")
_numbers = np.arange(1, 5)
_axes[0].bar(_numbers - 0.2, _before[:-1], width=0.4, color="lightgray", label="alive at the start")
_axes[0].bar(_numbers + 0.2, _after[:-1], width=0.4, color="tab:blue", label="alive after training")
_axes[0].axhline(20, color="black", linestyle=":", label="width of the network")
_axes[0].set(title="Hidden units", xlabel="layer", ylabel="units", xticks=_numbers, ylim=(0, 28))
_axes[0].legend(loc="upper right", fontsize="small")
for _axis, _network, _name in ((_axes[1], _params, "As trained"), (_axes[2], _smaller, "Dead units removed")):
    _says = _logits(_network, _grid) > 0
    _axis.contourf(*np.moveaxis(_grid, -1, 0), _says, levels=[-0.5, 0.5, 1.5], cmap="coolwarm", alpha=0.3)
    _axis.scatter(*RINGS.T, c=LABELS[:, 0], s=6, cmap="coolwarm")
    _axis.set(title=f"{_name}:\n{_count(_network)} parameters", xlabel="$x_0$", ylabel="$x_1$", aspect="equal")
_change = np.abs(_logits(_smaller, _grid) - _logits(_params, _grid))
_on_data = np.abs(_logits(_smaller, RINGS) - _logits(_params, RINGS)).max()
_image = _axes[3].imshow(_change, extent=(-2, 2, -2, 2), origin="lower", cmap="magma_r")
_axes[3].scatter(*RINGS.T, color="gray", s=2)
_axes[3].set(title=f"Change of the logit\n(on the data at most {_on_data:.0e})", xlabel="$x_0$", ylabel="$x_1$")
_figure.colorbar(_image, ax=_axes[3], label="absolute change")
plt.show()

# %% [markdown]
# **What to look for.** Nearly a third of the hidden units are dead, many of them from the start, and the network
# separates the rings all the same. (Some that were dead at the start have come back: while the layers below still
# learn, a dead unit's inputs change.) Without its dead units the network has about half as many parameters and makes
# the same predictions on the data: the largest change of a logit there is a rounding error. Away from the data the two
# can differ, since a unit that is constant on `X` need not be constant elsewhere.

# %% [markdown]
# ## Exercise `lottery_ticket`: which small network could have been trained from the start?
#
# Frankle and Carbin's search for a winning ticket (2019, section 1, steps 1 to 4, repeated as in their "iterative
# pruning"):
#
# 1. Start from the network's `initial` weights.
# 2. Train it.
# 3. Prune a `fraction` of the weights that are still there, those of smallest *trained* magnitude.
# 4. *Rewind*: give the survivors the values that they had in `initial`. Then go on from step 2.
#
# Write `lottery_ticket(initial, train, rounds, fraction) -> (masks, params)`. The training is not yours to write:
# `train(params, masks)` is handed to you and returns trained params. In each of `rounds` rounds
#
# - call `train` once with the rewound params (survivors and biases as in `initial`, pruned weights zero) and the
#   current masks (boolean, one per layer; all True in the first round);
# - of the $n$ weights that remain, prune the `int(np.floor(fraction * n))` with the smallest trained magnitude, ranked
#   over all layers together. Whatever `train` returns at places already pruned is ignored: what is pruned stays pruned.
#
# Return the final masks and the rewound, masked params: a ticket ready to be trained. With `rounds=0` nothing is
# trained and nothing pruned.
#
# **Example.** A single layer, `initial = [([[1, -2, 3, -4]], [0, 0, 0, 0])]`, `fraction=0.5`, and a `train` that always
# returns `[([[5, 0.1, -0.2, 7]], [9, 9, 9, 9])]`:
#
# ```
# rounds=1:  masks [[True, False, False, True]]    params [([[1, 0, 0, -4]], [0, 0, 0, 0])]
# rounds=2:  masks [[False, False, False, True]]   params [([[0, 0, 0, -4]], [0, 0, 0, 0])]
# ```
#
# If your first round gives `[[5, 0, 0, 7]]` it is pruned but not rewound. If the second gives the same masks as the
# first, or none at all, look at how the places already pruned take part in the ranking: half of the two that remain is
# one more.
#
# <details><summary>Hint 1</summary>
#
# Which of the two sets of weights, initial or trained, is used for what: the ranking, the next start, the result?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Rank over all layers as in `global_prune`, but only among the survivors. One way: give places already pruned a
# magnitude below every other, so that they come first in the order, and let that many more places go.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Per round: with $d$ places pruned so far and $n$ left, sort the magnitudes, pruned places counting as $-1$, and switch
# off the first $d + \lfloor \text{fraction} \cdot n \rfloor$.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "lottery_ticket", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lottery_ticket(initial, train, rounds, fraction):
    """Find a lottery ticket by iterative magnitude pruning with rewinding.

    Args:
        initial: list of pairs (W, b), W (fan_in, fan_out), b (fan_out,): the network before any training.
        train: function train(params, masks) -> params of the same shapes. It is called exactly `rounds` times, with the
            rewound, masked params and a list of boolean masks.
        rounds: number of times to train and prune, an integer of at least 0.
        fraction: share of the remaining weights that each round prunes, in [0, 1]: of n remaining weights exactly
            int(np.floor(fraction * n)), those of smallest trained magnitude over all layers (ties any way).

    Returns:
        (masks, params): the final masks, a list of boolean arrays, one of each W's shape; and the rewound params:
        weights as in `initial` where the mask is True, zero elsewhere, biases as in `initial`.

    Raises:
        ValueError: for negative rounds or a fraction outside [0, 1].
    """
    if rounds < 0:
        raise ValueError(f"rounds must be at least 0, got {rounds}")
    if not 0 <= fraction <= 1:
        raise ValueError(f"fraction must be in [0, 1], got {fraction}")
    ### BEGIN SOLUTION
    masks = [np.ones(W.shape, dtype=bool) for W, _ in initial]
    ends = np.cumsum([mask.size for mask in masks])
    for _ in range(rounds):
        trained = train(apply_masks(initial, masks), masks)
        kept = np.concatenate([mask.ravel() for mask in masks])
        magnitudes = np.concatenate([np.abs(W).ravel() for W, _ in trained])
        order = np.argsort(np.where(kept, magnitudes, -1.0))  # what is pruned already comes first
        kept[order[: np.sum(~kept) + int(np.floor(fraction * np.sum(kept)))]] = False
        masks = [part.reshape(mask.shape) for part, mask in zip(np.split(kept, ends[:-1]), masks, strict=True)]
    return masks, apply_masks(initial, masks)
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-lottery_ticket", "locked": true, "points": 25, "schema_version": 3, "solution": false, "task": false}
_initial = [(np.array([[1.0, -2.0, 3.0, -4.0]]), np.zeros(4))]
_calls = []


def _train(params, masks):
    _calls.append(([np.array(W) for W, _ in params], [np.array(mask) for mask in masks]))
    return [(np.array([[5.0, 0.1, -0.2, 7.0]]), np.full(4, 9.0))]


_masks, _params = lottery_ticket(_initial, _train, 1, 0.5)
assert len(_calls) == 1, f"One round, one call of train, not {len(_calls)}."
assert _calls[0][1][0].dtype == bool, f"The masks that train gets hold truth values, not {_calls[0][1][0].dtype}."
assert np.all(_calls[0][1][0]), "In the first round every mask is True everywhere."
assert np.asarray(_masks[0]).tolist() == [[True, False, False, True]], (
    "Half of the four weights go, those of smallest *trained* magnitude: 0.1 and -0.2."
)
assert np.array_equal(_params[0][0], [[1.0, 0.0, 0.0, -4.0]]), (
    "Survivors are rewound to their initial values, 1 and -4, and pruned weights are zero."
)
assert np.array_equal(_params[0][1], np.zeros(4)), "Biases are rewound, too."
_calls.clear()
_masks, _params = lottery_ticket(_initial, _train, 2, 0.5)
assert len(_calls) == 2, f"Two rounds, two calls of train, not {len(_calls)}."
assert np.array_equal(_calls[1][0][0], [[1.0, 0.0, 0.0, -4.0]]), "The second round trains the rewound, masked weights."
assert np.asarray(_masks[0]).tolist() == [[False, False, False, True]], (
    "Half of the two that remain is one more: the trained 5 goes, 7 stays, and what was pruned stays pruned."
)
_calls.clear()
_masks, _params = lottery_ticket(_initial, _train, 0, 0.5)
assert len(_calls) == 0, "With no rounds nothing is trained."
assert np.all(np.asarray(_masks[0])), "With no rounds nothing is pruned."
print("lottery_ticket: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-lottery_ticket", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Tickets of a tanh network 2-20-20-1, each trained for 100 steps from its initial weights. Against them: masks drawn at
# random, for the same initial weights and as sparse as the ticket's, either overall or layer by layer.
_ROUNDS, _FRACTION, _SEEDS = 9, 0.4, 3


def _train(params, masks):
    return as_params(train_on_rings(as_module(apply_masks(params, masks)), steps=100, learning_rate=0.02))


def _train_and_remember(params, masks):
    trained = _train(params, masks)
    _runs.append(([np.array(mask, dtype=bool) for mask in masks], trained))
    return trained


_runs = []
_curves = {"lottery ticket": [], "random mask, same number of weights per layer": [], "random mask": []}
for _seed in range(_SEEDS):
    torch.manual_seed(_seed)
    _rng = np.random.default_rng(_seed)
    _initial = as_params(nn.Sequential(nn.Linear(2, 20), nn.Linear(20, 20), nn.Linear(20, 1)))
    _runs.clear()
    lottery_ticket(_initial, _train_and_remember, _ROUNDS, _FRACTION)
    _scores = {label: [ring_accuracy(as_module(_runs[0][1]))] for label in _curves}
    for _masks, _params in _runs[1:]:
        _ends = np.cumsum([mask.size for mask in _masks])[:-1]
        _mixed = np.split(_rng.permutation(np.concatenate([mask.ravel() for mask in _masks])), _ends)
        _overall = [part.reshape(mask.shape) for part, mask in zip(_mixed, _masks, strict=True)]
        _by_layer = [_rng.permutation(mask.ravel()).reshape(mask.shape) for mask in _masks]
        for _label, _network in zip(
            _curves, (_params, _train(_initial, _by_layer), _train(_initial, _overall)), strict=True
        ):
            _scores[_label].append(ring_accuracy(as_module(_network)))
    for _label, _line in _scores.items():
        _curves[_label].append(_line)

_figure, _axis = plt.subplots(figsize=(9.5, 5.2), layout="constrained")
_places = np.arange(_ROUNDS)
for (_label, _lines), _color, _marker in zip(
    _curves.items(), ("tab:blue", "tab:orange", "tab:red"), ("o", "s", "^"), strict=True
):
    _axis.plot(_places, np.mean(_lines, axis=0), marker=_marker, color=_color, label=_label)
    _axis.fill_between(_places, np.min(_lines, axis=0), np.max(_lines, axis=0), color=_color, alpha=0.15)
_dense = np.mean([line[0] for line in _curves["lottery ticket"]])
_axis.axhline(_dense, color="black", linestyle="--", label="dense network")
_axis.axhline(0.5, color="gray", linestyle=":", label="coin flip")
_axis.set(
    title=f"Accuracy after 100 steps from the initial weights (mean and range of {_SEEDS} seeds)",
    xlabel="sparsity: share of the 460 weights that are pruned",
    ylabel="accuracy",
    xticks=_places,
    ylim=(0.25, 1.03),
)
_axis.set_xticklabels([f"{sparsity(masks):.0%}" for masks, _ in _runs])
_axis.legend(loc="lower left")
plt.show()

# %% [markdown]
# **What to look for.** Follow each curve to where it leaves the dashed line. Networks under a random mask fail first,
# though they have as many weights and the same initial values as the ticket. A random mask with the ticket's number of
# weights in each layer does much better: a good part of what the ticket has learned is where *not* to prune, as your
# figure of the global masks showed. At high sparsity the ticket is ahead of both, and it ends as everything must when
# hardly any weights are left.
#
# What the figure does not show is that the *initial values* of the ticket matter. Frankle and Carbin find that a
# winning ticket with fresh random weights learns more slowly; on a task as small as this one, the difference between
# the two is too small to be seen reliably.

# %% [markdown]
# ## Exercise `success_rate`: how often does it learn at all?
#
# One training run proves little: the next seed may fail. What can be said of a network size is how often it succeeds.
#
# Write `success_rate(attempt, widths, trials, rng) -> {width: rate}`. `attempt(width, rng) -> bool` is handed to you:
# it makes, trains and judges one network with random numbers from the generator that it is given. For every width call
# it exactly `trials` times, and return the share of attempts that returned True, a float between 0 and 1; 0.0 for
# `trials=0`. The attempts must be independent: hand over `rng` itself, or a new generator for every attempt whose seed
# was drawn from `rng`.
#
# **Example.** `success_rate(lambda width, rng: width > 3, [2, 5], 4, rng)` is `{2: 0.0, 5: 1.0}`. With
# `attempt = lambda width, rng: rng.random() < 0.5` and 1,000 trials every rate is close to 0.5. If it is always exactly
# 0.0 or 1.0, all attempts got generators in the same state: they were one attempt, a thousand times.
#
# <details><summary>Hint 1</summary>
#
# What makes two training runs of the same network differ?
#
# </details>
# <details><summary>Hint 2</summary>
#
# A loop over the widths, inside it one over the trials, and a count of the successes. `rng` moves on with every number
# drawn from it.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The rate is successes over trials. Only with no trials at all is there nothing to divide by.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "success_rate", "locked": false, "schema_version": 3, "solution": true, "task": false}
def success_rate(attempt, widths, trials, rng):
    """How often a network of each width learns.

    Args:
        attempt: function attempt(width, rng) -> bool: one training run, and whether it succeeded.
        widths: list of integers.
        trials: number of independent attempts per width, an integer of at least 0.
        rng: numpy.random.Generator; the attempts get it, or generators seeded from it. It advances.

    Returns:
        A dict from each width to the share of its attempts that succeeded, a float in [0, 1]; 0.0 for no trials.

    Raises:
        ValueError: for negative trials.
    """
    if trials < 0:
        raise ValueError(f"trials must be at least 0, got {trials}")
    ### BEGIN SOLUTION
    rates = {}
    for width in widths:
        successes = sum(attempt(width, rng) for _ in range(trials))
        rates[width] = successes / trials if trials else 0.0
    return rates
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-success_rate", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
_widths_seen = []


def _attempt(width, rng):
    _widths_seen.append(width)
    return width > 3


_rates = success_rate(_attempt, [2, 5], 4, np.random.default_rng(0))
assert set(_rates) == {2, 5}, "One entry per width: {2: ..., 5: ...}."
assert sorted(_widths_seen) == [2, 2, 2, 2, 5, 5, 5, 5], "Exactly 4 attempts at each width."
assert np.isclose(_rates[2], 0.0), "At width 2 none of the 4 attempts succeeded: a rate of 0."
assert np.isclose(_rates[5], 1.0), "At width 5 all 4 attempts succeeded: a rate of 1, neither a count nor a percentage."
_rates = success_rate(lambda width, rng: rng.random() < 0.5, [3], 1000, np.random.default_rng(0))
assert 0.4 < _rates[3] < 0.6, "Half of these attempts succeed, if every attempt gets random numbers of its own."
assert success_rate(_attempt, [3], 0, np.random.default_rng(0)) == {3: 0.0}, "No trials: a rate of 0.0, not 0 / 0."
print("success_rate: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-success_rate", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Networks with four hidden layers of the same width, N(0, 1) weights. An attempt succeeds when the accuracy on the
# rings reaches 0.95 within 150 steps of Adam.
_widths, _trials = [1, 2, 3, 4, 5, 10], 10


def _attempt_with(activation):
    def attempt(width, rng):
        sizes = pairwise((2, width, width, width, width, 1))
        module = as_module([(rng.normal(size=shape), np.zeros(shape[1])) for shape in sizes], activation)
        return ring_accuracy(train_on_rings(module, steps=150, learning_rate=0.03, enough=0.95)) >= 0.95

    return attempt


_figure, _axis = plt.subplots(figsize=(8, 4.8), layout="constrained")
for _name, _activation, _style in (
    ("tanh", nn.Tanh, {"color": "tab:orange", "marker": "s", "markersize": 9, "linewidth": 3}),
    ("ReLU", nn.ReLU, {"color": "tab:blue", "marker": "o", "linestyle": "--"}),
):
    _rates = success_rate(_attempt_with(_activation), _widths, _trials, np.random.default_rng(0))
    _axis.plot(_widths, [_rates[width] for width in _widths], label=_name, **_style)
_axis.set(
    title=f"How often a network with four hidden layers learns the rings ({_trials} attempts each)",
    xlabel="units in each hidden layer",
    ylabel="share of attempts that reach accuracy 0.95",
    xticks=_widths,
    ylim=(-0.05, 1.05),
)
_axis.legend(loc="lower right")
plt.show()

# %% [markdown]
# **What to look for.** The depth is the same everywhere, and so are data, optimizer and patience. A network of width 1
# or 2 hardly ever learns this task, one of width 10 always did in our runs, and in between it is a matter of luck with
# the initial weights: a wider network holds more tickets. (Ten attempts leave an uncertainty of about 0.15 on a rate in
# the middle: do not read much into small differences.) This is the practical form of the paradox: what remains after
# pruning may be small, but to find it one trains something bigger.

# %% [markdown]
# ## Reflection
#
# A colleague has trained a network of 1,000 units per layer, pruned 90% of its weights by magnitude with no loss of
# accuracy, and concludes: "So we wasted nine tenths of the computation. Next time we train a network of a tenth of the
# size." In one paragraph each:
#
# 1. What does the evidence in this assignment say about that conclusion, and what does it not say?
# 2. The pruned network's file is as large as before, and it predicts no faster. Why, and what could be done?
# 3. How would you test, fairly, whether a lottery ticket owes its success to its mask, to its initial values, or to
#    both? Name the runs to compare and how many of each.

# %% [markdown] nbgrader={"cell_type": "markdown", "grade": true, "grade_id": "reflection", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false}
# 1. That most weights can go *after* training does not mean that a network of the remaining size can be trained from
#    random weights. The success rates show the contrary for the rings: narrow networks rarely or never learn what wide
#    ones learn every time. Nor is "a tenth of the weights" the same as "a tenth of the units": the pruned network keeps
#    its width. And a random mask of the same sparsity trains worse than the ticket, so which weights remain matters,
#    and that was found out by training the big network. What the evidence does not say: how any of this carries over to
#    the colleague's task, which is far larger than ours; nor does it rule out that a network somewhat smaller than
#    1,000 units would do.
# 2. A mask only puts zeros into matrices of the same shape: they are stored and multiplied like any other number.
#    Storage shrinks with a sparse or compressed format, which keeps the values and places of the survivors. Speed needs
#    sparse kernels, which pay off at high sparsity only, or structured pruning: remove whole units, as
#    `remove_dead_units` does, so that the matrices themselves become smaller.
# 3. Four kinds of run at the same sparsity with the same training budget: the ticket's mask with its initial values,
#    the ticket's mask with fresh values, a random mask (of the same sparsity in each layer) with the ticket's initial
#    values, and a random mask with fresh values; and the dense network as a reference. Each over many seeds (at least
#    ten), at several sparsities, compared seed by seed, on test data as well, and with the step at which a given
#    accuracy is reached besides the final one, since at moderate sparsity all of them may end at the same accuracy.
