# %% [markdown]
# # Initializers: where training starts
#
# Before the first gradient is computed, somebody has chosen the weights. Two networks with the same layers, the same
# data and the same optimizer can differ only in that choice, and one learns while the other never leaves its first
# loss. In this notebook you write the common initializers, find the arithmetic from which their scale follows, and
# watch what each of them does to a deep network.
#
# **The question behind every formula.** A unit computes $z = \sum_{i=1}^{n} x_i w_i + b$ with $n$ = `fan_in`. When
# the $x_i$ and the $w_i$ are independent and have mean zero, variances multiply in every term and add over the terms:
#
# $$\operatorname{Var}(z) = n \operatorname{Var}(x) \operatorname{Var}(w).$$
#
# A deep network repeats this in each layer. If $n \operatorname{Var}(w)$ is above what the activation takes away
# again, the outputs grow from layer to layer; if it is below, they shrink. Ten layers turn a factor of 2 into 1,000.
# So a good variance depends on the *size of the layer*, and (as we shall see) on the activation.
#
# **Where it comes from**
#
# - X. Glorot and Y. Bengio, *Understanding the difficulty of training deep feedforward neural networks*, AISTATS
#   2010.
# - K. He, X. Zhang, S. Ren and J. Sun, *Delving deep into rectifiers*, ICCV 2015.
# - A. Saxe, J. McClelland and S. Ganguli, *Exact solutions to the nonlinear dynamics of learning in deep linear
#   neural networks*, ICLR 2014 (orthogonal weights).
#
# **Conventions**
#
# - `W` has the shape `(fan_in, fan_out)`: one row per input, one column per unit. A layer computes `x @ W + b`.
# - Every initializer is a function `name(fan_in, fan_out, rng, ...)`. All randomness comes from `rng`, a
#   `numpy.random.Generator` (for torch, a `torch.Generator`), which advances as you draw: the next call gives other
#   numbers, and the same state gives the same numbers again. `np.random.seed`, `np.random.normal` and friends use a
#   hidden global state: leave them alone. The order in which you draw is up to you.
# - Results are floating-point arrays. Functions do not change their arguments, unless the name ends in `_`.

# %% nbgrader={"cell_type": "code", "checksum": "29e0955135dc22e624da7ead0278240e", "grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import numpy as np
import torch


# %% [markdown]
# ## Exercise `zeros`
#
# The simplest start is no start at all: $W = 0$. Write `zeros(fan_in, fan_out, rng)`; it ignores `rng`, but has the
# same signature as every other initializer, so that one can be swapped for another.
#
# *Example.* `zeros(2, 3, rng)` is an array of shape `(2, 3)`, not `(3, 2)`, of the float `0.0`. Whether this is a
# good idea is the first experiment below.
#
# <details><summary>Hint 1</summary>
#
# How many rows and columns does `W` need for `x @ W` to turn `fan_in` numbers into `fan_out`?
#
# </details>
# <details><summary>Hint 2</summary>
#
# NumPy has a function for an array of zeros; look at what it takes as shape and which dtype it gives by default.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The shape is one argument, a tuple: rows are inputs, columns are units. The default dtype is already floating point.
#
# </details>

# %% nbgrader={"cell_type": "code", "checksum": "3ab4c967ea74170d39e302597d8988d3", "grade": false, "grade_id": "zeros", "locked": false, "schema_version": 3, "solution": true, "task": false}
def zeros(fan_in, fan_out, rng):
    """Weights that are all zero.

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator; not used, here so that every initializer is called alike.

    Returns:
        W: floating-point array of shape (fan_in, fan_out), every entry 0.
    """
    return np.zeros((fan_in, fan_out))


# %% nbgrader={"cell_type": "code", "checksum": "408554bcd291fcf47178a6e7bb5d2019", "grade": true, "grade_id": "grade-zeros", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
W = zeros(2, 3, np.random.default_rng(0))
assert np.shape(W) == (2, 3), f"zeros(2, 3, rng) should have shape (2, 3), one row per input, not {np.shape(W)}."
assert "float" in str(W.dtype), f"Weights are floating-point numbers; yours have dtype {W.dtype}."
assert (np.asarray(W) == 0).all(), "Every entry should be exactly 0."
print("zeros: the visible checks pass")


# %% [markdown]
# ## Exercise `random_normal`
#
# Independent draws from a normal distribution with mean 0 and standard deviation `std`:
#
# $$W_{ij} \sim N(0, \mathtt{std}^2).$$
#
# With `std=1.0` this is the start of the running example: a network with two inputs and four hidden layers of five
# units.
#
# *Example.* With `std=0.5` the sample variance of a large `W` is near $0.5^2 = 0.25$ (a common slip, passing the
# variance where the standard deviation is asked, gives 0.0625).
#
# Do not tidy the sample up (by subtracting its mean, say, dividing by its standard deviation, or cutting off its
# tails): six draws from $N(0, 1)$ do not have the sample variance 1, and are no longer independent once you force it on
# them.
#
# <details><summary>Hint 1</summary>
#
# Which object do the random numbers come from, and what happens to it when you draw?
#
# </details>
# <details><summary>Hint 2</summary>
#
# A `Generator` has a method for normal draws. Look up whether it takes the standard deviation or the variance.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Mean 0, scale `std` (not its square), size `(fan_in, fan_out)`, all in one call on `rng`.
#
# </details>

# %% nbgrader={"cell_type": "code", "checksum": "bbaf6b671c6e9532af518cada91b8ba7", "grade": false, "grade_id": "random_normal", "locked": false, "schema_version": 3, "solution": true, "task": false}
def random_normal(fan_in, fan_out, rng, std=1.0):
    """Independent weights from N(0, std**2).

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator, the only source of randomness; it advances.
        std: standard deviation of every entry, at least 0.

    Returns:
        W: floating-point array of shape (fan_in, fan_out).

    Raises:
        ValueError: std is negative.
    """
    if not std >= 0:
        raise ValueError(f"std must be at least 0, got {std}")
    return rng.normal(0.0, std, (fan_in, fan_out))


# %% nbgrader={"cell_type": "code", "checksum": "b3305d21682c675c1d78d3b43a5b7008", "grade": true, "grade_id": "grade-random_normal", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
rng = np.random.default_rng(1)
W = np.asarray(random_normal(50, 40, rng))
V = np.asarray(random_normal(50, 40, rng))
again = np.asarray(random_normal(50, 40, np.random.default_rng(1)))
assert W.shape == (50, 40), f"random_normal(50, 40, rng) should have shape (50, 40), not {W.shape}."
assert not np.array_equal(W, V), "Two calls in a row should differ: draw from rng, do not make a generator of your own."
assert np.array_equal(W, again), "The same generator state should give the same weights: draw from rng, nothing else."
assert abs(W.mean()) < 0.2, f"The mean should be near 0; yours is {W.mean():.3f}."
assert 0.8 < W.var() < 1.2, f"With std=1 the variance should be near 1; yours is {W.var():.3f}."
half = np.asarray(random_normal(50, 40, rng, std=0.5))
assert 0.2 < half.var() < 0.3, f"With std=0.5 the variance should be near 0.25; yours is {half.var():.4f}."
print("random_normal: the visible checks pass")


# %% [markdown]
# ## Exercise `glorot`
#
# Let us choose the variance by the arithmetic above. For a layer that is nearly linear around 0, as tanh is,
#
# - **forward**, the outputs keep the variance of the inputs when $\operatorname{Var}(W) = 1 / \mathtt{fan\_in}$;
# - **backward**, a gradient passes through the same weights the other way round, as $\delta W^\top$, a sum over
#   `fan_out` terms. It keeps its variance when $\operatorname{Var}(W) = 1 / \mathtt{fan\_out}$.
#
# Both at once is possible in square layers only. Glorot and Bengio (2010, equation 12) take the middle:
#
# $$\operatorname{Var}(W) = \frac{2}{\mathtt{fan\_in} + \mathtt{fan\_out}}.$$
#
# The variance says nothing about the shape of the distribution. Write both of the usual ones:
#
# - `glorot_normal`: normal with this variance (a truncated normal is fine, if its variance *after* truncation is
#   this);
# - `glorot_uniform`: uniform on $[-\ell, \ell]$. Such a variable has the variance $\ell^2 / 3$, which gives the limit
#   $\ell = \sqrt{6 / (\mathtt{fan\_in} + \mathtt{fan\_out})}$ (equation 16).
#
# *Example.* For `fan_in = 400` and `fan_out = 100` the variance is $2 / 500 = 0.004$: a standard deviation of 0.0632,
# and a limit of 0.1095. A limit of 0.0632 is the standard deviation mistaken for the limit, and a variance three
# times too small.
#
# <details><summary>Hint 1</summary>
#
# What does NumPy ask for: a variance, a standard deviation, or limits? Which of them does the formula give?
#
# </details>
# <details><summary>Hint 2</summary>
#
# For the uniform, solve $\ell^2 / 3 = 2 / (\mathtt{fan\_in} + \mathtt{fan\_out})$ for $\ell$, and mind that the
# interval has two ends.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Normal: scale = square root of 2 over the sum of both fans. Uniform: from minus to plus the square root of 6 over
# that sum.
#
# </details>

# %% nbgrader={"cell_type": "code", "checksum": "6b695ff8c62e5fa2bde2a2dcc96af57d", "grade": false, "grade_id": "glorot", "locked": false, "schema_version": 3, "solution": true, "task": false}
def glorot_normal(fan_in, fan_out, rng):
    """Independent normal weights of variance 2 / (fan_in + fan_out) (Glorot and Bengio 2010, eq. 12).

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator, the only source of randomness; it advances.

    Returns:
        W: floating-point array of shape (fan_in, fan_out), mean 0. A truncated normal of that variance will do.
    """
    std = np.sqrt(2.0 / (fan_in + fan_out))
    return rng.normal(0.0, std, (fan_in, fan_out))


def glorot_uniform(fan_in, fan_out, rng):
    """Independent weights, uniform on [-limit, limit] with limit = sqrt(6 / (fan_in + fan_out)).

    Glorot and Bengio 2010, eq. 16.

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator, the only source of randomness; it advances.

    Returns:
        W: floating-point array of shape (fan_in, fan_out), mean 0, variance 2 / (fan_in + fan_out).
    """
    limit = np.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out))


# %% nbgrader={"cell_type": "code", "checksum": "5395ff6713bc176aee1f9c2fcaf52938", "grade": true, "grade_id": "grade-glorot", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false}
for initializer in (glorot_normal, glorot_uniform):
    name = initializer.__name__
    rng = np.random.default_rng(2)
    W = np.asarray(initializer(400, 100, rng))
    V = np.asarray(initializer(400, 100, rng))
    assert W.shape == (400, 100), f"{name}(400, 100, rng) should have shape (400, 100), not {W.shape}."
    assert not np.array_equal(W, V), f"{name}: two calls in a row should differ, because rng advances."
    assert abs(W.mean()) < 0.005, f"{name}: the mean should be near 0; yours is {W.mean():.4f}."
    assert abs(W.var() / 0.004 - 1) < 0.1, f"{name}: the variance should be 2 / 500 = 0.004; yours is {W.var():.5f}."
largest = np.abs(glorot_uniform(400, 100, np.random.default_rng(3))).max()
assert largest < 0.1096, f"glorot_uniform(400, 100, rng) stays within 0.1096; your largest entry is {largest:.4f}."
print("glorot: the visible checks pass")


# %% [markdown]
# ## Exercise `he`
#
# ReLU is not linear around 0: it drops the negative half. For a pre-activation that is symmetric around 0, exactly
# half of the mean square survives: $E[\operatorname{relu}(z)^2] = \tfrac12 \operatorname{Var}(z)$. He et al. (2015,
# equation 10) ask for $\tfrac12\, \mathtt{fan\_in} \operatorname{Var}(W) = 1$, so that
#
# $$\operatorname{Var}(W) = \frac{2}{\mathtt{fan\_in}}.$$
#
# What this keeps from layer to layer is the *mean square* of the outputs. (Their variance is smaller, because the
# mean of a ReLU's output is not 0.) Write `he_normal` (truncated normals of this variance are fine again) and
# `he_uniform`, and find the uniform's limit yourself this time.
#
# *Example.* For `fan_in = 400` and `fan_out = 100` the variance is $2 / 400 = 0.005$, a standard deviation of 0.0707.
# With `fan_out` in its place you would get 0.02, four times too much. Only a non-square layer shows the difference.
#
# <details><summary>Hint 1</summary>
#
# Which of the two fans counts the terms of the sum in a forward pass? In which dimension of `W` is it?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The uniform distribution on $[-\ell, \ell]$ has the variance $\ell^2 / 3$. Set it equal to $2 / \mathtt{fan\_in}$.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Normal: scale = square root of 2 over `fan_in`. Uniform: the limit is larger than that by the square root of 3.
#
# </details>

# %% nbgrader={"cell_type": "code", "checksum": "945a5947259cd07222c610d01a1f765d", "grade": false, "grade_id": "he", "locked": false, "schema_version": 3, "solution": true, "task": false}
def he_normal(fan_in, fan_out, rng):
    """Independent normal weights of variance 2 / fan_in (He et al. 2015, eq. 10).

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator, the only source of randomness; it advances.

    Returns:
        W: floating-point array of shape (fan_in, fan_out), mean 0. A truncated normal of that variance will do.
    """
    return rng.normal(0.0, np.sqrt(2.0 / fan_in), (fan_in, fan_out))


def he_uniform(fan_in, fan_out, rng):
    """Independent weights of variance 2 / fan_in, uniform on an interval around 0.

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator, the only source of randomness; it advances.

    Returns:
        W: floating-point array of shape (fan_in, fan_out), mean 0.
    """
    limit = np.sqrt(6.0 / fan_in)
    return rng.uniform(-limit, limit, (fan_in, fan_out))


# %% nbgrader={"cell_type": "code", "checksum": "aaf654c05521da78f82749471160911c", "grade": true, "grade_id": "grade-he", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false}
for initializer in (he_normal, he_uniform):
    name = initializer.__name__
    rng = np.random.default_rng(4)
    W = np.asarray(initializer(400, 100, rng))
    V = np.asarray(initializer(400, 100, rng))
    assert W.shape == (400, 100), f"{name}(400, 100, rng) should have shape (400, 100), not {W.shape}."
    assert not np.array_equal(W, V), f"{name}: two calls in a row should differ, because rng advances."
    assert abs(W.mean()) < 0.005, f"{name}: the mean should be near 0; yours is {W.mean():.4f}."
    assert abs(W.var() / 0.005 - 1) < 0.1, f"{name}: the variance should be 2 / 400 = 0.005; yours is {W.var():.5f}."
print("he: the visible checks pass")


# %% [markdown]
# ## Exercise `orthogonal`
#
# A random matrix of the right variance keeps the length of a vector on average. An orthogonal one keeps it exactly:
# every singular value is the same. `orthogonal(fan_in, fan_out, rng, gain=1.0)` gives a matrix whose *shorter* side's
# vectors are orthonormal, times `gain`:
#
# $$W^\top W = \mathtt{gain}^2 I \quad\text{if } \mathtt{fan\_in} \ge \mathtt{fan\_out}, \qquad
# W W^\top = \mathtt{gain}^2 I \quad\text{otherwise,}$$
#
# and every such matrix is equally likely. The recipe (Saxe et al. 2014; the sign correction is in F. Mezzadri, *How
# to generate random matrices from the classical compact groups*, Notices of the AMS 2007):
#
# 1. draw a matrix $A$ of independent $N(0, 1)$ entries with at least as many rows as columns;
# 2. take its QR decomposition $A = QR$; the columns of $Q$ are orthonormal;
# 3. $A = QR$ leaves the signs open: each column of $Q$ can be turned around together with its row of $R$, and which
#    sign you get is an accident of the algorithm (NumPy's makes the entry $Q_{11}$ negative, always; a singular value
#    decomposition has the same trouble). So multiply each *column* of $Q$ by the sign of its diagonal entry of $R$;
# 4. turn it on its side if $A$ was drawn the other way round, and multiply by `gain`.
#
# *Example.* `orthogonal(3, 2, rng, gain=2.0)` has two orthogonal columns of length 2: `W.T @ W` is 4 on the diagonal
# and 0 off it (a diagonal of 2 means that only the square root of the gain arrived). `W @ W.T`, a 3 by 3 matrix of
# rank 2, cannot be a multiple of the identity.
#
# <details><summary>Hint 1</summary>
#
# How many orthonormal vectors of length 3 can there be, and how many of length 2? So which way round must $A$ be?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `np.linalg.qr` gives the reduced decomposition: for a tall $A$, a $Q$ of the same shape. For `fan_in < fan_out`
# start from a tall matrix too, and transpose at the end.
#
# </details>
# <details><summary>Hint 3</summary>
#
# One sign per column of $Q$, from the diagonal of $R$; multiplying by a vector broadcasts it over the rows. Then the
# transpose if needed, then `gain`.
#
# </details>

# %% nbgrader={"cell_type": "code", "checksum": "a9fff54e9befff5900128f9ac126bfdc", "grade": false, "grade_id": "orthogonal", "locked": false, "schema_version": 3, "solution": true, "task": false}
def orthogonal(fan_in, fan_out, rng, gain=1.0):
    """A random matrix whose shorter side's vectors are orthonormal, times gain; all such matrices are equally likely.

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator, the only source of randomness; it advances.
        gain: the length of the orthogonal vectors, at least 0.

    Returns:
        W: floating-point array of shape (fan_in, fan_out) with W.T @ W = gain**2 * I (fan_in >= fan_out)
            or W @ W.T = gain**2 * I (fan_in <= fan_out).

    Raises:
        ValueError: gain is negative.
    """
    if not gain >= 0:
        raise ValueError(f"gain must be at least 0, got {gain}")
    tall = rng.normal(size=(max(fan_in, fan_out), min(fan_in, fan_out)))
    q, r = np.linalg.qr(tall)
    q *= np.sign(np.diag(r))  # without this, LAPACK's choice of signs would favour some matrices
    return gain * (q if fan_in >= fan_out else q.T)


# %% nbgrader={"cell_type": "code", "checksum": "b00543944a67f6a487e248647c5e4f04", "grade": true, "grade_id": "grade-orthogonal", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
rng = np.random.default_rng(5)
tall = np.asarray(orthogonal(6, 3, rng))
wide = np.asarray(orthogonal(3, 6, rng))
assert tall.shape == (6, 3), f"orthogonal(6, 3, rng) should have shape (6, 3), not {tall.shape}."
assert wide.shape == (3, 6), f"orthogonal(3, 6, rng) should have shape (3, 6), not {wide.shape}."
assert np.allclose(tall.T @ tall, np.eye(3), atol=1e-5), "The columns of a (6, 3) matrix are orthonormal: W.T @ W = I."
assert np.allclose(wide @ wide.T, np.eye(3), atol=1e-5), "The rows of a (3, 6) matrix are orthonormal: W @ W.T = I."
doubled = np.asarray(orthogonal(6, 3, rng, gain=2.0))
assert np.allclose(doubled.T @ doubled, 4 * np.eye(3), atol=1e-4), "With gain=2 every column has length 2."
corners = [float(orthogonal(3, 2, rng)[0, 0]) for _ in range(40)]
assert min(corners) < 0 < max(corners), "W[0, 0] has the same sign every time: use the signs of R's diagonal."
print("orthogonal: the visible checks pass")

# %% [markdown]
# ### Experiment: what twenty layers do to directions
#
# The weights of twenty linear layers, multiplied: what does the product do to the directions of its input? Its
# singular values say by how much the signal in each of 64 directions is stretched. Glorot's weights keep the length
# of a signal on average; are they kind to every direction?

# %% nbgrader={"cell_type": "code", "checksum": "2d88df92c185b2efe3a14e6043f934cb", "grade": false, "grade_id": "experiment-directions", "locked": true, "schema_version": 3, "solution": false, "task": false} tags=["experiment"]
plt.style.use("tableau-colorblind10")
rng = np.random.default_rng(9)
figure, ax = plt.subplots(figsize=(7, 4))
for initializer in (glorot_normal, orthogonal):
    product = np.linalg.multi_dot([np.asarray(initializer(64, 64, rng)) for _ in range(20)])
    ax.semilogy(range(1, 65), np.linalg.svd(product, compute_uv=False), marker=".", label=initializer.__name__)
ax.set_xlabel("direction, from the most to the least stretched")
ax.set_ylabel("singular value")
ax.set_title("The product of twenty weight matrices, 64 by 64")
ax.legend()
figure.tight_layout()
plt.show()


# %% [markdown]
# **What to look for.** Under Glorot's rule a few directions survive, and the others are crushed by many powers of
# ten: on average the length is right, in most directions it is far too small. A product of orthogonal matrices is
# orthogonal: every singular value is 1.

# %% [markdown]
# ## Exercise `init_mlp`
#
# A network is a list of `(W, b)` pairs, input side first. For `sizes = [2, 5, 5, 1]` there are three: of shapes `(2,
# 5)` and `(5,)`, `(5, 5)` and `(5,)`, `(5, 1)` and `(1,)`. Each weight matrix comes from exactly one call
# `initializer(fan_in, fan_out, rng)`, and every bias starts at 0.
#
# Why may the biases be zero and the weights not? The biases of a layer are all alike, but as long as the weights of
# its units differ, so do the units.
#
# *Example.* `init_mlp([2, 5, 1], zeros, rng)` has two pairs (not three: four numbers of units would make three
# layers), and 21 numbers in all: 10 + 5 in the first layer, 5 + 1 in the second.
#
# <details><summary>Hint 1</summary>
#
# How many layers are there between `len(sizes)` groups of units?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Each layer joins two neighbours in `sizes`. How do you walk through a list and see an entry together with the next
# one?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Pair `sizes` without its last entry with `sizes` without its first one. Per pair: one call of `initializer` with the
# `rng` you were given, and a vector of `fan_out` zeros.
#
# </details>

# %% nbgrader={"cell_type": "code", "checksum": "9636b06ae08158bfff82018fd13c7fb0", "grade": false, "grade_id": "init_mlp", "locked": false, "schema_version": 3, "solution": true, "task": false}
def init_mlp(sizes, initializer, rng):
    """The starting parameters of a network.

    Args:
        sizes: list of L + 1 numbers of units, L >= 1, input side first.
        initializer: function (fan_in, fan_out, rng) -> W of shape (fan_in, fan_out), called exactly once per layer.
        rng: numpy.random.Generator, handed on to initializer.

    Returns:
        params: list of L pairs (W, b), input side first; b is floating point, of shape (fan_out,), all zero.
    """
    return [
        (initializer(fan_in, fan_out, rng), np.zeros(fan_out))
        for fan_in, fan_out in zip(sizes[:-1], sizes[1:], strict=True)
    ]


# %% nbgrader={"cell_type": "code", "checksum": "870a8c0931e732c32b5fb14bc7806123", "grade": true, "grade_id": "grade-init_mlp", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
calls = []


def numbered(fan_in, fan_out, rng):
    """Not random at all: the first call gives ones, the second twos, and so on; every call is noted."""
    calls.append((fan_in, fan_out))
    return np.full((fan_in, fan_out), float(len(calls)))


params = init_mlp([2, 5, 1], numbered, np.random.default_rng(6))
assert len(params) == 2, f"Three sizes make two layers; yours has {len(params)}."
assert sorted(calls) == [(2, 5), (5, 1)], f"One call per layer, initializer(fan_in, fan_out, rng); yours were {calls}."
assert [np.shape(W) for W, b in params] == [(2, 5), (5, 1)], "W is (fan_in, fan_out), input side first."
assert [np.shape(b) for W, b in params] == [(5,), (1,)], "b is (fan_out,): one number per unit."
assert all((np.asarray(b) == 0).all() for W, b in params), "Every bias starts at 0."
print("init_mlp: the visible checks pass")

# %% [markdown]
# ### Experiment: zero weights beside N(0, 1)
#
# The running example: two noisy rings, a network 2-5-5-5-5-1, three activations. The network, its gradients and its
# training are torch's; the starting weights are yours.

# %% nbgrader={"cell_type": "code", "checksum": "9d252a7c4cd1164cda6321e25880ea94", "grade": false, "grade_id": "experiment-zero_weights", "locked": true, "schema_version": 3, "solution": false, "task": false} tags=["experiment"]
rng = np.random.default_rng(11)
torch.manual_seed(11)
inner = torch.arange(200) % 2
points = torch.polar(1.0 - 0.5 * inner, 2 * torch.pi * torch.rand(200))
inputs = torch.view_as_real(points) + 0.1 * torch.randn(200, 2)
targets = inner[:, None].float()

figure, axes = plt.subplots(2, 3, figsize=(11, 5.5), sharex=True, sharey="row")
for column, activation in enumerate([torch.nn.ReLU, torch.nn.Sigmoid, torch.nn.Tanh]):
    for initializer, style in [(random_normal, "-C0"), (zeros, "--C1")]:
        network = torch.nn.Sequential()
        for W, b in init_mlp([2, 5, 5, 5, 5, 1], initializer, rng):
            linear = torch.nn.Linear(*W.shape)
            linear.weight.data = torch.as_tensor(W).T.float()
            linear.bias.data = torch.as_tensor(b).float()
            network.extend([linear, activation()])
        network.pop(-1)  # the head has no activation: the loss applies the sigmoid
        optimizer = torch.optim.SGD(network.parameters(), lr=0.2)
        losses, accuracies = [], []
        for _ in range(1000):
            logits = network(inputs)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            accuracies.append(((logits > 0) == (targets > 0.5)).float().mean().item())
        axes[0, column].plot(losses, style, label=initializer.__name__)
        axes[1, column].plot(accuracies, style, label=initializer.__name__)
    axes[0, column].set_title(activation.__name__)
    axes[0, column].axhline(np.log(2), color="gray", linestyle=":", label="ln 2")
    axes[1, column].axhline(0.5, color="gray", linestyle=":", label="coin flip")
    axes[1, column].set_xlabel("step of gradient descent")
axes[0, 0].set_ylabel("loss")
axes[1, 0].set_ylabel("accuracy")
axes[0, 1].legend(loc="lower right")
axes[1, 1].legend(loc="upper right")
figure.suptitle("The running example from N(0, 1) weights and from zero weights")
figure.tight_layout()
plt.show()


# %% [markdown]
# **What to look for.** With zero weights the loss stands at $\ln 2 \approx 0.693$ and the accuracy at 0.5, for every
# activation and for ever. Look for the reason in the gradients: every unit of a layer is the same, so every unit gets
# the same gradient; and here, with as many examples of one class as of the other, these gradients are all zero. From
# $N(0, 1)$ weights tanh learns, and ReLU with most seeds (a small ReLU network can start with a dead layer); the
# sigmoid network hardly moves under plain gradient descent. That last failure is not one of symmetry; the assignment
# on vanishing gradients is about it. (A narrow spike is a step of gradient descent that was too long, and was mended by
# the next ones.)

# %% [markdown]
# ## Exercise `variance`
#
# Now measure. `preactivation_variance(fan_in, var_x, var_w)` is the formula from the top of this notebook: the
# variance of $\sum_i x_i w_i$ over `fan_in` terms, when all $x_i$ and $w_i$ are independent and have mean zero.
#
# `layer_output_stats(params, X, activation)` runs a network and gives, for each *hidden* layer, the mean and the
# standard deviation of its outputs, *after* the activation, over all entries (all examples and all units together).
# The hidden layers are all but the last pair of `params`; each computes $h \leftarrow a(h W + b)$, starting from $h =
# X$. Activations are `"relu"`, $\max(z, 0)$; `"sigmoid"`, $1 / (1 + e^{-z})$; and `"tanh"`.
#
# *Examples.* `preactivation_variance(100, 4.0, 0.01)` is 4.0 (variances, not standard deviations; linear in
# `fan_in`). For `X = [[2], [-1]]`, one hidden ReLU layer with `W = [[1, -1]]` and `b = [0, 1]`, and any head, the
# pre-activations are `[[2, -1], [-1, 2]]`, the outputs `[[2, 0], [0, 2]]`, and the answer `[(1.0, 1.0)]`: one pair,
# because the head is not a hidden layer. Before the activation it would be (0.5, 1.5); with `ddof=1` the standard
# deviation would be 1.155.
#
# <details><summary>Hint 1</summary>
#
# What is the output of one layer to the next one? So what must your loop carry along, and what must it note down?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Walk through `params` without its last pair. Replace `h` by the layer's output, then take two numbers from it. The
# mean and standard deviation of a whole array need no axis.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Variance: the product of all three arguments. Statistics: start with `h` equal to `X`; per hidden layer, `h` becomes
# the activation of `h` times `W` plus `b`; append the pair of its mean and its standard deviation, each as a float.
#
# </details>

# %% nbgrader={"cell_type": "code", "checksum": "3708b874e0fc01293ce0abe6eb982e93", "grade": false, "grade_id": "variance", "locked": false, "schema_version": 3, "solution": true, "task": false}
def preactivation_variance(fan_in, var_x, var_w):
    """The variance of a sum of fan_in products x * w, all x and w independent and with mean zero.

    Args:
        fan_in: number of terms.
        var_x: variance of each x.
        var_w: variance of each w.

    Returns:
        The variance, a float.
    """
    return float(fan_in * var_x * var_w)


def layer_output_stats(params, X, activation):
    """Mean and standard deviation of each hidden layer's output, after the activation, over all entries.

    Args:
        params: list of pairs (W, b), W of shape (fan_in, fan_out), b of shape (fan_out,), input side first;
            the last pair is the head, which is not a hidden layer.
        X: array of shape (m, n), examples in rows.
        activation: "relu", "sigmoid" or "tanh", applied by every hidden layer.

    Returns:
        List of pairs (mean, std) of floats (std with ddof=0), one per hidden layer, input side first.

    Raises:
        ValueError: the activation is none of the three.
    """
    if activation not in ("relu", "sigmoid", "tanh"):
        raise ValueError(f"activation must be 'relu', 'sigmoid' or 'tanh', got {activation!r}")
    activate = {
        "relu": lambda z: np.maximum(z, 0.0),
        "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),  # the same function, and never an overflow
        "tanh": np.tanh,
    }[activation]
    stats = []
    h = X
    for W, b in params[:-1]:
        h = activate(h @ W + b)
        stats.append((float(h.mean()), float(h.std())))
    return stats


# %% nbgrader={"cell_type": "code", "checksum": "d88d04c8fc6f979dc9102aec8088c293", "grade": true, "grade_id": "grade-variance", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false}
assert np.isclose(preactivation_variance(100, 4.0, 0.01), 4.0), (
    "A sum of 100 terms of variance 4 * 0.01 has variance 4."
)
params = [(np.array([[1.0, -1.0]]), np.array([0.0, 1.0])), (np.array([[1.0], [1.0]]), np.array([0.0]))]
stats = layer_output_stats(params, np.array([[2.0], [-1.0]]), "relu")
assert len(stats) == 1, f"One hidden layer and a head: one pair (mean, std); you returned {len(stats)}."
assert np.allclose(stats[0], (1.0, 1.0)), (
    f"Outputs [[2, 0], [0, 2]] have mean 1 and std 1; you returned {tuple(stats[0])}."
)
deep = [(np.full((2, 3), 0.1), np.zeros(3)), (np.full((3, 4), 0.1), np.full(4, 0.2)), (np.ones((4, 1)), np.zeros(1))]
stats = layer_output_stats(deep, np.ones((5, 2)), "sigmoid")
assert len(stats) == 2, f"Two hidden layers and a head: two pairs; you returned {len(stats)}."
assert np.isclose(stats[0][0], 0.549834), "The first layer's outputs are all sigmoid(0.2), about 0.5498."
assert abs(stats[1][1]) < 1e-12, "All units of this network are alike, so the standard deviation is 0."
print("variance: the visible checks pass")

# %% [markdown]
# ### Experiment: layer outputs by depth
#
# Five hidden layers of 100 units on unit-variance inputs, four ways to start, three activations. Each panel shows the
# distribution of the outputs of layer 1 (top) to layer 5 (bottom). ReLU's panels have horizontal scales of their own,
# and the bar of its zeros, about half of all outputs, is cut off.

# %% nbgrader={"cell_type": "code", "checksum": "e69217310545af1c6cb78a50ac847dec", "grade": false, "grade_id": "experiment-layer_outputs", "locked": true, "schema_version": 3, "solution": false, "task": false} tags=["experiment"]
rng = np.random.default_rng(7)
inputs = rng.normal(size=(200, 100))
schemes = {
    "N(0, 1)": random_normal,
    "N(0, 0.01²)": lambda fan_in, fan_out, rng: random_normal(fan_in, fan_out, rng, std=0.01),
    "Glorot normal": glorot_normal,
    "He normal": he_normal,
}
figure, axes = plt.subplots(4, 3, figsize=(11, 10))
for row, (scheme, initializer) in zip(axes, schemes.items(), strict=True):
    matrices = [torch.as_tensor(initializer(100, 100, rng)).double() for _ in range(5)]
    for ax, activation in zip(row, [torch.relu, torch.sigmoid, torch.tanh], strict=True):
        signal, outputs = torch.as_tensor(inputs), []
        for weights in matrices:
            signal = activation(torch.nn.functional.linear(signal, weights.T))
            outputs.append(signal.flatten().numpy())
        lowest = -1.0 if activation is torch.tanh else 0.0
        highest = max(np.quantile(values, 0.999) for values in outputs) if activation is torch.relu else 1.0
        edges = np.linspace(lowest, highest, 62)
        for depth, values in enumerate(outputs):
            counts, _ = np.histogram(values, edges)
            heights = np.minimum(0.9 * counts / max(counts[1:].max(), 1), 0.9)  # cuts the tall bar of ReLU's zeros
            ax.stairs(heights - depth, edges, baseline=-depth, fill=True, color=plt.cm.viridis(depth / 5))
        ax.set_yticks(-np.arange(5), [f"layer {depth + 1}" for depth in range(5)])
        ax.set_title(f"{scheme}, {activation.__name__}")
for ax in axes[-1]:
    ax.set_xlabel("output")
figure.suptitle("Distribution of layer outputs by depth")
figure.tight_layout()
plt.show()

# %% [markdown]
# **What to look for.** Under $N(0, 1)$ a pre-activation is a sum of 100 terms. ReLU's outputs grow about sevenfold
# ($\sqrt{100 / 2}$) with every layer; tanh's and sigmoid's pile up at the two ends of their range, where the
# derivative is nearly zero. Under $N(0, 0.01^2)$ the outputs collapse: to 0 for ReLU and tanh, to a spike at 0.5 for
# the sigmoid. With He, ReLU keeps its scale; with Glorot, tanh neither saturates nor collapses. Compare them with the
# other pairing, too: ReLU under Glorot loses about half of its mean square in each layer.

# %% [markdown]
# ### Experiment: ten layers deep
#
# The same in numbers, through ten layers of 256 units: the standard deviation of each layer's output from your
# `layer_output_stats`, and the root mean square, $\sqrt{\text{mean}^2 + \text{std}^2}$. The vertical scale is
# logarithmic.

# %% nbgrader={"cell_type": "code", "checksum": "a5317e9bf92d79936f1a9e369f62a271", "grade": false, "grade_id": "experiment-depth", "locked": true, "schema_version": 3, "solution": false, "task": false} tags=["experiment"]
rng = np.random.default_rng(8)
inputs = rng.normal(size=(100, 256))
figure, axes = plt.subplots(2, 3, figsize=(11, 6.5), sharex=True, sharey="col")
for (top, bottom), activation in zip(axes.T, ["relu", "sigmoid", "tanh"], strict=True):
    for marker, (scheme, initializer) in zip("os^v", schemes.items(), strict=True):
        stats = layer_output_stats(init_mlp([256] * 11 + [1], initializer, rng), inputs, activation)
        style = {"marker": marker, "markersize": 4, "label": scheme}
        top.semilogy(range(1, 11), [np.hypot(mean, std) for mean, std in stats], **style)
        bottom.semilogy(range(1, 11), [std for mean, std in stats], **style)
    top.set_title(activation)
    bottom.set_xlabel("layer")
axes[0, 1].set_ylim(0.01, 1.0)
axes[0, 0].set_ylabel("root mean square")
axes[1, 0].set_ylabel("standard deviation")
axes[0, 2].legend(loc="lower left")
figure.suptitle("Scale of the outputs by depth, 256 units per layer")
figure.tight_layout()
plt.show()


# %% [markdown]
# **What to look for.** A straight line on this scale is a constant factor per layer. For ReLU's root mean square it
# is $\sqrt{256 / 2} \approx 11$ under $N(0, 1)$, about $1$ under He, about $\sqrt{1/2}$ under Glorot. For tanh, $N(0,
# 1)$ looks harmless here: the outputs are near $\pm 1$, all of them, and that is the trouble. Under Glorot tanh's
# scale falls slowly: the rule is derived for a linear unit, and tanh is a little less than linear. The sigmoid's root
# mean square stays near 0.5 or above whatever you do, because its outputs are not centred at 0; what collapses under
# $N(0, 0.01^2)$ is their spread.

# %% [markdown]
# ## Exercise `symmetry`
#
# Why do zero weights fail, and would another constant do better? Two units of a layer with the same incoming and the
# same outgoing weights compute the same, receive the same gradient, and remain the same, whatever the optimizer. A
# layer of five such units is one unit, five times.
#
# `distinct_units(W, b, tolerance=1e-8)` counts how many different units a layer has. A unit is a column of `W`
# together with its entry of `b`. It counts when it differs from *every earlier* column, duplicates included, by more
# than `tolerance` in some entry. (So the first unit always counts.)
#
# *Examples.* With `W = [[1, 1, 1], [2, 2, 3]]` and `b = [0, 0, 0]` the answer is 2. With `b = [0, 5, 0]` it is 3: the
# bias belongs to the unit. At a tolerance of 0.1 the one-entry columns 0, 0.06, 0.12 count 1: the second is within
# 0.1 of the first, and the third within 0.1 of the second, although that one did not count itself.
#
# <details><summary>Hint 1</summary>
#
# What array holds, for each unit, everything that makes it the unit it is?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Put `b` under `W` as one more row. How different are two columns, if a difference in any one entry is enough to tell
# them apart?
#
# </details>
# <details><summary>Hint 3</summary>
#
# For column `j`, compare it with all the columns before it: per earlier column, the largest absolute difference over
# the entries. The unit counts when all of these are above the tolerance.
#
# </details>

# %% nbgrader={"cell_type": "code", "checksum": "fcc9e0f8fa9e1854c159f26bf2ad1821", "grade": false, "grade_id": "symmetry", "locked": false, "schema_version": 3, "solution": true, "task": false}
def distinct_units(W, b, tolerance=1e-8):
    """How many units of a layer differ from every earlier unit.

    Args:
        W: array of shape (fan_in, fan_out); column j holds the incoming weights of unit j.
        b: array of shape (fan_out,).
        tolerance: two units differ when some entry (a weight or the bias) differs by more than this; at least 0.

    Returns:
        The number of units that differ from each of the units before them, those that did not count included; an int.

    Raises:
        ValueError: tolerance is negative.
    """
    if not tolerance >= 0:
        raise ValueError(f"tolerance must be at least 0, got {tolerance}")
    units = np.vstack([W, b])
    count = 0
    for j in range(units.shape[1]):
        distances = np.abs(units[:, :j] - units[:, j : j + 1]).max(axis=0)
        count += int((distances > tolerance).all())
    return count


# %% nbgrader={"cell_type": "code", "checksum": "95dfcf76b970baaef9427b99060a4e9b", "grade": true, "grade_id": "grade-symmetry", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
W = np.array([[1.0, 1.0, 1.0], [2.0, 2.0, 3.0]])
assert distinct_units(W, np.zeros(3)) == 2, "Columns 1 and 2 are the same unit, column 3 is another: 2."
assert distinct_units(W, np.array([0.0, 5.0, 0.0])) == 3, "A unit is its column and its bias: here all three differ."
assert distinct_units(np.zeros((2, 5)), np.zeros(5)) == 1, "Five identical units count as 1."
chain = np.array([[0.0, 0.06, 0.12]])
assert distinct_units(chain, np.zeros(3), tolerance=0.1) == 1, "Compare with every earlier column, counted or not."
assert distinct_units(chain, np.zeros(3), tolerance=0.01) == 3, "At a tolerance of 0.01 the three columns all differ."
print("symmetry: the visible checks pass")

# %% [markdown]
# ### Experiment: one unit, five times
#
# A tanh network 2-5-5-1 on the rings, once with all weights 0.5, once from $N(0, 1)$. Your function counts the
# distinct units of the second hidden layer while torch trains.

# %% nbgrader={"cell_type": "code", "checksum": "535064d0cb802a40f3a9e262aec44bdf", "grade": false, "grade_id": "experiment-symmetry", "locked": true, "schema_version": 3, "solution": false, "task": false} tags=["experiment"]
torch.manual_seed(3)
inner = torch.arange(400) % 2
inputs = torch.view_as_real(torch.polar(1.0 - 0.5 * inner, 2 * torch.pi * torch.rand(400))) + 0.1 * torch.randn(400, 2)
targets = inner[:, None].float()
figure, (top, bottom) = plt.subplots(2, 1, figsize=(7, 6), sharex=True)
for label, start in [("every weight 0.5", lambda w: w.fill_(0.5)), ("N(0, 1)", lambda w: w.normal_())]:
    hidden = [torch.nn.Linear(2, 5), torch.nn.Linear(5, 5)]
    head = torch.nn.Linear(5, 1)
    network = torch.nn.Sequential(hidden[0], torch.nn.Tanh(), hidden[1], torch.nn.Tanh(), head)
    with torch.no_grad():
        for linear in [*hidden, head]:
            start(linear.weight)
            linear.bias.zero_()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.2)
    losses, units = [], []
    for _ in range(1000):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(network(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        weight, bias = hidden[1].weight.detach().numpy(), hidden[1].bias.detach().numpy()
        units.append(distinct_units(weight.T, bias, tolerance=1e-4))
    top.plot(losses, label=label)
    bottom.plot(units, label=label)
top.axhline(np.log(2), color="gray", linestyle=":", label="ln 2")
top.set_ylabel("loss")
top.legend()
bottom.set_ylabel("distinct units in layer 2")
bottom.set_ylim(0, 5.5)
bottom.set_xlabel("step of gradient descent")
figure.suptitle("Identical units stay identical")
figure.tight_layout()
plt.show()


# %% [markdown]
# **What to look for.** The constant network does learn something: its loss leaves $\ln 2$. But it learns with one
# unit per layer, five times over, and one unit draws one straight line, which cannot separate a ring from its middle.
# Constant weights are not stuck because they are zero; they are stuck because they are *equal*. Random weights break
# the symmetry.

# %% [markdown]
# ## Exercise `torch_init`
#
# In practice the layers are torch's, and you initialize them in place. `init_module_(model, scheme, generator)` goes
# through a model of any depth, and gives every `torch.nn.Linear` in it new weights by `scheme`:
#
# | scheme | weights |
# |---|---|
# | `"zeros"` | 0 |
# | `"normal"` | $N(0, 1)$ |
# | `"glorot_normal"` | normal, variance $2 / (\mathtt{fan\_in} + \mathtt{fan\_out})$ |
# | `"he_normal"` | normal, variance $2 / \mathtt{fan\_in}$ |
#
# and biases of zero, where there is a bias. Everything that is not a `Linear` stays as it is. The underscore says
# that the function changes the model: the `Parameter` objects remain the same ones (an optimizer may already hold
# them), only their values change. It returns the model. Randomness comes from `generator`, a `torch.Generator`.
#
# *Example.* A `torch.nn.Linear(400, 100)` keeps its weight in the shape `(100, 400)`: torch computes `x @ weight.T +
# bias`, so rows are units here. `fan_in` is still 400, and `"he_normal"` gives a variance of 0.005, not 0.02.
#
# <details><summary>Hint 1</summary>
#
# A model may hold modules within modules, and may itself be a `Linear`. Which method of `torch.nn.Module` visits all
# of them?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Tensors have methods ending in `_` that fill them in place, and some take a `generator`. Autograd must not record
# such a change: look up `torch.no_grad`. (`torch.nn.init` has ready functions, too.)
#
# </details>
# <details><summary>Hint 3</summary>
#
# For each of the model's modules that is an instance of `Linear`: read both fans off the weight's shape (units
# first), fill the weight with normal draws of the scheme's standard deviation from `generator`, zero the bias unless
# it is None. Return the model.
#
# </details>

# %% nbgrader={"cell_type": "code", "checksum": "038e70ac8a202a8cd9d2143d2292aa1f", "grade": false, "grade_id": "torch_init", "locked": false, "schema_version": 3, "solution": true, "task": false}
def init_module_(model, scheme, generator):
    """Initialize every torch.nn.Linear of a model in place.

    Args:
        model: torch.nn.Module; every torch.nn.Linear in it counts, at any depth, the model itself, subclasses and
            layers without a bias included. Other modules are left alone.
        scheme: "zeros", "normal" (N(0, 1)), "glorot_normal" or "he_normal".
        generator: torch.Generator, the only source of randomness; it advances.

    Returns:
        model, the same object with the same Parameter objects; weights by the scheme, biases zero.

    Raises:
        ValueError: the scheme is none of the four; nothing has been changed then.
    """
    if scheme not in ("zeros", "normal", "glorot_normal", "he_normal"):
        raise ValueError(f"scheme must be 'zeros', 'normal', 'glorot_normal' or 'he_normal', got {scheme!r}")
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, torch.nn.Linear):
                fan_out, fan_in = module.weight.shape
                std = {
                    "zeros": 0.0,
                    "normal": 1.0,
                    "glorot_normal": (2.0 / (fan_in + fan_out)) ** 0.5,
                    "he_normal": (2.0 / fan_in) ** 0.5,
                }[scheme]
                module.weight.normal_(0.0, std, generator=generator)
                if module.bias is not None:
                    module.bias.zero_()
    return model


# %% nbgrader={"cell_type": "code", "checksum": "31eafe2343e4231668bc0df578fe7db9", "grade": true, "grade_id": "grade-torch_init", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
first, last = torch.nn.Linear(400, 100), torch.nn.Linear(100, 1, bias=False)
model = torch.nn.Sequential(torch.nn.Sequential(first, torch.nn.Tanh()), last)
before = first.weight
returned = init_module_(model, "he_normal", torch.Generator().manual_seed(0))
assert returned is model, "init_module_ returns the model that it was given."
assert first.weight is before, "Fill the weights in place: the Parameter objects must stay the same."
variance = first.weight.var().item()
assert abs(variance / 0.005 - 1) < 0.1, (
    f"he_normal, Linear(400, 100): the variance is 2 / 400 = 0.005, not {variance:.4f}."
)
assert (first.bias == 0).all(), "Every bias starts at 0."
init_module_(model, "glorot_normal", torch.Generator().manual_seed(0))
variance = first.weight.var().item()
assert abs(variance / 0.004 - 1) < 0.1, f"glorot_normal: the variance is 2 / 500 = 0.004, not {variance:.4f}."
init_module_(model, "zeros", torch.Generator().manual_seed(0))
assert not first.weight.any(), "The scheme 'zeros' sets every weight to 0."
assert not last.weight.any(), "A Linear without a bias is initialized, too."
print("torch_init: the visible checks pass")

# %% [markdown]
# ## Reflection
#
# Answer in your own words, in about ten sentences, with numbers from your experiments where they help.
#
# 1. The explanation "zero weights give zero outputs, so nothing can be learned" is often heard. For which of the
#    three activations is it wrong, and why does the network of that activation fail to learn all the same?
# 2. You are to train a network of twenty ReLU layers, 512 units wide, and a colleague initializes it by Glorot's
#    rule. By what factor does the mean square of the outputs change from the first to the last layer? What would you
#    do instead?
# 3. In a layer with 1,000 inputs and 10 units, what would it cost the forward and the backward pass, respectively, if
#    you scaled for the other one?

# %% [markdown] nbgrader={"cell_type": "markdown", "checksum": "fe074ce5cc0c4d5d76b55bdbd5e9136c", "grade": true, "grade_id": "reflection", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false}
# YOUR ANSWER HERE
