# %% [markdown]
# # The nitty-gritty: a lab
#
# Two claims are at the heart of this course. *The activation matters*: with the same layers, data and optimizer, one
# network learns and another hardly does. *The start matters*: from random weights a network learns, from zeros it does
# not. In this lab you reproduce the figures behind both claims, from the data to the last plot, with nothing but your
# own code; then you turn "learns" into a rule that a program can apply, and ask how far one figure can be trusted.
#
# | step | what you write |
# |---|---|
# | the data | `circles`: two noisy rings |
# | one experiment | `run`: train a network and keep a diary |
# | all experiments | `grid`: every activation with every start, each independent of the others |
# | the figure | `plot_grid`: one plot per experiment, each with its own scale |
# | the conclusion | `verdict`: diverged, not learning, learned, or slow? |
#
# **The network.** Layer sizes 2-5-5-5-5-1: four hidden layers of five units and a head, 111 parameters. A layer
# computes $hW + b$ with $h$ of shape `(m, fan_in)`, $W$ of shape `(fan_in, fan_out)` and $b$ of shape `(fan_out,)`.
# Hidden layers apply an activation; the head gives one logit per example, shape `(m, 1)`, and the loss applies the
# sigmoid. Targets `y` are `(m, 1)`, 0 or 1.
#
# **You have written parts of this before** (the backward pass, mini-batches, RMSprop). Your own code from other
# notebooks is welcome here, in a cell of its own; so is torch. Whatever you use should be as accurate as float64
# allows: with torch, mind that its default is float32.
#
# **Where it comes from**
#
# - D. Rumelhart, G. Hinton and R. Williams, *Learning representations by back-propagating errors*, Nature 323, 1986
#   (weights that start equal stay equal, so start with small random ones).
# - X. Glorot and Y. Bengio, *Understanding the difficulty of training deep feedforward neural networks*, AISTATS 2010
#   (watching every layer's gradients over the epochs; why the sigmoid is a poor hidden unit).
# - T. Tieleman and G. Hinton, *Lecture 6.5: RMSprop*, Neural Networks for Machine Learning, 2012; I. Goodfellow,
#   Y. Bengio and A. Courville, *Deep Learning*, 2016, algorithms 8.1 (mini-batches) and 8.5 (RMSprop).

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "29e0955135dc22e624da7ead0278240e"}
import matplotlib.pyplot as plt
import numpy as np
import torch


# %% [markdown]
# ## Exercise `circles`
#
# The task is to tell an inner ring from an outer one. No straight line does it, so a network that succeeds has found
# features of its own.
#
# Write `circles(m, rng, noise=0.1, factor=0.5)`, which returns `X` of shape `(m, 2)` and `y` of shape `(m, 1)`. Half of
# the examples (`m` is even) are on the *inner* ring, of radius `factor`; they are class 1. The other half are on the
# outer ring, of radius 1, class 0. With the angle $\theta$ and the ring's radius $r$, an example is
#
# $$x = (r\cos\theta + \varepsilon_0,\; r\sin\theta + \varepsilon_1), \qquad
# \varepsilon_0, \varepsilon_1 \sim N(0, \text{noise}^2),$$
#
# with noise drawn independently for every example and both features. The angles go all the way round, evenly spaced or
# random, as you like. At the end the examples are shuffled, because batches should hold both classes. (The function
# `make_circles` of scikit-learn makes the same kind of data.)
#
# *Example.* For `circles(4, rng, noise=0.0)`, the two rows of `X` with `y == 1` have the length 0.5 and the other two
# the length 1. If it is the other way round, the classes are swapped; if some lengths fit and others do not, `X` and
# `y` were shuffled in different orders. The shape of `y` is `(4, 1)`, not `(4,)`.
#
# <details><summary>Hint 1</summary>
#
# Forget the shuffling at first. If the first half of the rows is one class and the second half the other, what are the
# arrays of labels, radii and angles, one entry per row?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `np.column_stack` makes a table of two columns. The noise is one number per *entry* of that table. One permutation
# from `rng` can reorder two arrays in the same way.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Labels: zeros, then ones; radii: 1 or `factor`, chosen by the label; angles: uniform from 0 to $2\pi$. Points from
# sine and cosine, plus a normal array of the same shape; then index both arrays with the same permuted row numbers.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "circles", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "673f98fd5d0efdfd38fb26463904abec"}
def circles(m, rng, noise=0.1, factor=0.5):
    """Two concentric noisy rings, shuffled: class 1 inside, class 0 outside.

    Args:
        m: number of examples, even; half of them in each class.
        rng: numpy.random.Generator, the only source of randomness; it advances.
        noise: standard deviation of the normal noise, independent for every example and feature; at least 0.
        factor: radius of the inner ring; the outer one's is 1.

    Returns:
        X: floating-point array (m, 2).
        y: floating-point array (m, 1): 1.0 on the inner ring, 0.0 on the outer one.

    Raises:
        ValueError: m is odd or negative, or the noise is negative.
    """
    if m < 0 or m % 2 != 0:
        raise ValueError(f"m={m!r}: it must be even and at least 0")
    if not noise >= 0:
        raise ValueError(f"noise={noise!r}: it must be at least 0")
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-circles", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false, "checksum": "401caf3d2b8b79d579ed1780ef4ea538"}
X, y = circles(200, np.random.default_rng(0), noise=0.0)
assert np.shape(X) == (200, 2), f"X has one row per example and two features: (200, 2), not {np.shape(X)}."
assert np.shape(y) == (200, 1), f"y is a column with one label per example: (200, 1), not {np.shape(y)}."
label = np.asarray(y)[:, 0]
assert sorted(label.tolist()) == [0.0] * 100 + [1.0] * 100, "Half of the labels are 1 and half are 0."
lengths = np.hypot(*np.asarray(X).T)
assert np.allclose(lengths[label == 1], 0.5), "Without noise, class 1 is exactly on the inner ring, of radius 0.5."
assert np.allclose(lengths[label == 0], 1.0), "Without noise, class 0 is exactly on the outer ring, of radius 1."
assert len(set(label[:100].tolist())) == 2, "The examples should be shuffled: the first half is all of one class."
noisy, noisy_y = circles(2000, np.random.default_rng(0))
outer = np.asarray(noisy)[np.asarray(noisy_y)[:, 0] == 0]
spread = np.std(np.hypot(*outer.T))
assert 0.07 < spread < 0.13, (
    f"The noise has the standard deviation 0.1 unless it is set; yours spreads by {spread:.2f}."
)
print("circles: the visible checks pass")

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-data", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "c2a8538b493f7ad30edd1119071073a3"} tags=["experiment"]
figure, panels = plt.subplots(1, 3, figsize=(12, 4.5), sharex=True, sharey=True)
for ax, noise in zip(panels, (0.0, 0.1, 0.3), strict=True):
    points, labels = circles(1000, np.random.default_rng(1), noise=noise)
    for value, name, color in ((0, "class 0, outer ring", "tab:blue"), (1, "class 1, inner ring", "tab:orange")):
        chosen = np.asarray(points)[np.asarray(labels)[:, 0] == value]
        ax.scatter(*chosen.T, s=6, alpha=0.6, color=color, label=name)
    ax.set(title=f"1,000 examples, noise {noise}", xlabel="feature 0", ylim=(-2.2, 1.8), aspect="equal")
    ax.legend(loc="lower center", ncols=2, markerscale=2, fontsize="small")
panels[0].set_ylabel("feature 1")
figure.tight_layout()
plt.show()


# %% [markdown]
# What to look for: at the noise of the running example (middle) the rings nearly touch but hardly mix, so an accuracy
# close to 1 is possible. At 0.3 they overlap, and no classifier could be right everywhere.

# %% [markdown]
# ## Exercise `run`
#
# One experiment: initialize, train, and keep a diary.
#
# **Start.** For layer sizes such as `(2, 5, 5, 5, 5, 1)`, each weight matrix comes from exactly one call
# `initializer(fan_in, fan_out, rng)`; the biases start at zero.
#
# **Train.** Each epoch, draw a fresh random order of the examples from `rng`, cut it into batches of `batch_size` (the
# last one may be shorter; a `batch_size` above $m$ makes one batch of everything), and make one update per batch with
# the gradient $g$ of the *mean* loss over that batch,
#
# $$L = \frac1m \sum_{i=1}^m \Bigl[\log\bigl(1 + e^{z_i}\bigr) - y_i z_i\Bigr], \qquad
# \frac{\partial L}{\partial z_i} = \frac{\sigma(z_i) - y_i}{m}.$$
#
# The update is RMSprop, for each array of parameters $w$ (weights and biases) with a state $s$ of the same shape, which
# starts at 0:
#
# $$s \leftarrow 0.9\, s + 0.1\, g^2, \qquad w \leftarrow w - \eta\, \frac{g}{\sqrt{s} + 10^{-8}}.$$
#
# The state lives as long as the run: over all batches of all epochs. (Deep Learning, algorithm 8.5, puts the small
# constant inside the root. Here it stands outside, as in torch.)
#
# **The diary.** `history` is a dictionary with one entry per epoch in each of
#
# - `"loss"` and `"accuracy"`, lists of numbers, measured on *all* of `X` after the epoch. Predicted is class 1 where
#   the logit is above 0; the true class is $y > 0.5$.
# - `"gradient_std"`, an array of shape `(epochs, L)` for $L$ layers, the head included: the standard deviation over all
#   entries of each layer's weight gradient $\partial L / \partial W$ (`ddof=0`), in the gradient that made the epoch's
#   *last* update. Nothing extra has to be computed for it.
#
# *Example.* One layer, so no hidden ones: `sizes=(2, 1)` with an initializer that returns ones, `X = [[1, 0], [0, 2]]`,
# `y = [[1], [0]]`, learning rate 0.1, two epochs of one batch. The logits are 1 and 2, the gradients $\partial L /
# \partial W = (-0.134471, 0.880797)$ and $\partial L / \partial b = 0.305928$. Their standard deviation over $W$ is
# 0.507634 (`ddof=1` would give 0.717903). In a first step RMSprop moves every parameter equally far, by $0.1 /
# \sqrt{0.1} = 0.316228$ against its gradient's sign, and the loss is then 0.832148. After the second epoch it is
# 0.618850; should yours be 0.529521, the state was thrown away after the first epoch.
#
# <details><summary>Hint 1</summary>
#
# Draw two nested loops, epochs and batches. Which of these belong before both, which into the outer one, which into the
# inner one: weights, state, order, gradient, measurement?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Three small functions help: the logits of any `X`, the gradients on a batch, and the measurement. After the loop over
# batches, the variable that held the gradients still holds the last batch's.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Keep `params` and `state` as two lists of pairs with the same shapes, and go through both, and the gradients, layer by
# layer. Backwards: the gradient at the logits is $(\sigma(z) - y) / m$; a layer's weight gradient is its input,
# transposed, times that; going down one layer multiplies by $W^\top$ and by the activation's derivative. (With torch:
# float64 everywhere, and `torch.optim.RMSprop` with the right `alpha` is the same update.)
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "run", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "32ad4745801183d4492fffa6757be616"}
def run(X, y, sizes, activation, initializer, rng, epochs=100, batch_size=32, learning_rate=1e-3):
    """Train a network by mini-batch RMSprop (decay 0.9, eps 1e-8, outside the root) and keep a history.

    Args:
        X: inputs (m, n), examples in rows. Unchanged on return.
        y: targets (m, 1), 0 and 1 or soft targets between them. Unchanged on return.
        sizes: layer sizes from the input's n to the head's 1; L + 1 numbers for L layers. Unchanged on return.
        activation: "relu", "sigmoid" or "tanh", for every layer but the head.
        initializer: function (fan_in, fan_out, rng) -> array (fan_in, fan_out), called once per layer, in any order.
        rng: numpy.random.Generator, the only source of randomness, handed to the initializer too; it advances.
        epochs: passes over the data, at least 0; with 0 the lists are empty and gradient_std is (0, L).
        batch_size: examples per update, at least 1; the last batch of an epoch may be short.
        learning_rate: at least 0.

    Returns:
        history: dict of "loss" and "accuracy", lists with one number per epoch, measured on all of X after the epoch,
            and "gradient_std", floating-point array (epochs, L), the standard deviation (ddof=0) of each layer's
            weight gradient in the epoch's last update.

    Raises:
        ValueError: the activation is unknown, or a number is out of range.
    """
    if activation not in ("relu", "sigmoid", "tanh"):
        raise ValueError(f"activation={activation!r}: it must be 'relu', 'sigmoid' or 'tanh'")
    if not epochs >= 0:
        raise ValueError(f"epochs={epochs!r}: it must be at least 0")
    if not batch_size >= 1:
        raise ValueError(f"batch_size={batch_size!r}: it must be at least 1")
    if not learning_rate >= 0:
        raise ValueError(f"learning_rate={learning_rate!r}: it must be at least 0")

    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-run", "locked": true, "points": 30, "schema_version": 3, "solution": false, "task": false, "checksum": "63b619364bd7741d99aa8b98603a7aa8"}
X, y = np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[1.0], [0.0]])
asked = []


def ones(fan_in, fan_out, rng):
    asked.append((fan_in, fan_out))
    return np.ones((fan_in, fan_out))


history = run(X, y, (2, 1), "tanh", ones, np.random.default_rng(0), epochs=2, batch_size=2, learning_rate=0.1)
assert asked == [(2, 1)], f"One layer with 2 inputs and 1 output is one call of the initializer; yours were {asked}."
first, second = (float(value) for value in history["loss"])
assert np.isclose(first, 0.832148, atol=1e-6), f"After one update the loss is 0.832148, not {first:.6f}."
assert np.isclose(second, 0.618850, atol=1e-6), (
    f"After the second update the loss is 0.618850, not {second:.6f}. (0.529521: a new state in every epoch.)"
)
assert list(history["accuracy"]) == [0.5, 0.5], f"One of the two is right after each epoch, not {history['accuracy']}."
stds = history["gradient_std"]
assert hasattr(stds, "shape"), f"gradient_std should be an array, not a {type(stds).__name__}."
assert tuple(stds.shape) == (2, 1), f"gradient_std has a row per epoch and a column per layer: not {tuple(stds.shape)}."
assert np.isclose(float(stds[0, 0]), 0.507634, atol=1e-6), (
    f"The first update's weight gradient has the standard deviation 0.507634, not {float(stds[0, 0]):.6f}."
)


def uniform(fan_in, fan_out, rng):
    return rng.uniform(-1.0, 1.0, (fan_in, fan_out))


rng = np.random.default_rng(0)
X = rng.normal(size=(10, 3))
y = (X[:, :1] > 0).astype(float)
for activation in ("relu", "sigmoid", "tanh"):
    history = run(X, y, (3, 6, 4, 1), activation, uniform, rng, epochs=200, batch_size=4, learning_rate=0.02)
    assert len(history["loss"]) == len(history["accuracy"]) == 200, "One loss and one accuracy per epoch."
    assert tuple(history["gradient_std"].shape) == (200, 3), "Three layers, the head included: three columns."
    assert history["loss"][-1] < 0.2, (
        f"With {activation}, 200 epochs should bring the loss below 0.2, not {float(history['loss'][-1]):.3f}"
    )
print("run: the visible checks pass")


# %% [markdown]
# ## Exercise `grid`
#
# An experiment that you want to compare with another should differ from it in *one* thing. Write `grid(X, y, sizes,
# activations, initializers, seed, **run_options)`, which runs every activation in the list `activations` from every
# entry of the dictionary `initializers` (names to functions) and returns the histories in a dictionary with the keys
# `(activation, name)`. Whatever else is given (`epochs=...`, `batch_size=...`, `learning_rate=...`) goes to `run` as it
# is.
#
# Every cell of the grid starts from a generator *of its own*, made from `seed`. It may be the same for all (then all
# activations start from the same weights, which makes a fair comparison) or differ from cell to cell, but one cell's
# result must not depend on which others are run, or in which order. A generator that is handed from cell to cell would
# break this: drop one activation, and all the curves after it change, though nothing about them did.
#
# *Example.* With `activations=["relu", "tanh"]` and `initializers={"random": f, "ones": g}` there are four histories.
# The one at `("tanh", "ones")` is equal to that of `grid(X, y, sizes, ["tanh"], {"ones": g}, seed)`, number by number.
#
# <details><summary>Hint 1</summary>
#
# What would have to be true of the generator that a cell gets, so that the cell comes out the same when it is alone?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `np.random.default_rng(seed)` makes a generator. Where in the two loops does it belong? And a function can pass on
# named arguments that it does not know, with two stars in the call as well.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A dictionary comprehension over activations and over the initializers' items; its value is one call of `run`, with a
# new generator written right there as the argument.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "grid", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "f00eaa5b90a02b56a943a86293fa5276"}
def grid(X, y, sizes, activations, initializers, seed, **run_options):
    """Run every activation from every initializer, each cell with a generator of its own made from seed.

    Args:
        X: inputs (m, n), examples in rows. Unchanged on return.
        y: targets (m, 1). Unchanged on return.
        sizes: layer sizes, as for run.
        activations: list of activations' names.
        initializers: dict from a name to a function (fan_in, fan_out, rng) -> array (fan_in, fan_out).
        seed: an integer; the same one gives the same results.
        **run_options: passed on to run: epochs, batch_size, learning_rate.

    Returns:
        dict from (activation, initializer name) to that run's history. No cell depends on which others are run.
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-grid", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false, "checksum": "341701703e0fbdaaeb80b670c4679f6f"}
rng = np.random.default_rng(3)
X = rng.normal(size=(12, 2))
y = (X[:, :1] > 0).astype(float)
starts = {
    "random": lambda fan_in, fan_out, rng: rng.uniform(-1.0, 1.0, (fan_in, fan_out)),
    "halves": lambda fan_in, fan_out, rng: np.full((fan_in, fan_out), 0.5),
}
options = {"epochs": 3, "batch_size": 5, "learning_rate": 0.1}
histories = grid(X, y, (2, 3, 1), ["relu", "tanh"], starts, 7, **options)
expected = {(activation, name) for activation in ("relu", "tanh") for name in ("random", "halves")}
assert set(histories) == expected, f"The keys should be the pairs (activation, name), not {list(histories)}"
assert all(len(history["loss"]) == 3 for history in histories.values()), "epochs=3 should reach every run."
alone = grid(X, y, (2, 3, 1), ["tanh"], {"halves": starts["halves"]}, 7, **options)["tanh", "halves"]
assert np.allclose(alone["loss"], histories["tanh", "halves"]["loss"]), (
    "The cell ('tanh', 'halves') should not depend on which other cells are run."
)
others = grid(X, y, (2, 3, 1), ["relu"], {"random": starts["random"]}, 8, **options)
assert not np.allclose(others["relu", "random"]["loss"], histories["relu", "random"]["loss"]), (
    "Another seed should give other random weights."
)
print("grid: the visible checks pass")


# %% [markdown]
# ## Exercise `plot_grid`
#
# Write `plot_grid(histories, metric="loss")`, which draws the result of `grid` and returns a matplotlib `Figure`:
#
# - one row of plots per initializer, one column per activation, both in the order in which they first appear among the
#   keys `(activation, name)` of `histories`. Every combination is there;
# - each plot shows `history[metric]` over the epochs, where `metric` is `"loss"`, `"accuracy"` or `"gradient_std"`. For
#   `"gradient_std"`, an array of shape `(epochs, L)`, that is one line per layer;
# - each plot's title holds both the activation and the initializer's name;
# - each plot has *its own* vertical scale. On a shared one, a loss that falls from 3.7 to 0.03 would flatten one that
#   creeps from 0.72 to 0.64. The horizontal axes may be shared;
# - every call makes a new figure.
#
# Label the axes. For the layers' lines a legend helps. Names can be any text, and there may be just one of each.
#
# *Example.* With three activations and two initializers the figure has six plots in two rows and three columns: 2 and
# 3, not 3 and 2. The keys may come in any order; the keys `("tanh", "a")`, `("tanh", "b")`, `("relu", "a")`,
# `("relu", "b")` put tanh into the left column, relu into the right one, `a` above and `b` below. (The initializer
# comes second in the key, and decides on the row.)
#
# <details><summary>Hint 1</summary>
#
# From the keys, how do you get the list of different activations without losing their order? A set would lose it.
#
# </details>
# <details><summary>Hint 2</summary>
#
# The keys of a dictionary are distinct and keep their order: look at `dict.fromkeys`. In `plt.subplots`, read about
# `squeeze`, `sharey` and `layout`. What does `ax.plot` do with an array that has several columns?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Two lists of distinct names; a figure with that many rows and columns, not squeezed. For each key, the row and the
# column are the positions of its two names in the lists. One `ax.plot` serves all three metrics.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "plot_grid", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "c36f8bcf3e778941efce6dc983b37634"}
def plot_grid(histories, metric="loss"):
    """Draw one metric of every history: one row per initializer, one column per activation, scales of their own.

    Args:
        histories: dict from (activation, initializer name) to a history as `run` returns it, with all combinations.
        metric: "loss", "accuracy" or "gradient_std"; the last has one line per layer.

    Returns:
        A new matplotlib Figure; rows and columns in order of first appearance; every plot's title holds both names.

    Raises:
        ValueError: the metric is unknown.
    """
    if metric not in ("loss", "accuracy", "gradient_std"):
        raise ValueError(f"metric={metric!r}: it must be 'loss', 'accuracy' or 'gradient_std'")
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-plot_grid", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false, "checksum": "bcc059b734a1a412fa685566eb6e29ff"}
steep = {
    "loss": [3.7, 0.9, 0.03],
    "accuracy": [0.45, 0.9, 0.99],
    "gradient_std": np.array([[3.0, 1], [1, 0.5], [0, 0]]),
}
flat = {
    "loss": [0.72, 0.7, 0.64],
    "accuracy": [0.5, 0.6, 0.7],
    "gradient_std": np.array([[0.1, 1], [0.2, 1], [0.1, 1]]),
}
example = {("tanh", "wide"): steep, ("tanh", "zero"): flat, ("relu", "wide"): steep, ("relu", "zero"): flat}
figure = plot_grid(example)
assert hasattr(figure, "axes"), f"plot_grid should return the Figure, not a {type(figure).__name__}."
assert len(figure.axes) >= 4, f"Two activations from two initializers are four plots; yours has {len(figure.axes)}."
titles = [" ".join(ax.get_title(place) for place in ("left", "center", "right")) for ax in figure.axes]
titles += [f"{ax.figure.get_suptitle()} {title}" for ax, title in zip(figure.axes, titles, strict=True)]
for activation, name in example:
    assert any(activation in title.lower() and name in title.lower() for title in titles), (
        f"One plot's title should hold both {activation!r} and {name!r}; the titles are {titles}"
    )
lines = [len(ax.get_lines()) for ax in plot_grid(example, metric="gradient_std").axes]
assert max(lines) >= 2, "For gradient_std, every plot has one line per layer: two here."
only = plot_grid({("tanh", "wide"): steep})
assert len(only.axes) >= 1, "A single cell makes a figure, too."
assert only is not figure, "Every call makes a new figure."
plt.close("all")
print("plot_grid: the visible checks pass")

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-loss", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "1b0265cbc906688e7c9144e021e58403"} tags=["experiment"]
plt.rcParams["axes.prop_cycle"] = plt.cycler(color=["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#000000"])
SIZES = (2, 5, 5, 5, 5, 1)
ACTIVATIONS = ["relu", "sigmoid", "tanh"]


def from_torch(fill):
    """An initializer that lets torch fill the weights, from a torch generator that is seeded from rng."""

    def initializer(fan_in, fan_out, rng):
        generator = torch.Generator().manual_seed(int(rng.integers(2**62)))
        return fill(torch.empty(fan_in, fan_out, dtype=torch.float64), generator).numpy()

    return initializer


initializers = {
    "N(0, 1)": from_torch(lambda weights, generator: weights.normal_(generator=generator)),
    "zeros": from_torch(lambda weights, _: weights.zero_()),
}
X, y = map(np.asarray, circles(1000, np.random.default_rng(0)))
histories = grid(X, y, SIZES, ACTIVATIONS, initializers, seed=0)
figure = plot_grid(histories)
plt.show()

# %% [markdown]
# This is the module's experiment: 1,000 examples, 100 epochs, batches of 32, RMSprop at 0.001. (Six runs of 3,200
# updates take a few seconds in NumPy, and longer in torch.) Read each vertical axis first. The numbers below come from
# 40 repetitions with other data and other weights; yours is one more.
#
# What to look for in the upper row, weights from $N(0, 1)$:
#
# - tanh brings the loss close to 0. It did so in 40 of 40 repetitions; the last loss was 0.04 or less.
# - The sigmoid network moves too, but slowly: after 100 epochs its loss was between 0.49 and 0.69, and in 40 of 40
#   repetitions at least 0.47 above tanh's. That it is *behind* is robust; where it ends is not.
# - ReLU usually does as well as tanh, in 37 of 40. It is the least predictable of the three: at times most of its units
#   are dead from the start, and in one repetition the loss ended at a coin flip's 0.693.
#
# In the lower row everything starts at zero (head and biases included). The loss stays at $\ln 2 \approx 0.6931$,
# what a coin flip costs, for *every* activation; in 10 of 10 repetitions it never left the interval from 0.6931 to
# 0.6932. What moves is the fifth digit: a batch of 32 rarely holds 16 of each class, and the head's bias follows.

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-accuracy", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "614e15221374d490d5918493986d5a50"} tags=["experiment"]
figure = plot_grid(histories, metric="accuracy")
plt.show()

# %% [markdown]
# What to look for:
#
# - From zeros the accuracy is exactly 0.5, at all times: every example gets the same logit, so all are taken for the
#   same class, and half of them are. (Measured on single batches it would dance around 0.5. This one is measured on
#   all.)
# - tanh reached 0.98 in 40 of 40 repetitions. The sigmoid network ended anywhere between 0.5 and 0.87, half of the
#   time below 0.68; its curve often jumps by 0.1 or more from one epoch to the next, because many logits are close to
#   0 and a small step changes the sign of many at once. One number read off such a curve means little.

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-gradients", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "4607f038ceb776d64e0453e9e594aae6"} tags=["experiment"]
figure = plot_grid(histories, metric="gradient_std")
plt.show()


# %% [markdown]
# Each line is one layer's gradient: how much the entries of $\partial L / \partial W$ differ within the layer, in the
# last update of each epoch. A single batch is a small sample, so the lines are noisy; compare their levels.
#
# What to look for:
#
# - Sigmoid: the head (top) receives the most, the first layer next to nothing. Averaged over the epochs, the first
#   layer's standard deviation was below 0.4 times the head's in 40 of 40 repetitions (in the median a ninth). Each
#   sigmoid on the way down multiplies by at most 0.25. That every single layer gets less than the one above is common
#   (30 of 40), not certain.
# - tanh: the other way round. The first layer's was at least 1.8 times the head's, and at least 6 times that of the
#   sigmoid network's first layer, in 40 of 40.
# - Zeros: no spread at all. With ReLU and tanh nothing but the head's bias has a gradient. With the sigmoid the
#   weights do move, but all units of a layer alike: equal units get equal gradients, and stay equal. (The only line
#   that leaves zero is the first layer's, at a few millionths at most, since its two inputs differ. Its five units do
#   not.)

# %% [markdown]
# ## Exercise `verdict`
#
# "It learns" has been a glance at a curve so far. Looking at many runs needs a rule. Write `verdict(history)`, which
# returns the first of these that applies:
#
# 1. `"diverged"`: some loss is not finite (NaN or infinite, at any epoch), or the last loss is more than ten times the
#    first.
# 2. `"not learning"`: the smallest loss is at least 0.99 times the first one, *and* every accuracy is within 0.05 of
#    0.5.
# 3. `"learned"`: the last accuracy is at least 0.95.
# 4. `"slow"`: everything else.
#
# "First" and "last" are the first and last entries of `history["loss"]` and `history["accuracy"]`, lists with one
# number per epoch, at least one.
#
# *Example.* With the accuracies `[0.5, 0.5, 0.5]`, the losses `[0.7, 0.69, 0.7]` are `"slow"`: the smallest, 0.69, is
# below $0.99 \cdot 0.7 = 0.693$. A rule that looked at the last loss only would say `"not learning"`. With `[0.7,
# 0.695, 0.7]` that is the right answer.
#
# <details><summary>Hint 1</summary>
#
# Write the four conditions as four lines in the order given; a function can return as soon as one of them holds.
#
# </details>
# <details><summary>Hint 2</summary>
#
# How does a comparison with NaN come out? `np.isfinite` catches NaN and both infinities, on a whole array at once. For
# "every" there is `.all()`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Turn both lists into arrays. The distance of the accuracies from 0.5 is an absolute value.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "verdict", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "27c63b267d54391f193bf7e22df1bb22"}
def verdict(history):
    """Say how a training run went.

    Args:
        history: dict with "loss" and "accuracy", lists of at least one number, one per epoch; further keys are ignored.

    Returns:
        The first that applies: "diverged" (a loss is not finite, or the last exceeds ten times the first), "not
        learning" (the smallest loss is at least 0.99 times the first, and every accuracy is within 0.05 of 0.5),
        "learned" (the last accuracy is at least 0.95), "slow".
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-verdict", "locked": true, "points": 25, "schema_version": 3, "solution": false, "task": false, "checksum": "e9da82d2de249c1bbee383018dfbab33"}
examples = [
    ([0.8, 0.3, 0.1], [0.5, 0.9, 0.98], "learned", "the last accuracy is at least 0.95"),
    ([0.8, 0.75, 0.7], [0.5, 0.6, 0.7], "slow", "the loss falls, but the accuracy is not there yet"),
    (
        [0.8, 0.799, 0.8],
        [0.5, 0.51, 0.49],
        "not learning",
        "the loss hardly changes, and the accuracy is a coin flip's",
    ),
    ([0.7, 0.69, 0.7], [0.5, 0.5, 0.5], "slow", "the smallest loss is below 0.99 times the first"),
    ([0.8, float("nan"), 0.1], [0.5, 0.9, 0.98], "diverged", "a loss is not finite, and this is tested first"),
    ([0.8, 2.0, 9.0], [0.5, 0.5, 0.5], "diverged", "the last loss is more than ten times the first"),
]
for losses, accuracies, expected, reason in examples:
    found = verdict({"loss": losses, "accuracy": accuracies})
    assert found == expected, (
        f"Losses {losses}, accuracies {accuracies}: {expected!r} because {reason}; yours: {found!r}"
    )
print("verdict: the visible checks pass")

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-verdicts", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "10df52c76973e48bc4d02672946053ba"} tags=["experiment"]
COLORS = {"learned": "#b7dfb7", "slow": "#f4e3a1", "not learning": "#f0b9b0", "diverged": "#c9b3dd"}
REPEATS = 5
small = {"epochs": 60, "batch_size": 32, "learning_rate": 0.005}
found = {(name, activation): [] for name in initializers for activation in ACTIVATIONS}
for seed in range(REPEATS):
    X, y = map(np.asarray, circles(400, np.random.default_rng(100 + seed)))
    for (activation, name), history in grid(X, y, SIZES, ACTIVATIONS, initializers, seed, **small).items():
        found[name, activation].append(verdict(history))
figure, ax = plt.subplots(figsize=(9, 3.4))
ax.axis("off")
cells = [[found[name, activation] for activation in ACTIVATIONS] for name in initializers]
table = ax.table(
    [
        ["\n".join(f"{words.count(word)} of {REPEATS} {word}" for word in COLORS if word in words) for words in row]
        for row in cells
    ],
    cellColours=[[COLORS[max(COLORS, key=words.count)] for words in row] for row in cells],
    rowLabels=list(initializers),
    colLabels=ACTIVATIONS,
    cellLoc="center",
    bbox=(0.12, 0.0, 0.88, 0.95),
)
table.set_fontsize(12)
ax.set_title(f"Verdicts on {REPEATS} seeds: 400 examples, 60 epochs, RMSprop at 0.005")
figure.tight_layout()
plt.show()

# %% [markdown]
# The same comparison, smaller and faster, five times over: other data, other weights, another order each time. A
# table of verdicts is a stronger statement than the best-looking curve.
#
# With 100 seeds instead of five this setting gave for $N(0, 1)$: tanh learned in 100; ReLU learned in 94, was slow in
# 5 and not learning in one; sigmoid was slow in 97 and learned in 3. From zeros none of the three learned in any of
# 20 seeds. So "zeros do not learn" and "tanh learns" are safe bets here. "ReLU learns" is a good bet. "Sigmoid does
# not learn" is wrong as it stands: it is slower, with this optimizer, at this depth, in this number of epochs.

# %% [markdown]
# ## Reflection
#
# A colleague shows you one figure, the upper row of the losses above, and concludes: "Sigmoid networks cannot learn
# this, ReLU and tanh networks can." Answer in eight to twelve sentences. Which part of this would you expect to hold
# with another seed, and which would you not bet on? Which words claim more than the experiment shows (think of what was
# held fixed: optimizer, number of epochs, width, initialization)? Describe one further experiment with `grid` that
# could prove the colleague wrong, and what you would report of it instead of one curve.

# %% [markdown] nbgrader={"cell_type": "markdown", "grade": true, "grade_id": "reflection", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false, "checksum": "fe074ce5cc0c4d5d76b55bdbd5e9136c"}
# YOUR ANSWER HERE
