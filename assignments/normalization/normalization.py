# %% [markdown]
# # Normalization: keeping every layer's input in scale
#
# Gradient descent treats all weights alike: one learning rate, one rule. It works best when the numbers that flow into
# a layer are alike, too: centred on zero, and of about the same size. For the first layer these numbers are the
# features, and we can scale them before training begins. For every later layer they are what the layer below makes of
# its weights, which change with every step. In this notebook you write what keeps both in scale:
#
# | what | whose mean and variance | exercise |
# |---|---|---|
# | standardization | each feature, over the training set | `standardize` |
# | batch normalization | each unit, over the examples of a mini-batch | `batch_norm`, `batch_norm_backward` |
# | layer normalization | each example, over the units of a layer | `layer_norm` |
#
# The arithmetic is the same three times: subtract a mean, divide by a standard deviation. What differs is *along which
# axis*, and *from which data*; this is where nearly all mistakes are made. The backward pass is new, because in a
# normalized layer every input has a part in the mean and in the variance, and through them in every output.
#
# **Where it comes from**
#
# - Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, *Efficient BackProp*, 1998, section 4.3 (normalizing the inputs).
# - S. Ioffe and C. Szegedy, *Batch normalization: accelerating deep network training by reducing internal covariate
#   shift*, ICML 2015: algorithm 1 (forward), section 3 (backward), section 3.1 (inference).
# - J. L. Ba, J. R. Kiros and G. E. Hinton, *Layer normalization*, 2016, equation 3.
#
# **Conventions**
#
# - Data are `(m, n)` arrays: `m` examples in rows, `n` features (or units) in columns. `gamma`, `beta` and all
#   statistics of features are `(n,)`.
# - A variance is the mean of the squared deviations from the mean: divide by the number of values (NumPy's default,
#   `ddof=0`), never by one less.
# - Functions never change their arguments, and results are floating point, also for integer inputs.
# - Tests of the arguments' ranges are given at the top of a function; your part begins below them.

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "0ff8729051eef6069fafb64f075dc69e"}
import matplotlib.pyplot as plt
import numpy as np
import torch


def as_array(result):
    """What a function returned, as a NumPy array. (Torch tensors are welcome, too, lists are not.)"""
    assert not isinstance(result, list | tuple), "An array is asked for here, not a list: np.array makes one of it."
    return result.detach().numpy() if torch.is_tensor(result) else np.asarray(result)


# %% [markdown]
# ## Exercise `standardize`
#
# For one example, the gradient of a unit's weights is the input times one number, the same for all of them. If every
# feature of the input is positive, all weights of the unit can only move up together or down together: to raise one
# and lower another, descent has to zig-zag. And if one feature is a thousand times larger than another, so is its
# weight's gradient, and no single learning rate suits both. The cure is older than back propagation: give each
# feature mean 0 and standard deviation 1.
#
# $$z_{ij} = \frac{x_{ij} - \mu_j}{\sigma_j}, \qquad \mu_j = \frac{1}{m} \sum_{i=1}^{m} x_{ij}, \qquad
# \sigma_j^2 = \frac{1}{m} \sum_{i=1}^{m} (x_{ij} - \mu_j)^2$$
#
# Write two functions:
#
# - `fit_standardizer(X)` takes the *training* data, `(m, n)`, and returns `(mean, std)`, each `(n,)`.
# - `standardize(X, mean, std)` applies them to *any* data with these `n` features: the training data, the test data, a
#   single new example. It computes no statistics of its own, so that the same example always gives the same numbers.
#
# There is one trap. A *constant* feature tells nothing, and its standard deviation is 0: it must become zeros on the
# training data, never NaN or infinity, on no data. But in floating-point numbers a constant feature often has a
# standard deviation that is not quite 0: that of seven times 0.1 is `1.4e-17`, and dividing by this would blow
# rounding noise up to -1 or 1. So treat a feature as constant when its `std` is at the level of rounding, at most
# about `16 * eps * abs(mean)`, with the machine epsilon of the dtype (`np.finfo(std.dtype).eps`). This is plenty for
# the few rows here; over many rows rounding adds up, and a column of 1,000 times 0.1 can reach 64 `eps`. Do not compare
# `std` with a fixed small number: a feature measured in metres may well vary by nanometres, and it deserves its unit
# variance.
#
# **Example.** With the training data
#
# $$X = \begin{pmatrix} 0 & 7 \\ 2 & 7 \\ 4 & 7 \end{pmatrix}$$
#
# `fit_standardizer(X)` is `([2, 7], [1.633, 0])`; dividing by $m - 1$ would give 2 instead of 1.633. `standardize`
# turns the first column into -1.225, 0, 1.225, and the second into zeros. A test example `[[6, 7]]` becomes
# `[[2.449, 0]]`: 2.449 standard deviations above the mean *of the training data*. By its own statistics it would be
# `[[0, 0]]`, like every other single example.
#
# <details><summary>Hint 1</summary>
#
# Along which axis of `X` do the values of one feature lie? What shape should be left over?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Do not divide first and repair NaNs afterwards: for the constant features, choose a harmless divisor beforehand.
# `np.where` picks, entry by entry, from two arrays.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Subtract `mean`, then divide by a divisor of shape `(n,)`: `std` itself where it exceeds `16 * eps * abs(mean)`, and 1
# where it does not. Broadcasting does the rest.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "standardize", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "f529a0985ee39a3f310354c6eb4798bc"}
def fit_standardizer(X):
    """Mean and standard deviation of every feature of the training data.

    Args:
        X: array of shape (m, n), one example per row; float64, float32 or integer.

    Returns:
        (mean, std): two floating-point arrays of shape (n,). std is the square root of the mean squared deviation
        (ddof=0), as `X.std(axis=0)` is.
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def standardize(X, mean, std):
    """The data in units of standard deviations from the mean, by the statistics given.

    Args:
        X: array of shape (k, n): training data, test data or a single example; not changed.
        mean, std: what `fit_standardizer` returned for the training data, each of shape (n,).

    Returns:
        Floating-point array of shape (k, n): (X - mean) / std. A constant feature (its std is at most about
        16 * eps * abs(mean)) becomes zeros, up to rounding, on the training data; no entry is ever NaN or infinite.
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-standardize", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false, "checksum": "80c681edb93b1d3afcf421c548fe8df1"}
X = np.array([[0.0, 7.0], [2.0, 7.0], [4.0, 7.0]])
mean, std = map(as_array, fit_standardizer(X))
assert np.shape(mean) == np.shape(std) == (2,), (
    f"One mean and one std per feature, shape (2,), not {np.shape(mean)} and {np.shape(std)}."
)
assert np.allclose(mean, [2, 7]), f"The means of the two columns are 2 and 7; yours are {mean}."
assert np.allclose(std[0], np.sqrt(8 / 3)), (
    f"The std of 0, 2, 4 is sqrt((4 + 0 + 4) / 3) = 1.633; yours is {std[0]:.4g}. Which number do you divide by?"
)
Z = as_array(standardize(X, mean, std))
assert np.shape(Z) == (3, 2), f"standardize keeps the shape (3, 2); yours is {np.shape(Z)}."
assert np.isfinite(Z).all(), (
    "The second feature is constant: its std is 0. It should become zeros, not NaN or infinity."
)
assert np.allclose(Z, [[-1.2247449, 0], [0, 0], [1.2247449, 0]]), f"Not the example's values: {Z}"
assert np.allclose(as_array(standardize(np.array([[6.0, 7.0]]), mean, std)), [[2.4494897, 0]]), (
    "A new example is scaled by the mean and std it is given (those of the training data), not by its own."
)
tenths = np.full((7, 1), 0.1)
Z = as_array(standardize(tenths, *map(as_array, fit_standardizer(tenths))))
assert np.abs(Z).max() < 1e-12, (
    f"Seven times 0.1 is a constant feature, but NumPy's std of it is {tenths.std():.2g}: rounding, not variation."
)
assert np.array_equal(X, [[0, 7], [2, 7], [4, 7]]), "X was changed: build a new array instead of working in place."
print("standardize: the visible checks pass")

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-inputs", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "37dd359ab796c94cf700ab0b2f728d02"} tags=["experiment"]
# The same regression three times: two features, and a target that is their difference plus a little noise.
rng = np.random.default_rng(4)
raw = rng.normal(size=(200, 2))
inputs = {"shifted: both features + 3": raw + 3, "badly scaled: second feature x 6": raw * [1, 6]}
mean, std = map(as_array, fit_standardizer(raw + 3))
inputs["standardized: either of the two"] = as_array(standardize(raw + 3, mean, std))
target = torch.tensor(raw @ [1.0, -1.0] + rng.normal(scale=0.1, size=200))
target -= target.mean()

figure, axes = plt.subplots(1, 4, figsize=(16, 4.2))
for panel, color, (name, features) in zip(axes, ("C3", "C1", "C0"), inputs.items(), strict=False):
    features = torch.tensor(features)
    best = torch.linalg.lstsq(features, target[:, None]).solution[:, 0]
    floor = ((features @ best - target) ** 2).mean().item()
    steepest = torch.linalg.eigvalsh(2 * features.T @ features / len(features))[-1].item()
    # Every run starts equally far from its minimum, with a learning rate that is right for its own steepest direction.
    weights = (best + torch.tensor([-1.5, -0.7])).requires_grad_()
    optimizer = torch.optim.SGD([weights], lr=1.5 / steepest)
    path, losses = [], []
    for _ in range(150):
        loss = ((features @ weights - target) ** 2).mean()
        path.append(weights.detach().numpy() - best.numpy())
        losses.append(loss.item() - floor)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    steps = int(np.argmax(np.array(losses) < 0.001))

    side = np.linspace(-1.9, 1.9, 81)
    offsets = torch.tensor(np.stack(np.meshgrid(side, side), axis=-1))
    heights = ((offsets @ features.T) ** 2).mean(dim=-1).numpy()
    panel.contour(side, side, heights, levels=np.geomspace(0.02, heights.max(), 14), colors="0.75", linewidths=0.7)
    panel.plot(*np.transpose(path), ".-", color=color, linewidth=1, markersize=5, label="gradient descent")
    panel.plot(0, 0, "k*", markersize=9, label="minimum")
    panel.set(title=name, xlabel="error of weight 1", ylabel="error of weight 2", aspect="equal")
    panel.legend(loc="upper right", fontsize=8)
    axes[3].semilogy(np.maximum(losses, 1e-12), color=color, label=f"{name.split(':')[0]}: {steps} steps to 0.001")
axes[3].axhline(0.001, color="0.6", linestyle=":")
axes[3].set(title="Loss above its minimum", xlabel="step", ylabel="mean squared error", xlim=(0, 120), ylim=(1e-5, 1e3))
axes[3].legend(loc="upper right", fontsize=8)
figure.suptitle("The same regression, with the same information in the inputs")
figure.tight_layout()
plt.show()


# %% [markdown]
# **What to look for.** Grey lines are curves of equal loss around the minimum. Each run uses a learning rate that is
# 1.5 divided by *its own* largest curvature, so none of them is slow for want of a good learning rate.
#
# - *Shifted.* The valley is long and narrow along the direction $(1, -1)$: raising one weight and lowering the other
#   hardly changes what the large common part of the two features contributes. The first steps jump from wall to wall,
#   the many others creep along the floor.
# - *Badly scaled.* The same valley along an axis: the large feature dictates a small learning rate, and the small one's
#   weight has to live with it.
# - *Standardized.* The curves are nearly circles, and a handful of steps is enough.
#
# Nothing was added to the data; they were only put in scale.

# %% [markdown]
# ## Exercise `batch_norm`
#
# Standardized inputs stay in scale for one layer. Batch normalization does the same for the layers behind, at every
# step: it standardizes each unit over the examples of the current mini-batch, and then lets the network choose the
# scale and the shift it likes, by two learned parameters per unit (Ioffe and Szegedy 2015, algorithm 1).
#
# $$\mu_j = \frac{1}{m} \sum_{i=1}^{m} x_{ij}, \qquad v_j = \frac{1}{m} \sum_{i=1}^{m} (x_{ij} - \mu_j)^2$$
#
# $$\hat{x}_{ij} = \frac{x_{ij} - \mu_j}{\sqrt{v_j + \epsilon}}, \qquad
# \text{out}_{ij} = \gamma_j \hat{x}_{ij} + \beta_j$$
#
# The small $\epsilon$ stands *under the root*, and keeps the division safe when a unit hardly varies. Compute $v_j$
# from the deviations, as written (NumPy's `var` does): the shortcut $\overline{x^2} - \bar{x}^2$ is a difference of
# two large numbers as soon as the mean is large, and loses its digits.
#
# **Training and inference.** In use there may be no batch, only one example, and its result should not depend on which
# others happen to come along. So training keeps running averages of both statistics, and inference uses these:
#
# | | normalizes by | returns as running statistics |
# |---|---|---|
# | `training=True` | the batch's mean and variance | `momentum * running + (1 - momentum) * batch`, for both |
# | `training=False` | `running_mean` and `running_var` | the two it was given |
#
# Two conventions to know when you compare: torch's `momentum` is the weight of the *new* value (its default 0.1 is our
# 0.9), and torch's running variance divides by $m - 1$. Here every variance divides by $m$. A batch of one example is
# allowed: its variance is 0, $\hat{x} = 0$, and the output is `beta`.
#
# **The cache.** `batch_norm_forward` also returns a `cache`: whatever *your* `batch_norm_backward`, the next exercise,
# will need. Nobody else reads it, so a tuple or a dict of your choice will do. Read on before you decide. In inference
# nobody reads it at all.
#
# **Example.** The column 0, 2, 4 with `gamma = 1`, `beta = 0` has mean 2 and variance 8/3, and becomes -1.2247, 0,
# 1.2247. (If you see -1, 0, 1, you divided by $m - 1$; if you see -0.75, 0, 0.75, you divided by the variance.) With
# `running_mean = 10` and `momentum = 0.9` the new running mean is $0.9 \cdot 10 + 0.1 \cdot 2 = 9.2$. (With the roles
# swapped it would be 2.8.)
#
# <details><summary>Hint 1</summary>
#
# The two cases differ only in where the mean and the variance come from, and in what happens to the running ones. Which
# lines are common to both?
#
# </details>
# <details><summary>Hint 2</summary>
#
# First decide on `mean` and `var`, both `(n,)`; then one piece of code normalizes, scales and shifts. Give the new
# running statistics names or values of their own: `running_mean *= momentum` would change the caller's array.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The backward pass needs, per feature, one over the root of `var + eps`, further the normalized values and `gamma`. If
# you keep these three, it needs nothing else.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "batch_norm", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "321e3249746236e89ae238ff6ed9f8b1"}
def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    """Batch normalization of a layer's values, each feature over the examples.

    Args:
        x: array of shape (m, n), m >= 1.
        gamma, beta: scale and shift per feature, each (n,).
        running_mean, running_var: running statistics per feature, each (n,); not changed.
        training: True to normalize by the statistics of x, False to normalize by the running ones.
        momentum: weight of the old running statistics in the new ones, in [0, 1).
        eps: added to the variance, under the square root.

    Returns:
        (out, cache, running_mean, running_var):
        out: gamma * (x - mean) / sqrt(var + eps) + beta, floating point, (m, n).
        cache: what `batch_norm_backward` needs; its form is yours.
        running_mean, running_var: each (n,); in training, momentum * running + (1 - momentum) * batch (with the ddof=0
        variance, unlike torch's); in inference, those that were given.

    Raises:
        ValueError: momentum is outside [0, 1).
    """
    if not 0 <= momentum < 1:
        raise ValueError(f"momentum is {momentum}, but it should be in [0, 1)")
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-batch_norm", "locked": true, "points": 30, "schema_version": 3, "solution": false, "task": false, "checksum": "9db7dce34d532761d2e57ece5d00ced9"}
x = np.array([[0.0, 1.0], [2.0, 1.0], [4.0, 7.0]])
gamma, beta = np.array([1.0, 10.0]), np.array([0.0, 5.0])
running_mean, running_var = np.array([10.0, 0.0]), np.array([4.0, 1.0])
out, _, new_mean, new_var = batch_norm_forward(x, gamma, beta, running_mean, running_var, training=True)
out, new_mean, new_var = map(as_array, (out, new_mean, new_var))
assert np.shape(out) == (3, 2), f"The output has the shape of x, (3, 2), not {np.shape(out)}."
assert np.allclose(out[:, 0], [-1.224743, 0, 1.224743], atol=1e-5), (
    f"The column 0, 2, 4 has mean 2 and variance 8/3 (divide by m = 3): about -1.2247, 0, 1.2247. Yours: {out[:, 0]}"
)
assert np.allclose(out[:, 1].mean(), 5), f"Each column has mean beta, here 5; yours has {out[:, 1].mean():.4g}."
assert np.allclose(out[:, 1].std(), 10, rtol=1e-4), (
    f"In training each column has standard deviation gamma, here 10; yours has {out[:, 1].std():.4g}."
)
assert np.allclose(new_mean, [9.2, 0.3]), (
    f"The running mean of the first column moves a tenth of the way from 10 to 2, to 9.2; yours: {new_mean[0]:.4g}"
)
assert np.allclose(new_var, [0.9 * 4 + 0.1 * 8 / 3, 0.9 + 0.1 * 8]), f"Not the running variances: {new_var}"
assert np.array_equal([running_mean, running_var], [[10, 0], [4, 1]]), (
    "The running statistics that were passed in have changed: return new arrays instead."
)
one = np.array([[12.0, 1.0]])
out, _, same_mean, same_var = batch_norm_forward(one, gamma, beta, running_mean, running_var, training=False)
out, same_mean, same_var = map(as_array, (out, same_mean, same_var))
assert np.allclose(out, [[1, 15]], atol=1e-4), (
    f"In inference (12 - running_mean) / sqrt(running_var) = (12 - 10) / 2 = 1 in the first column; yours: {out}"
)
assert np.array_equal([same_mean, same_var], [[10, 0], [4, 1]]), (
    "Inference learns nothing: the running statistics come back as they were."
)
out = as_array(batch_norm_forward(one, gamma, beta, running_mean, running_var, training=True)[0])
assert np.allclose(out, [[0, 5]]), f"A training batch of one example has variance 0, and becomes beta; yours: {out}"
print("batch_norm: the visible checks pass")


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-depth", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "6f5e8184765d634b9db7e18bed2b39b1"} tags=["experiment"]
# Eight untrained tanh layers of 100 units, with weights that are far too large or far too small.
def normalized_by_you(values):
    ones, zeros = np.ones(values.shape[1]), np.zeros(values.shape[1])
    return as_array(batch_norm_forward(values, ones, zeros, zeros, ones, training=True)[0])


placements = {
    "no batch norm": lambda z: torch.tanh(torch.from_numpy(z)).numpy(),
    "batch norm after the activation": lambda z: normalized_by_you(torch.tanh(torch.from_numpy(z)).numpy()),
    "batch norm before the activation": lambda z: torch.tanh(torch.from_numpy(normalized_by_you(z))).numpy(),
}
figure, axes = plt.subplots(2, 3, figsize=(15, 6.6), sharex=True)
for row, scale in zip(axes, (1.0, 0.01), strict=True):
    for panel, (name, layer) in zip(row, placements.items(), strict=True):
        rng = np.random.default_rng(0)
        h = rng.normal(size=(300, 100))
        outputs = []
        for _ in range(8):
            h = layer(h @ rng.normal(scale=scale, size=(100, 100)))
            outputs.append(h.ravel())
        for body in panel.violinplot(outputs, showextrema=False, widths=0.85, points=200)["bodies"]:
            body.set(facecolor="C3" if name == "no batch norm" else "C0", alpha=0.6)
        top = 3.2 if "after" in name else 1.35
        for depth, values in enumerate(outputs, start=1):
            panel.text(depth, top * 0.97, f"{values.std():.1g}", ha="center", va="top", fontsize=8)
        panel.set(title=name, ylim=(-top, top))
        panel.axhline(0, color="0.8", linewidth=0.8, zorder=0)
    row[0].set_ylabel(f"weights N(0, {scale:g}$^2$)\nlayer output")
for panel in axes[1]:
    panel.set(xlabel="layer", xticks=range(1, 9))
figure.suptitle("Layer outputs by depth; the number above each layer is the standard deviation of its outputs")
figure.tight_layout()
plt.show()


# %% [markdown]
# **What to look for.**
#
# - *Without batch norm* large weights push nearly every tanh unit to -1 or 1, where its derivative is close to 0, and
#   with small weights every layer makes the numbers about ten times smaller, until nothing is left to learn from.
# - *After the activation*, which is where the module puts it, batch norm gives every layer's output standard
#   deviation 1, whatever the weights. But it comes too late to undo saturation: with large weights the outputs still
#   sit at two values.
# - *Before the activation* the two rows look the same: multiplying all the weights of a unit by 100 multiplies its
#   mean and its standard deviation by 100, and both are divided out. (Only $\epsilon$ notices the difference.)

# %% [markdown]
# ## Exercise `batch_norm_backward`
#
# Without normalization, an entry of the input has a part in one entry of the output. Here it has a part in a whole
# column: $x_{ij}$ moves $\mu_j$ and $v_j$, and through these every $\hat{x}_{kj}$. The chain rule collects three paths
# from the loss $\ell$ to $x_{ij}$ (Ioffe and Szegedy 2015, section 3; all sums run over the $m$ examples):
#
# $$\frac{\partial \ell}{\partial \hat{x}_{ij}} = \gamma_j \frac{\partial \ell}{\partial \text{out}_{ij}}, \qquad
# \frac{\partial \ell}{\partial v_j} = -\frac{1}{2} (v_j + \epsilon)^{-3/2}
# \sum_k \frac{\partial \ell}{\partial \hat{x}_{kj}} (x_{kj} - \mu_j), \qquad
# \frac{\partial \ell}{\partial \mu_j} = -\frac{1}{\sqrt{v_j + \epsilon}}
# \sum_k \frac{\partial \ell}{\partial \hat{x}_{kj}}$$
#
# $$\frac{\partial \ell}{\partial x_{ij}} = \frac{1}{\sqrt{v_j + \epsilon}} \frac{\partial \ell}{\partial \hat{x}_{ij}}
# + \frac{2 (x_{ij} - \mu_j)}{m} \frac{\partial \ell}{\partial v_j} + \frac{1}{m} \frac{\partial \ell}{\partial \mu_j}$$
#
# (The paper's $\partial \ell / \partial \mu_j$ has a second term with the sum of all deviations from the mean: zero.)
# The parameters are simpler, since each takes part in one column:
#
# $$\frac{\partial \ell}{\partial \gamma_j} = \sum_k \frac{\partial \ell}{\partial \text{out}_{kj}} \hat{x}_{kj}, \qquad
# \frac{\partial \ell}{\partial \beta_j} = \sum_k \frac{\partial \ell}{\partial \text{out}_{kj}}$$
#
# Write `batch_norm_backward(dout, cache)`: `dout` is $\partial \ell / \partial \text{out}$, `(m, n)`; `cache` is what
# your `batch_norm_forward` returned in training. It returns `(dx, dgamma, dbeta)`. You can write the four lines above
# as they are, or first simplify with pencil and paper: put $\hat{x}$ in place of $(x - \mu) / \sqrt{v + \epsilon}$
# and everything falls into one line.
#
# A network has many batch-norm layers, and runs all of them forward before any goes backward; so everything must come
# from `cache`, and nothing from global variables.
#
# **Example.** The column 0, 2, 4 with `gamma = 1`, and `dout` = 1, 0, 0: `dbeta` is 1, `dgamma` is -1.2247, and `dx` is
# 0.1021, -0.2041, 0.1021. The entries of a column of `dx` add up to 0, because a shift of the whole column changes
# nothing. (If you see 0.6124, 0, 0, you treat mean and variance as constants; if you see 0.4082, -0.2041, -0.2041, only
# the variance.)
#
# <details><summary>Hint 1</summary>
#
# Draw the graph: which quantities does one $x_{ij}$ enter directly? How many arrows lead from it to the output? Which
# sums go over the examples?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Start from the end, with the gradient with respect to $\hat{x}$. A sum over examples leaves `(n,)`, which broadcasts
# against `(m, n)` by itself. Sums for `dgamma` and `dbeta`, means inside `dx`: a factor $1/m$ comes from the mean and
# from the variance.
#
# </details>
# <details><summary>Hint 3</summary>
#
# With $g = \partial \ell / \partial \hat{x}$ the three paths are: $g$ itself; minus the column's mean of $g$; minus
# $\hat{x}$ times the column's mean of $g \hat{x}$. All of it divided by $\sqrt{v + \epsilon}$.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "batch_norm_backward", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "051fc649e55df28806c064e09c005b74"}
def batch_norm_backward(dout, cache):
    """The backward pass of batch normalization in training.

    Args:
        dout: gradient of the loss with respect to the output, (m, n); not changed.
        cache: what `batch_norm_forward` returned with training=True; not changed.

    Returns:
        (dx, dgamma, dbeta): gradients with respect to x, (m, n), and to gamma and beta, each (n,); floating point.
        The mean and the variance depend on x, and dx takes this into account.
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-batch_norm_backward", "locked": true, "points": 25, "schema_version": 3, "solution": false, "task": false, "checksum": "c3b0690cba2a534d84220fca4f69c710"}
# The cache comes from your own batch_norm_forward.
x = np.array([[0.0, 1.0], [2.0, 1.0], [4.0, 7.0]])
gamma, zeros, ones = np.array([1.0, 10.0]), np.zeros(2), np.ones(2)
_, cache, _, _ = batch_norm_forward(x, gamma, zeros, zeros, ones, training=True)
dout = np.array([[1.0, 0.0], [0.0, 2.0], [0.0, 1.0]])
dx, dgamma, dbeta = map(as_array, batch_norm_backward(dout, cache))
assert [np.shape(grad) for grad in (dx, dgamma, dbeta)] == [(3, 2), (2,), (2,)], (
    f"dx is (3, 2), dgamma and dbeta are (2,); yours are {np.shape(dx)}, {np.shape(dgamma)}, {np.shape(dbeta)}."
)
assert np.allclose(dbeta, [1, 3]), f"beta is added to every example: dbeta sums dout over them, 1 and 3. Yours: {dbeta}"
assert np.allclose(dgamma, [-1.224743, 0], atol=1e-4), (
    f"gamma multiplies the normalized values: sum dout times these over the examples, -1.2247 and 0. Yours: {dgamma}"
)
assert np.allclose(np.sum(dx, axis=0), 0, atol=1e-9), (
    "Shifting a whole column of x changes nothing in the output, so every column of dx adds up to 0. Does your dx know "
    f"that the mean depends on x? Yours add up to {np.sum(dx, axis=0)}."
)
assert np.allclose(np.sum(dx * x, axis=0), 0, atol=1e-3), (
    "Stretching a column of x changes (nearly) nothing, so each column of dx * x adds up to about 0. Does your dx know "
    f"that the variance depends on x? Yours add up to {np.sum(dx * x, axis=0)}."
)
assert np.allclose(dx[:, 0], [0.102062, -0.204124, 0.102062], atol=1e-4), f"Not the example's values: {dx[:, 0]}"
assert np.allclose(dx[:, 1], [-3.535534, 3.535534, 0], atol=1e-3), (
    f"The second column of dx is about -3.54, 3.54, 0; yours is {dx[:, 1]}. Where does gamma come in?"
)
assert np.array_equal(dout, [[1, 0], [0, 2], [0, 1]]), (
    "dout was changed: build a new array instead of working in place."
)
print("batch_norm_backward: the visible checks pass")


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-rings", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "466470a9ffe69cb9d57532e0703f0c36"} tags=["experiment"]
# The running example: two noisy rings, the network 2-5-5-5-5-1, without and with your batch norm. Torch does the rest.
class YourBatchNorm(torch.autograd.Function):
    @staticmethod
    def forward(context, x, gamma, beta, layer):
        arrays = (x.numpy(), gamma.numpy(), beta.numpy(), layer.running_mean, layer.running_var)
        with torch.enable_grad():
            out, context.cache, *running = batch_norm_forward(*arrays, training=layer.training)
        layer.running_mean, layer.running_var = map(as_array, running)
        return torch.from_numpy(as_array(out))

    @staticmethod
    def backward(context, dout):
        grads = batch_norm_backward(dout.numpy(), context.cache)
        return *(torch.from_numpy(as_array(grad)) for grad in grads), None


class BatchNormLayer(torch.nn.Module):
    def __init__(self, units):
        super().__init__()
        self.gamma = torch.nn.Parameter(torch.ones(units, dtype=torch.float64))
        self.beta = torch.nn.Parameter(torch.zeros(units, dtype=torch.float64))
        self.running_mean, self.running_var = np.zeros(units), np.ones(units)

    def forward(self, x):
        return YourBatchNorm.apply(x, self.gamma, self.beta, self)


def rings_network(activation, with_batch_norm):
    layers = []
    for inputs in (2, 5, 5, 5):
        layers += [torch.nn.Linear(inputs, 5), activation()] + [BatchNormLayer(5)] * with_batch_norm
    layers.append(torch.nn.Linear(5, 1))
    for linear in layers[:: 3 if with_batch_norm else 2]:
        torch.nn.init.normal_(linear.weight)
        torch.nn.init.zeros_(linear.bias)
    return torch.nn.Sequential(*layers).double()


torch.manual_seed(3)
radius = torch.tensor([1.0, 0.5], dtype=torch.float64).repeat(100)
points = torch.view_as_real(torch.polar(radius, 2 * torch.pi * torch.rand(200).double())) + 0.1 * torch.randn(200, 2)
labels = (radius < 0.75).double()[:, None]
loss_of = torch.nn.functional.binary_cross_entropy_with_logits
figure, axes = plt.subplots(2, 3, figsize=(13, 6.2), sharex=True)
for column, activation in zip(axes.T, (torch.nn.ReLU, torch.nn.Sigmoid, torch.nn.Tanh), strict=True):
    for with_batch_norm, color, name in ((False, "C3", "without batch norm"), (True, "C0", "with batch norm")):
        torch.manual_seed(3)
        network = rings_network(activation, with_batch_norm)
        optimizer = torch.optim.SGD(network.parameters(), lr=0.2)
        steps, training_losses, losses, accuracies = range(0, 601, 10), [], [], []
        for step in range(601):
            loss = loss_of(network(points), labels)
            if step in steps:
                training_losses.append(loss.item())
                network.eval()
                with torch.no_grad():
                    logits = network(points)
                losses.append(loss_of(logits, labels).item())
                accuracies.append(((logits > 0) == (labels > 0.5)).double().mean().item())
                network.train()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        column[0].plot(steps, losses, color=color, label=name)
        column[1].plot(steps, accuracies, color=color)
    column[0].plot(steps, training_losses, color="C0", linestyle="--", linewidth=1, label="by the batch's statistics")
    column[0].axhline(np.log(2), color="0.6", linestyle=":", label="a coin flip")
    column[1].axhline(0.5, color="0.6", linestyle=":")
    column[0].set(title=activation.__name__, ylim=(0, 1.3))
    column[1].set(xlabel="gradient descent step", ylim=(0.42, 1.02))
axes[0, 0].set_ylabel("loss, in inference mode")
axes[1, 0].set_ylabel("accuracy, in inference mode")
axes[0, 0].legend(fontsize=9)
figure.suptitle("The running example, your batch norm after every hidden layer (200 examples, full batch, rate 0.2)")
figure.tight_layout()
plt.show()


# %% [markdown]
# **What to look for.** The sigmoid network without batch norm stays near ln 2, the loss of a coin flip; with batch
# norm after every hidden layer it learns. Same data, same initial weights, same learning rate: this is the clearest
# thing that batch norm does on these rings, and with 1,000 such steps it did it for every seed we tried (100 of 100).
#
# The dashed line is the loss that training sees, by the batch's own statistics. In the first steps, while the weights
# move fast, the solid line of the inference mode jumps about: the running averages describe the network of some steps
# ago. When the weights settle, the two agree.
#
# ReLU and tanh learn here without help (a ReLU network fails to in about one seed of ten). Do not read more into
# their panels than that: trained by RMSprop in mini-batches, their final loss is usually a little *higher* with batch
# norm. It pays where a layer's scale is the obstacle, and costs a little where it is not.

# %% [markdown]
# ## Exercise `layer_norm`
#
# Batch norm ties the examples of a batch together: what the network says about one depends on which others it meets in
# training, and a batch of one says nothing. Layer normalization (Ba, Kiros and Hinton 2016, equation 3) takes the mean
# and the variance over the *units of one example* instead:
#
# $$\mu_i = \frac{1}{n} \sum_{j=1}^{n} x_{ij}, \qquad v_i = \frac{1}{n} \sum_{j=1}^{n} (x_{ij} - \mu_i)^2$$
#
# $$\hat{x}_{ij} = \frac{x_{ij} - \mu_i}{\sqrt{v_i + \epsilon}}, \qquad
# \text{out}_{ij} = \gamma_j \hat{x}_{ij} + \beta_j$$
#
# No running statistics, no difference between training and inference, and every row is on its own. But `gamma` and
# `beta` still belong to the units, shape `(n,)`: the statistics go along one axis, the parameters along the other. In
# the backward pass you meet both axes:
#
# - `dgamma` and `dbeta` sum over the *examples*, as in batch norm;
# - the paths through $\mu_i$ and $v_i$ sum over the *units of the row*, and what runs along them is
#   $\partial \ell / \partial \hat{x}_{ij} = \gamma_j \, \partial \ell / \partial \text{out}_{ij}$. Here $\gamma_j$
#   differs from term to term: it cannot be moved outside the sums.
#
# Write `layer_norm_forward(x, gamma, beta, eps=1e-5)`, which returns `(out, cache)`, and
# `layer_norm_backward(dout, cache)`, which returns `(dx, dgamma, dbeta)`.
#
# **Example.** With `gamma` = 1 and `beta` = 0 the rows
#
# $$x = \begin{pmatrix} 0 & 2 & 4 \\ 0 & 0 & 6 \end{pmatrix} \quad\text{become}\quad
# \begin{pmatrix} -1.2247 & 0 & 1.2247 \\ -0.7071 & -0.7071 & 1.4142 \end{pmatrix}$$
#
# (If the first column is zero, you went along the wrong axis.) For the first row alone, with `gamma` = 2, 1, 1 and
# `dout` = 1, 0, 0, `dx` is 0.2041, -0.4082, 0.2041. (If you see 0.2041, -0.2041, 0.1021, your `gamma` came in after
# the sums.)
#
# <details><summary>Hint 1</summary>
#
# Over which axis do you average now, and which shape must the averages have so that `x - mean` takes the right number
# from each *row*?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `keepdims=True` leaves `(m, 1)` behind, which broadcasts along the rows. In the backward pass, first multiply `dout`
# by `gamma`; only then take means along the row.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `dx` is batch norm's one-line formula with means along the rows. `dgamma` and `dbeta` are literally batch norm's.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "layer_norm", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "4406c16e34b2b46a5e97beb1ed3fe84a"}
def layer_norm_forward(x, gamma, beta, eps=1e-5):
    """Layer normalization: each example over its own features, the same in training and in inference.

    Args:
        x: array of shape (m, n), m >= 1; not changed.
        gamma, beta: scale and shift per feature, each (n,).
        eps: added to the variance, under the square root.

    Returns:
        (out, cache):
        out: gamma * (x - mean) / sqrt(var + eps) + beta with each row's own mean and variance, floating point, (m, n).
        cache: what `layer_norm_backward` needs; its form is yours.
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def layer_norm_backward(dout, cache):
    """The backward pass of layer normalization.

    Args:
        dout: gradient of the loss with respect to the output, (m, n); not changed.
        cache: what `layer_norm_forward` returned; not changed.

    Returns:
        (dx, dgamma, dbeta): gradients with respect to x, (m, n), and to gamma and beta, each (n,); floating point.
        Each row's mean and variance depend on x, and dx takes this into account.
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-layer_norm", "locked": true, "points": 30, "schema_version": 3, "solution": false, "task": false, "checksum": "47663dc044cbff4c1638f825d4c7803d"}
x = np.array([[0.0, 2.0, 4.0], [0.0, 0.0, 6.0]])
out = as_array(layer_norm_forward(x, np.ones(3), np.zeros(3))[0])
assert np.shape(out) == (2, 3), f"The output has the shape of x, (2, 3), not {np.shape(out)}."
assert np.allclose(np.mean(out, axis=1), 0, atol=1e-9), "With gamma 1 and beta 0 every row (not column) has mean 0."
assert np.allclose(out, [[-1.224743, 0, 1.224743], [-0.707106, -0.707106, 1.414213]], atol=1e-4), (
    f"Not the example's values: {out}"
)
alone = as_array(layer_norm_forward(x[1:], np.ones(3), np.zeros(3))[0])
assert np.allclose(alone, out[1:]), (
    "The second row gives something else when it is alone: rows should not know each other."
)
gamma = np.array([2.0, 1.0, 1.0])
_, cache = layer_norm_forward(x[:1], gamma, np.zeros(3))
dout = np.array([[1.0, 0.0, 0.0]])
dx, dgamma, dbeta = map(as_array, layer_norm_backward(dout, cache))
assert [np.shape(grad) for grad in (dx, dgamma, dbeta)] == [(1, 3), (3,), (3,)], (
    f"dx is (1, 3), dgamma and dbeta are (3,); yours are {np.shape(dx)}, {np.shape(dgamma)}, {np.shape(dbeta)}."
)
assert np.allclose(dbeta, [1, 0, 0]), f"dbeta sums dout over the examples (here there is one); yours: {dbeta}"
assert np.allclose(dgamma, [-1.224743, 0, 0], atol=1e-4), f"dgamma is about -1.2247, 0, 0; yours: {dgamma}"
assert np.allclose(np.sum(dx, axis=1), 0, atol=1e-9), (
    "Shifting a whole row of x changes nothing in the output, so every row of dx adds up to 0. Does gamma stand inside "
    f"the means? Yours add up to {np.sum(dx, axis=1)}."
)
assert np.allclose(dx, [[0.204124, -0.408248, 0.204124]], atol=1e-4), f"Not the example's values: {dx}"
assert np.array_equal(dout, [[1, 0, 0]]), "dout was changed: build a new array instead of working in place."
print("layer_norm: the visible checks pass")

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-company", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "f354a16fce5934a074fa7d4d92086f21"} tags=["experiment"]
# One example, five units, in the company of seven others that drift away from it.
rng = np.random.default_rng(1)
example, company = rng.normal(size=(1, 5)), rng.normal(size=(7, 5))
shifts = np.linspace(-6, 6, 121)
scale, shift = np.ones(5), np.zeros(5)
curves = {"batch norm, training": [], "batch norm, inference": [], "layer norm": []}
for distance in shifts:
    batch = np.concatenate([example, company + distance])
    outputs = {
        "batch norm, training": batch_norm_forward(batch, scale, shift, shift, scale, training=True)[0],
        "batch norm, inference": batch_norm_forward(batch, scale, shift, shift, scale, training=False)[0],
        "layer norm": layer_norm_forward(batch, scale, shift)[0],
    }
    for name, out in outputs.items():
        curves[name].append(as_array(out)[0])
figure, axes = plt.subplots(1, 3, figsize=(13, 4), sharey=True)
for panel, (name, values) in zip(axes, curves.items(), strict=True):
    panel.plot(shifts, values, label=[f"unit {unit}" for unit in range(1, 6)])
    panel.set(title=name, xlabel="shift of the other seven examples")
axes[0].set_ylabel("normalized output of the example")
axes[0].legend(loc="lower left", fontsize=8)
figure.suptitle("What the same example becomes in different company")
figure.tight_layout()
plt.show()

# %% [markdown]
# **What to look for.** The example itself is the same at every point of these curves. In training, batch norm turns it
# into something else when its company changes: far to the left or right all five units agree that this example is "the
# one that is different", and what distinguished them from each other is squeezed together. In inference batch norm uses
# the running statistics, and layer norm uses the example's own: neither looks at the others.
#
# That dependence is a nuisance (small batches, sequences of changing length, a batch that is not a fair sample) and at
# times a help: in training each example is seen with slightly different noise, which regularizes.

# %% [markdown]
# ## Reflection
#
# A colleague trains a classifier with batch norm after every layer, in batches of 64, and serves it one request at a
# time. In training it reaches 98% accuracy. In service its answers are useless, and every request gets nearly the
# same one.
#
# 1. Name two different mistakes in the code or the setup that would explain this, and for each say how you would tell
#    in a minute whether it is the one.
# 2. Would layer norm have been safe from them? Name one thing that would be lost by changing over.
#
# Half a page. Refer to what you saw in the figures where you can.

# %% [markdown] nbgrader={"cell_type": "markdown", "grade": true, "grade_id": "reflection", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false, "checksum": "fe074ce5cc0c4d5d76b55bdbd5e9136c"}
# YOUR ANSWER HERE
