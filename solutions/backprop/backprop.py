# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Backpropagation: the backward pass, and how to check it
#
# A network of $L$ layers computes, from $y_0 = X$ on,
#
# $$y_l = a_l(y_{l-1} W_l + b_l), \qquad l = 1, \dots, L,$$
#
# and a loss turns the last output into one number. Training moves every weight a little against the gradient of that
# number, $W_l \leftarrow W_l - \alpha \, \partial \mathcal{L} / \partial W_l$. Everything else in this course
# (activations, initialization, normalization, optimizers) is about what happens to these gradients on their way through
# the layers, so the first thing to do is to own them: to compute them by hand, once, and to know how to tell that they
# are right.
#
# **Backpropagation** is the chain rule, evaluated from the loss towards the input. Write $\mathcal{L}'_l = \partial
# \mathcal{L} / \partial y_l$ for the *loss gradient* of layer $l$. Then
#
# $$\mathcal{L}'_{l-1} = \mathcal{L}'_l \, \frac{\partial y_l}{\partial y_{l-1}}, \qquad
#   \frac{\partial \mathcal{L}}{\partial W_l} = \mathcal{L}'_l \, \frac{\partial y_l}{\partial W_l} .$$
#
# Each layer needs only its own *local* derivatives, and the quantities in them were all computed on the way forward.
# One sweep back gives the gradient with respect to every parameter at about the cost of two more sweeps forward,
# however many parameters there are (Rumelhart, Hinton and Williams, "Learning representations by back-propagating
# errors", *Nature* 323, 1986, equations 4 to 7; Goodfellow, Bengio and Courville, *Deep Learning*, 2016, section 6.5,
# algorithms 6.3 and 6.4).
#
# In this assignment you write
#
# 1. `dense`: one fully connected layer, forward and backward;
# 2. `loss`: binary cross-entropy from logits, which must survive logits of any size;
# 3. `backward_pass`: the loss and all gradients of a whole network;
# 4. `numerical_gradient`: the same gradients by brute force, from the definition of a derivative;
# 5. `gradient_check`: a verdict on a claimed gradient;
# 6. `torch_backward`: the same once more by PyTorch's autograd, as a second opinion.
#
# **Conventions, everywhere in the course.** `X` is `(m, n)`: examples in rows. `W` is `(fan_in, fan_out)` and `b` is
# `(fan_out,)`; a layer computes `x @ W + b`. `params` is a list of `(W, b)` pairs, input side first; the last pair is
# the *head*. Every layer but the head applies the named activation (`"relu"`, `"sigmoid"` or `"tanh"`); the head gives
# one *logit* per example, `(m, 1)`, through no activation, and the loss applies the sigmoid. `y` is `(m, 1)` with
# values 0 and 1, or soft targets between them. Functions never change their arguments. Arrays are float64, float32 or
# integer, and results are always floating point.

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import timeit

import matplotlib.pyplot as plt
import numpy as np
import torch


def as_array(values):
    """A NumPy array of numbers that may come as an array, a torch tensor or a single number."""
    return values.detach().numpy() if torch.is_tensor(values) else np.asarray(values)


def flatten(params):
    """All entries of a list of (W, b) pairs, one after the other, as one float64 vector."""
    return np.concatenate([as_array(array).astype(float).ravel() for pair in params for array in pair])


def unflatten(vector, like):
    """The inverse of `flatten`: a list of (W, b) pairs with the shapes of `like`."""
    pairs = []
    start = 0
    for W, b in like:
        middle, stop = start + W.size, start + W.size + b.size
        pairs.append((vector[start:middle].reshape(W.shape), vector[middle:stop].reshape(b.shape)))
        start = stop
    return pairs


# %% [markdown]
# ## Exercise `dense`
#
# A fully connected layer takes a batch `x` of shape `(m, n)` and computes
#
# $$y = x W + b, \qquad y_{ik} = \sum_j x_{ij} W_{jk} + b_k .$$
#
# Going back, it is handed `dy`, the gradient of the loss with respect to its output: `dy[i, k]` says how much the loss
# changes when `y[i, k]` does. It must return the gradients with respect to all three of its ingredients. By the chain
# rule, each sums over every output through which the ingredient can act on the loss (Rumelhart et al. 1986, equations 6
# and 7, for a whole batch at once):
#
# $$\frac{\partial \mathcal{L}}{\partial x_{ij}} = \sum_k \mathrm{dy}_{ik} W_{jk}, \qquad
#   \frac{\partial \mathcal{L}}{\partial W_{jk}} = \sum_i x_{ij} \, \mathrm{dy}_{ik}, \qquad
#   \frac{\partial \mathcal{L}}{\partial b_k} = \sum_i \mathrm{dy}_{ik} .$$
#
# Write `dense_forward(x, W, b) -> y` and `dense_backward(dy, x, W) -> (dx, dW, db)`.
#
# | array | shape |
# |---|---|
# | `x`, `dx` | `(m, n)` |
# | `W`, `dW` | `(n, k)` |
# | `b`, `db` | `(k,)` |
# | `y`, `dy` | `(m, k)` |
#
# **Example.** With `x = [[1, 2], [3, 4], [5, 6]]`, `W = [[1], [-1]]`, `b = [0.5]` the output is `[[-0.5], [-0.5],
# [-0.5]]`. For `dy = [[1], [2], [-1]]`:
#
# - `dx = [[1, -1], [2, -2], [-1, 1]]`,
# - `dW = [[2], [4]]` and `db = [2]`: *sums* over the three examples. If you get `[[0.667], [1.333]]` and `[0.667]`, you
#   have averaged: the factor $1/m$ of a mean loss is already inside `dy`.
#
# One detail for the whole course: arrays may hold integers, and results are floating point all the same.
#
# <details><summary>Hint 1</summary>
#
# Which axis does each of the three sums above run over, and which axes are left? The shapes in the table answer most of
# the question: there is only one way to multiply these matrices so that every shape comes out right.
#
# </details>
# <details><summary>Hint 2</summary>
#
# A sum over the *inner* index of two factors is a matrix product. If the index to be summed stands first in a factor
# where it should stand last (or the other way round), that factor enters transposed. `b` has no partner to be
# multiplied with: its gradient is a plain sum along one axis.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `dx` is `dy` times the transpose of `W`; `dW` is the transpose of `x` times `dy`; `db` adds up the rows of `dy`. For
# integer input, make one factor floating before you multiply: an integer array times `1.0` is a float64 array, and a
# float32 array times `1.0` stays float32.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "dense", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dense_forward(x, W, b):
    """The output of a fully connected layer, x @ W + b.

    x: (m, n), W: (n, k), b: (k,); all of one dtype: float64, float32 or integer.
    Returns y: (m, k), floating point also for integer input. The arguments are not changed.
    """
    ### BEGIN SOLUTION
    # The factor makes integers float64 and leaves float32 as it is.
    return 1.0 * x @ W + b
    ### END SOLUTION


def dense_backward(dy, x, W):
    """The gradients of a loss through a fully connected layer.

    dy: (m, k), the gradient with respect to the layer's output; x: (m, n), the layer's input; W: (n, k), its weights;
    all of one dtype: float64, float32 or integer.
    Returns (dx, dW, db) of shapes (m, n), (n, k), (k,): the gradients with respect to x, W and b; floating point also
    for integer input. The arguments are not changed.
    """
    ### BEGIN SOLUTION
    dy = 1.0 * dy
    return dy @ W.T, x.T @ dy, dy.sum(axis=0)
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-dense", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false}
x = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
W = np.array([[1.0], [-1.0]])
b = np.array([0.5])
dy = np.array([[1.0], [2.0], [-1.0]])
y = as_array(dense_forward(x, W, b))
assert y.shape == (3, 1), f"dense_forward of x (3, 2) and W (2, 1) is (3, 1): one row per example; got {y.shape}."
assert np.allclose(y, -0.5), (
    "For x = [1, 2], W = [[1], [-1]], b = [0.5] the output is 1 * 1 - 1 * 2 + 0.5 = -0.5. Is b added?"
)
dx, dW, db = map(as_array, dense_backward(dy, x, W))
assert dx.shape == (3, 2), f"dx has the shape of x, (3, 2); got {dx.shape}."
assert dW.shape == (2, 1), f"dW has the shape of W, (2, 1); got {dW.shape}."
assert db.shape == (1,), f"db has the shape of b, (1,); got {db.shape}."
assert np.allclose(dx, [[1, -1], [2, -2], [-1, 1]]), "dx[i, j] sums dy[i, k] * W[j, k] over the outputs k."
assert not np.allclose(dW, [[2 / 3], [4 / 3]]), "dW is a sum over the examples: the 1/m of the loss is already in dy."
assert np.allclose(dW, [[2], [4]]), "dW[j, k] sums x[i, j] * dy[i, k] over the examples i."
assert np.allclose(db, [2]), "db[k] sums dy[i, k] over the examples i."
whole = as_array(dense_forward(np.array([[1, 2]]), np.array([[3], [4]]), np.array([5])))
assert whole.dtype.kind == "f", f"Integer input must give a floating-point output; the dtype is {whole.dtype}."
print("dense: the visible checks pass")

# %% [markdown]
# ## Exercise `loss`
#
# The head gives a logit $z$; the probability of class 1 is $p = \sigma(z) = 1 / (1 + e^{-z})$. The loss of one example
# with target $y$ is the binary cross-entropy
#
# $$\ell = -y \log p - (1 - y) \log (1 - p) .$$
#
# Computed like that it breaks: for $z = 40$ the number $p$ rounds to exactly 1 in float64, and $\log(1 - p)$ is
# $-\infty$. Substituting $p = \sigma(z)$ and simplifying gives the same function without that danger,
#
# $$\ell = \max(z, 0) - z y + \log\left(1 + e^{-|z|}\right) ,$$
#
# where the exponent is never positive, so nothing can overflow (this is the softplus form of *Deep Learning*, section
# 6.2.2.2). Its derivative is the nicest formula of the whole course: $\partial \ell / \partial z = \sigma(z) - y$.
# Averaged over the batch,
#
# $$\mathcal{L} = \frac{1}{m} \sum_i \ell_i, \qquad \mathrm{dz}_i = \frac{\sigma(z_i) - y_i}{m} .$$
#
# Write `bce_with_logits(z, y) -> (loss, dz)` for `z` and `y` of shape `(m, 1)`: the mean loss as one number, and its
# gradient with respect to `z`, of `z`'s shape. Targets may be soft: any value in `[0, 1]`. Both results must be right
# for every $|z| \le 10^{300} / m$ in float64, and up to $|z| = 10^4$ NumPy must raise no overflow, division or
# "invalid" warning (so mind the sigmoid in `dz` as well: $e^{-z}$ overflows for $z = -1000$).
#
# **Example.** For `z = [[0], [2], [-1]]` and `y = [[1], [1], [0]]` the losses are 0.6931, 0.1269 and 0.3133. Their mean
# is 0.3778 (their sum would be 1.1333), and `dz = [[-0.1667], [-0.0397], [0.0896]]`. If your `dz` is three times as
# large, the $1/m$ is missing.
#
# <details><summary>Hint 1</summary>
#
# Look for every exponential in your code. Can its argument be large and positive for some `z`? For which sign of `z`?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Compute `e = exp(-|z|)` once: it lies in `(0, 1]` whatever `z` is. The loss needs nothing else. The sigmoid can be
# written with the same `e`, in one way for `z >= 0` and in another for `z < 0`. (For small arguments `np.log1p` is more
# precise than `np.log`.)
#
# </details>
# <details><summary>Hint 3</summary>
#
# For `z >= 0`, $\sigma(z) = 1 / (1 + e)$. For `z < 0`, multiply the numerator and the denominator of $1 / (1 + e^{-z})$
# by $e^{z}$, which is `e`: the result is $e / (1 + e)$. `np.where` chooses between the two numerators. Both results are
# divided by `m`, the number of rows.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "loss", "locked": false, "schema_version": 3, "solution": true, "task": false}
def bce_with_logits(z, y):
    """The mean binary cross-entropy of logits, and its gradient.

    z: (m, 1) logits; y: (m, 1) targets in [0, 1]; both of one dtype: float64, float32 or integer.
    Returns (loss, dz): the mean over the examples of -y log(p) - (1 - y) log(1 - p) with p = sigmoid(z), a number; and
    its gradient with respect to z, (sigmoid(z) - y) / m, of shape (m, 1), floating point also for integer input.
    Right for |z| <= 1e300 / m in float64; raises no overflow, division or invalid warning for |z| <= 1e4.
    The arguments are not changed.
    """
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(z))  # in (0, 1], whatever z is
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(e))
    p = np.where(z >= 0, 1.0, e) / (1.0 + e)
    return float(loss), (p - y) / len(z)
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-loss", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false}
z = np.array([[0.0], [2.0], [-1.0]])
y = np.array([[1.0], [1.0], [0.0]])
loss, dz = map(as_array, bce_with_logits(z, y))
assert dz.shape == (3, 1), f"dz has the shape of z, (3, 1); got {dz.shape}."
assert not np.isclose(loss, 1.1333, atol=1e-4), "The loss is the mean over the examples; this is their sum."
assert np.isclose(loss, 0.3778, atol=1e-4), "The mean of the losses 0.6931, 0.1269 and 0.3133 is 0.3778."
assert not np.allclose(dz, [[-0.5], [-0.1192], [0.2689]], atol=1e-4), "dz lacks the factor 1/m of the mean loss."
assert np.allclose(dz, [[-0.1667], [-0.0397], [0.0896]], atol=1e-4), "dz is (sigmoid(z) - y) / m."
soft_loss = float(bce_with_logits(np.array([[2.0]]), np.array([[0.5]]))[0])
assert np.isclose(soft_loss, 1.1269, atol=1e-4), "At z = 2 with the soft target 0.5 the loss is 2 - 2 * 0.5 + 0.1269."
with np.errstate(over="raise", invalid="raise", divide="raise"):
    large_loss, large_dz = map(as_array, bce_with_logits(np.array([[800.0], [-800.0]]), np.array([[0.0], [1.0]])))
assert np.isclose(large_loss, 800.0), "Two examples, each wrong by a logit of 800, have a mean loss of 800, not inf."
assert np.allclose(large_dz, [[0.5], [-0.5]]), "At z = 800 and y = 0 the sigmoid is 1: dz = (1 - 0) / 2."
print("loss: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-loss", "locked": true, "schema_version": 3, "solution": false, "task": false}
logits = np.linspace(-60.0, 60.0, 481)
naive = -torch.log(1 - torch.sigmoid(torch.tensor(logits))).numpy()  # y = 0, as the definition has it
fig, (ax_loss, ax_grad) = plt.subplots(1, 2, figsize=(10, 3.8))
for target, color in [(0.0, "tab:blue"), (0.5, "tab:green"), (1.0, "tab:orange")]:
    curves = [bce_with_logits(np.array([[logit]]), np.array([[target]])) for logit in logits]
    ax_loss.plot(logits, [float(value) for value, _ in curves], color=color, label=f"y = {target:g}")
    ax_grad.plot(logits, [as_array(grad)[0, 0] for _, grad in curves], color=color, label=f"y = {target:g}")
finite = np.isfinite(naive)
ax_loss.plot(logits[finite], naive[finite], "k--", linewidth=1, label="y = 0, naive formula")
ax_loss.axvline(logits[finite][-1], color="k", linestyle=":", linewidth=1, label="where it becomes infinite")
ax_loss.set(title="Loss of one example", xlabel="logit z", ylabel="cross-entropy")
ax_grad.set(title="Its gradient: sigmoid(z) - y", xlabel="logit z", ylabel="dz", xlim=(-10, 10))
for ax in (ax_loss, ax_grad):
    ax.legend(fontsize=8)
    ax.grid(alpha=0.3)
fig.tight_layout()
plt.show()

# %% [markdown]
# **What to look for.** Left: a wrong, confident answer costs about $|z|$, a straight line that never ends; the naive
# formula follows it until $z$ is about 37, where `1 - p` rounds to 0 and the loss becomes infinite. With the soft
# target 0.5 neither direction is free. Right: however wrong the answer, the gradient of one example stays within $[-1,
# 1]$, and it does not fade for a confidently wrong answer. That is why the cross-entropy is paired with the sigmoid;
# with a squared error the factor $\sigma'(z)$ would remain and the gradient would vanish just where it is needed.

# %% [markdown]
# ## Exercise `backward_pass`
#
# Now the whole network. Forward, keeping what the way back will need:
#
# $$z_l = y_{l-1} W_l + b_l, \qquad y_l = a(z_l) \ \text{ (hidden layers)}, \qquad y_L = z_L \ \text{ (head)}.$$
#
# Backward, from $\delta_L = \mathrm{dz}$ (exercise `loss`) down to the first layer (*Deep Learning*, algorithm 6.4):
#
# $$\frac{\partial \mathcal{L}}{\partial W_l} = y_{l-1}^\top \delta_l, \qquad
#   \frac{\partial \mathcal{L}}{\partial b_l} = \sum_{\text{examples}} \delta_l, \qquad
#   \delta_{l-1} = \left( \delta_l W_l^\top \right) \odot a'(z_{l-1}) .$$
#
# The derivatives of the activations are
#
# | activation | $a(z)$ | $a'(z)$ | the same from the output $y = a(z)$ |
# |---|---|---|---|
# | `"relu"` | $\max(z, 0)$ | 1 for $z > 0$, 0 for $z < 0$ (at 0 any value in $[0, 1]$ will do) | 1 where $y > 0$ |
# | `"sigmoid"` | $\sigma(z)$ | $\sigma(z) (1 - \sigma(z))$ | $y (1 - y)$ |
# | `"tanh"` | $\tanh(z)$ | $1 - \tanh^2(z)$ | $1 - y^2$ |
#
# Write `mlp_loss_and_grads(params, X, y, activation) -> (loss, grads)`. `params` has any number of layers, from the
# head alone (logistic regression) upwards; `grads` is a list of `(dW, db)` pairs of the same shapes in the same order.
# Use your `dense_forward`, `dense_backward` and `bce_with_logits`.
#
# **Example.** One example `X = [[2]]`, `y = [[1]]`, and `params = [([[0.5]], [0]), ([[1]], [0])]` with `"tanh"`.
#
# - Forward: $z_1 = 1$, $y_1 = \tanh 1 = 0.7616$, $z_2 = 0.7616$, loss 0.3831.
# - The head: $\delta_2 = \sigma(0.7616) - 1 = -0.3183$, so $dW_2 = 0.7616 \, \delta_2 = -0.2424$ and $db_2 = -0.3183$.
# - The hidden layer: $\delta_1 = -0.3183 \cdot 1 \cdot (1 - 0.7616^2) = -0.1337$, so $dW_1 = 2 \delta_1 = -0.2674$ and
#   $db_1 = -0.1337$.
#
# If your $db_1$ is $-0.3183$, the activation's derivative is missing. If it is $-0.1871$, you took $1 - \tanh^2$ of the
# output instead of the pre-activation.
#
# <details><summary>Hint 1</summary>
#
# For the backward step of layer $l$ you need the layer's input $y_{l-1}$, its weights, and the activation's derivative
# of the layer *below*. Which of these does the forward pass have in its hands, and when?
#
# </details>
# <details><summary>Hint 2</summary>
#
# On the way forward, append each layer's input to a list (the first one is `X`). Then the input of layer $l$ is the
# output of layer $l-1$, and by the last column of the table the derivative can be had from it. Go back with `for layer
# in reversed(range(len(params)))`, collect the pairs, and turn the list round at the end.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Start with `delta = dz`. In each layer, `dense_backward(delta, inputs[layer], W)` gives what goes into `grads` and the
# gradient with respect to the layer's input. If there is a layer below, the next `delta` is that gradient times the
# activation's derivative, taken from `inputs[layer]`. The input `X` has passed no activation.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "backward_pass", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mlp_loss_and_grads(params, X, y, activation):
    """The mean binary cross-entropy of a network and its gradient with respect to every parameter.

    params: list of (W, b) pairs (tuples or lists), W: (fan_in, fan_out), b: (fan_out,), input side first; the last pair
    is the head, with fan_out 1 and no activation. X: (m, n); y: (m, 1) targets in [0, 1]; all arrays of one dtype:
    float64, float32 or integer. activation: "relu", "sigmoid" or "tanh", applied by every layer but the head.
    Returns (loss, grads): a number, and a list of (dW, db) pairs shaped like params, floating point.
    Raises ValueError for another activation. The arguments are not changed.
    """
    if activation not in ("relu", "sigmoid", "tanh"):
        raise ValueError(f"activation is {activation!r}; it must be 'relu', 'sigmoid' or 'tanh'")
    ### BEGIN SOLUTION
    # Each activation, and its derivative as a function of the activation's output.
    activate, slope = {
        "relu": (lambda z: np.maximum(z, 0.0), lambda a: 1.0 * (a > 0)),
        "sigmoid": (lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)), lambda a: a * (1.0 - a)),
        "tanh": (np.tanh, lambda a: 1.0 - a**2),
    }[activation]

    inputs = []
    h = X
    for W, b in params:
        inputs.append(h)
        z = dense_forward(h, W, b)
        h = activate(z)
    loss, delta = bce_with_logits(z, y)  # the last z is the head's: its activation is never used

    grads = []
    for layer in reversed(range(len(params))):
        W, _ = params[layer]
        dinput, dW, db = dense_backward(delta, inputs[layer], W)
        grads.append((dW, db))
        if layer > 0:
            delta = dinput * slope(inputs[layer])
    return loss, grads[::-1]
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-backward_pass", "locked": true, "points": 20, "schema_version": 3, "solution": false, "task": false}
chain = [(np.array([[0.5]]), np.array([0.0])), (np.array([[1.0]]), np.array([0.0]))]
loss, grads = mlp_loss_and_grads(chain, np.array([[2.0]]), np.array([[1.0]]), "tanh")
assert np.isclose(float(loss), 0.3831, atol=1e-4), "The logit is 0.7616, the loss log(1 + exp(-0.7616)) = 0.3831."
assert [len(pair) for pair in grads] == [2, 2], "grads is a list of (dW, db) pairs, one per layer."
(dW1, db1), (dW2, db2) = [map(as_array, pair) for pair in grads]
assert np.allclose(dW2, -0.2424, atol=1e-4), "dW of the head is its input 0.7616 times delta = -0.3183."
assert np.allclose(db2, -0.3183, atol=1e-4), "db of the head is delta = sigmoid(0.7616) - 1."
assert not np.allclose(db1, -0.3183, atol=1e-4), "The activation's derivative is missing on the way back."
assert not np.allclose(db1, -0.1871, atol=1e-4), (
    "tanh'(z) is 1 - tanh(z)^2: the output itself is squared, not its tanh."
)
assert np.allclose(db1, -0.1337, atol=1e-4), "delta of the first layer is -0.3183 * 1 * (1 - 0.7616^2)."
assert np.allclose(dW1, -0.2674, atol=1e-4), "dW of the first layer is its input 2 times delta."
rng = np.random.default_rng(23)
params = [(rng.normal(size=(n, k)), rng.normal(size=k)) for n, k in [(2, 4), (4, 3), (3, 1)]]
X, y = rng.normal(size=(5, 2)), np.array([[0.0], [1.0], [1.0], [0.0], [1.0]])
nudge = np.zeros((2, 4))
nudge[1, 2] = 1e-5
for activation in ("relu", "sigmoid", "tanh"):
    _, grads = mlp_loss_and_grads(params, X, y, activation)
    shapes = [(tuple(dW.shape), tuple(db.shape)) for dW, db in grads]
    assert shapes == [((2, 4), (4,)), ((4, 3), (3,)), ((3, 1), (1,))], f"grads has the shapes of params; got {shapes}."
    (W1, b1), *rest = params
    above, _ = mlp_loss_and_grads([(W1 + nudge, b1), *rest], X, y, activation)
    below, _ = mlp_loss_and_grads([(W1 - nudge, b1), *rest], X, y, activation)
    rate, claimed = (float(above) - float(below)) / 2e-5, float(grads[0][0][1, 2])
    assert np.isclose(rate, claimed, rtol=1e-5, atol=1e-8), (
        f"{activation}: moving W1[1, 2] changes your loss at the rate {rate:.4g}, but your dW1[1, 2] is {claimed:.4g}."
    )
head = [(np.array([[1.0]]), np.array([0.0]))]
loss, grads = mlp_loss_and_grads(head, np.array([[2.0]]), np.array([[1.0]]), "relu")
assert len(grads) == 1, "A network may be a head alone (logistic regression): one pair in, one pair out."
assert np.isclose(float(loss), 0.1269, atol=1e-4), "For a head alone the logit is X @ W + b, whatever the activation."
print("backward_pass: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-descent", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Your gradients, handed to one of torch's optimizers: 200 points, the inner half of which is class 1.
rng = np.random.default_rng(3)
X = rng.normal(size=(200, 2))
distance = np.linalg.norm(X, axis=1, keepdims=True)
y = 1.0 * (distance < np.median(distance))
tensors = [torch.tensor(rng.normal(size=shape)) for shape in [(2, 8), 8, (8, 8), 8, (8, 1), 1]]
optimizer = torch.optim.SGD(tensors, lr=0.3)
losses = []
for _ in range(800):
    arrays = [tensor.numpy().copy() for tensor in tensors]
    loss, grads = mlp_loss_and_grads(list(zip(arrays[::2], arrays[1::2], strict=True)), X, y, "tanh")
    losses.append(float(loss))
    for tensor, grad in zip(tensors, (grad for pair in grads for grad in pair), strict=True):
        tensor.grad = torch.as_tensor(as_array(grad))
    optimizer.step()

axis = np.linspace(-3.5, 3.5, 120)
plane = torch.tensor(np.stack(np.meshgrid(axis, axis), axis=-1))
W1, b1, W2, b2, W3, b3 = tensors
probability = torch.sigmoid(torch.tanh(torch.tanh(plane @ W1 + b1) @ W2 + b2) @ W3 + b3).numpy()[..., 0]
fig, (ax_loss, ax_plane) = plt.subplots(1, 2, figsize=(10, 4))
ax_loss.plot(losses, label="tanh, 2-8-8-1, full-batch gradient descent")
ax_loss.axhline(np.log(2), color="k", linestyle=":", label="ln 2: a coin flip")
ax_loss.set(title="The loss goes down along your gradients", xlabel="step", ylabel="cross-entropy", ylim=(0, None))
ax_loss.legend(fontsize=8)
ax_loss.grid(alpha=0.3)
shades = ax_plane.contourf(axis, axis, probability, levels=np.linspace(0, 1, 11), cmap="coolwarm", alpha=0.6)
inner = y[:, 0] > 0.5
ax_plane.scatter(*X[inner].T, s=14, color="tab:red", edgecolor="w", linewidth=0.4, label="class 1")
ax_plane.scatter(*X[~inner].T, s=14, color="tab:blue", edgecolor="w", linewidth=0.4, label="class 0")
ax_plane.set(title="What the network has learned", xlabel="$x_0$", ylabel="$x_1$", aspect="equal")
ax_plane.legend(fontsize=8, loc="upper right")
fig.colorbar(shades, ax=ax_plane, label="probability of class 1")
fig.tight_layout()
plt.show()

# %% [markdown]
# **What to look for.** Nothing here knows the right answer but your `grads`: torch's `SGD` only subtracts 0.3 times
# what you hand it. The loss falls well below $\ln 2 = 0.693$, the loss of a network that says 0.5 to everything, and
# the red region closes around the inner class, which no single straight line could do.

# %% [markdown]
# ## Exercise `numerical_gradient`
#
# Is a backward pass right? A wrong one often still trains, only worse. The way to know is to compute the same gradient
# in a way that is too simple to get wrong: move one coordinate of $x$ a little to both sides and see what the function
# does,
#
# $$\frac{\partial f}{\partial x_i} = \frac{f(x + h e_i) - f(x - h e_i)}{2 h} - \frac{h^2}{6} f'''(\xi), $$
#
# the *central difference* (Nocedal and Wright, *Numerical Optimization*, 2nd edition, section 8.1). Its error falls
# like $h^2$; that of the one-sided difference $(f(x + h e_i) - f(x)) / h$ only like $h$. Rounding adds an error of
# about $10^{-16} |f| / h$, which grows as $h$ shrinks: in float64 the best $h$ is around $10^{-5}$. In float32, where
# numbers have 7 digits, moving by $10^{-5}$ is hopeless, so the work is done in float64 whatever comes in.
#
# Write `numerical_gradient(f, x, h=1e-5) -> grad`:
#
# - `f` takes an array of `x`'s shape and returns a number; it may couple all of its entries;
# - `x` is a float64, float32 or integer array of any shape: a vector, a matrix, a 0-d array `()`, an empty one;
# - `grad` is a floating-point array of `x`'s shape, computed in float64: `f` receives float64 arrays;
# - `f` is called exactly twice for each element of `x`;
# - when the function returns, `x` is unchanged *to the last bit*, and also when `f` raises an exception. (Moving `x`
#   itself and putting it back is allowed. Note that in floating point `x + h - h` need not be `x`.)
#
# **Example.** For $f(x) = \sum_i x_i^3$ at `x = [2]` with `h = 0.1` the derivative is 12, and the central difference
# gives $12 + h^2 = 12.01$. The one-sided one gives 12.61. For $f(x) = x_0^2 x_1$ at `[3, 2]` the result is `[12, 9]`.
#
# <details><summary>Hint 1</summary>
#
# What could change the array that the caller still holds? Would working on a copy solve that, and the dtype in the same
# stroke?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `np.array(x, dtype=float)` makes a float64 copy. `np.ndindex(x.shape)` runs over all index tuples of an array of any
# shape, 0-d and empty ones included. Move one entry, call `f`, move it the other way, call `f`, and put it back before
# the next entry's turn.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Remember the entry's value in a variable, set the entry to `value + h`, then to `value - h`, then to `value` again (an
# assignment is exact, adding and subtracting is not). The difference of the two values of `f` is divided by `2 * h`.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "numerical_gradient", "locked": false, "schema_version": 3, "solution": true, "task": false}
def numerical_gradient(f, x, h=1e-5):
    """The gradient of a scalar function by central differences, (f(x + h e_i) - f(x - h e_i)) / (2 h) for each element.

    f: takes a float64 array of x's shape, returns a number; it is called exactly twice per element of x.
    x: array of any shape (0-d and empty included), float64, float32 or integer. h: the step, h > 0.
    Returns an array of x's shape, computed in float64. x is unchanged, to the last bit, when the function returns, and
    also when f raises (the exception goes on to the caller).
    Raises ValueError when h is not positive.
    """
    if not h > 0:
        raise ValueError(f"h is {h}; it must be positive")
    ### BEGIN SOLUTION
    point = np.array(x, dtype=float)  # a copy: the caller's array is never touched
    grad = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + h
        above = f(point)
        point[index] = value - h
        below = f(point)
        point[index] = value
        grad[index] = (above - below) / (2.0 * h)
    return grad
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-numerical_gradient", "locked": true, "points": 20, "schema_version": 3, "solution": false, "task": false}
cubic = as_array(numerical_gradient(lambda x: np.sum(x**3), np.array([2.0]), h=0.1))
assert cubic.shape == (1,), f"The gradient has the shape of x, (1,); got {cubic.shape}."
assert not np.allclose(cubic, 12.61), "This is a one-sided difference: its error is of order h. Step to both sides."
assert np.allclose(cubic, 12.01), "The central difference of x^3 at 2 with h = 0.1 is (2.1^3 - 1.9^3) / 0.2 = 12.01."
mixed = as_array(numerical_gradient(lambda x: x[0] ** 2 * x[1], np.array([3.0, 2.0])))
assert np.allclose(mixed, [12.0, 9.0]), (
    "d/dx0 of x0^2 x1 is 2 x0 x1 = 12, d/dx1 is x0^2 = 9: is each entry put back in time?"
)
matrix = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
before = matrix.copy()
grad = as_array(numerical_gradient(lambda x: np.sum(x[0] * x[1]), matrix))
assert grad.shape == (2, 3), f"The gradient at a (2, 3) matrix is (2, 3); got {grad.shape}."
assert np.allclose(grad, [[4, 5, 6], [1, 2, 3]]), "The gradient of the sum of x[0] * x[1] swaps the two rows."
assert np.array_equal(matrix, before), "x must come back exactly as it was, to the last bit."
whole = as_array(numerical_gradient(lambda x: np.sum(x**2), np.array([1, 2])))
assert np.allclose(whole, [2, 4]), "An integer array cannot hold 1 + 1e-5: work on a float64 copy of x."
calls = []
numerical_gradient(lambda x: calls.append(1) or 0.0, np.zeros(4))
assert len(calls) == 8, f"f is called twice per element: 8 times for 4 elements; it was called {len(calls)} times."
print("numerical_gradient: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-step-size", "locked": true, "schema_version": 3, "solution": false, "task": false}
x = np.linspace(0.5, 2.5, 9)
steps = np.logspace(-13, -0.5, 26)
central = [np.abs(as_array(numerical_gradient(lambda x: np.sum(np.sin(x)), x, h)) - np.cos(x)).max() for h in steps]
one_sided = [np.abs((np.sin(x + h) - np.sin(x)) / h - np.cos(x)).max() for h in steps]


def shortest_time(function, *args):
    """Seconds of the fastest of three calls: whatever else the computer does only adds to them."""
    return min(timeit.repeat(lambda: function(*args), number=1, repeat=3))


rng = np.random.default_rng(0)
X, y = rng.normal(size=(64, 2)), 1.0 * (rng.random((64, 1)) < 0.5)
counts, numerical_seconds, backprop_seconds = [], [], []
for width in (2, 4, 8, 16, 32):
    params = [(rng.normal(size=(n, k)), np.zeros(k)) for n, k in [(2, width), (width, width), (width, 1)]]
    counts.append(flatten(params).size)

    def loss_at(vector, like=params):
        return mlp_loss_and_grads(unflatten(vector, like), X, y, "tanh")[0]

    numerical_seconds.append(shortest_time(numerical_gradient, loss_at, flatten(params)))
    backprop_seconds.append(shortest_time(mlp_loss_and_grads, params, X, y, "tanh"))

fig, (ax_error, ax_cost) = plt.subplots(1, 2, figsize=(10, 4))
ax_error.loglog(steps, one_sided, "o-", markersize=3, label="one-sided")
ax_error.loglog(steps, central, "o-", markersize=3, label="yours, central")
ax_error.loglog(steps, steps / 2, ":", color="tab:blue", linewidth=1, label="h / 2")
ax_error.loglog(steps, steps**2 / 6, ":", color="tab:orange", linewidth=1, label="h² / 6")
ax_error.axvline(1e-5, color="k", linestyle="--", linewidth=0.8, label="default h")
ax_error.set(title="Error of a numerical derivative of sin", xlabel="step h", ylabel="largest error", ylim=(1e-16, 1))
ax_cost.loglog(counts, numerical_seconds, "o-", color="tab:orange", label="your numerical gradient")
ax_cost.loglog(counts, backprop_seconds, "o-", color="tab:green", label="your backward pass")
ax_cost.set(title="Time for one whole gradient", xlabel="number of parameters", ylabel="seconds")
for ax, corner in ((ax_error, "lower right"), (ax_cost, "upper left")):
    ax.legend(fontsize=8, loc=corner)
    ax.grid(alpha=0.3, which="both")
fig.tight_layout()
plt.show()

# %% [markdown]
# **What to look for.** Left: read both curves from the right. The error of the one-sided difference falls with slope 1
# on this double logarithmic scale, that of the central one with slope 2 (the dotted lines are the theory). Then
# rounding takes over and both errors grow again as $h$ shrinks: differences of nearly equal numbers, divided by almost
# nothing. The central difference is at its best, with about 10 correct digits, near the default step. Right: two calls
# per parameter make the numerical gradient's cost grow in proportion to the number of parameters (and to the growing
# cost of each call), while one backward pass gives all of them at once. It is a tool for checking a small network, not
# for training a large one.

# %% [markdown]
# ## Exercise `gradient_check`
#
# Two gradients are never equal to the last bit, so a check needs a measure of how far apart they are, and a limit. The
# difference alone will not do: 0.001 is a lot when the gradient's norm is 0.002, and nothing when it is 1000. Take the
# *relative error* in norm,
#
# $$\mathrm{error}(a, b) = \frac{\lVert a - b \rVert}{\lVert a \rVert + \lVert b \rVert},$$
#
# with the Euclidean norm over all elements, whatever the shape: 0 for equal arrays, 1 for opposite ones, and 1 also
# when one of them is zero and the other is not. When both are all zero the error is 0 (see the notes on gradient checks
# of Stanford's CS231n for this and for other forms).
#
# Write
#
# - `relative_error(a, b) -> float` for arrays of the same shape (any shape);
# - `gradient_check(f, grad, x, h=1e-5, tolerance=1e-6) -> (passed, error)`: `grad` is the claimed gradient of `f` at
#   `x`, an array of `x`'s shape. `error` is its relative error against the numerical gradient with step `h`; `passed`
#   is a `bool`: True when `error <= tolerance`. An error of NaN (a gradient with a NaN in it) does not pass.
#
# What is a small error? With $h = 10^{-5}$ in float64 a right gradient agrees to $10^{-7}$ or better away from kinks
# such as ReLU's at 0. An error above $10^{-4}$ is nearly always a bug.
#
# **Example.** For `a = [3, 0]` and `b = [0, 4]` the difference has norm 5, and the error is $5 / (3 + 4) = 0.714$.
# (Divided by the norm of `a` alone it would be 1.667.) Nothing is added to the denominator: for `[3e-9, 0]` and `[0,
# 4e-9]` the error is 0.714, too.
#
# <details><summary>Hint 1</summary>
#
# What does `np.linalg.norm` do by default with a matrix, or with an array of three axes? And `0 / 0`: when can it
# happen here?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Without its `ord` argument, `np.linalg.norm` flattens its input and takes the Euclidean norm. Compute the denominator
# first; the one case in which it is zero has an answer of its own. The check is then one call of `numerical_gradient`,
# one of `relative_error`, and one comparison.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Any comparison with NaN is False. So `error <= tolerance` does the right thing with a NaN, while "not greater than"
# would let it pass. Wrap the result in `bool(...)`, and hand `h` on.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "gradient_check", "locked": false, "schema_version": 3, "solution": true, "task": false}
def relative_error(a, b):
    """norm(a - b) / (norm(a) + norm(b)) with Euclidean norms over all elements.

    a, b: arrays of the same shape (any shape) and dtype: float64, float32 or integer.
    Returns a number in [0, 1] (up to rounding), 0.0 when both arrays are all zero, NaN when one has a NaN. The
    arguments are not changed.
    """
    ### BEGIN SOLUTION
    scale = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / scale) if scale != 0 else 0.0
    ### END SOLUTION


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    """Compare a claimed gradient with central differences.

    f: takes an array of x's shape, returns a number. grad: the claimed gradient of f at x, of x's shape. x: array of
    any shape. h: the step of the numerical gradient, h > 0. tolerance: the largest relative error that passes, >= 0.
    Returns (passed, error): a bool and a number. error is the relative error of grad and the numerical gradient; passed
    means error <= tolerance, and a NaN error does not pass. The arguments are not changed.
    Raises ValueError when h is not positive or tolerance is negative.
    """
    if not h > 0:
        raise ValueError(f"h is {h}; it must be positive")
    if not tolerance >= 0:
        raise ValueError(f"tolerance is {tolerance}; it must be at least 0")
    ### BEGIN SOLUTION
    error = relative_error(grad, numerical_gradient(f, x, h))
    return bool(error <= tolerance), error
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-gradient_check", "locked": true, "points": 20, "schema_version": 3, "solution": false, "task": false}
error = float(relative_error(np.array([3.0, 0.0]), np.array([0.0, 4.0])))
assert not np.isclose(error, 5 / 3), "The denominator is the sum of both norms, not the norm of a alone."
assert np.isclose(error, 5 / 7), f"The error of [3, 0] and [0, 4] is 5 / (3 + 4) = 0.714; got {error:.3g}."
tiny = float(relative_error(np.array([3e-9, 0.0]), np.array([0.0, 4e-9])))
assert np.isclose(tiny, 5 / 7), (
    "Tiny arrays have the same relative error as large ones: nothing is added to the denominator."
)
assert float(relative_error(np.zeros((2, 2)), np.zeros((2, 2)))) == 0.0, (
    "Two arrays that are all zero agree: the error is 0."
)
matrices = float(relative_error(np.array([[1.0, 2.0], [2.0, 4.0]]), np.array([[1.0, 2.0], [2.0, 0.0]])))
assert np.isclose(matrices, 4 / 8), (
    "For these matrices the norms are 5, 3 and, of the difference, 4: the error is 4 / (5 + 3)."
)
point = np.array([1.0, -2.0, 0.5])
right = np.exp(point)
passed, error = gradient_check(lambda x: np.sum(np.exp(x)), right, point)
assert float(error) < 1e-8, (
    f"The gradient of the sum of exp(x) is exp(x); your error is {float(error):.3g}. Is h handed on?"
)
assert passed, "An error below the tolerance passes."
passed, error = gradient_check(lambda x: np.sum(np.exp(x)), 2 * right, point)
assert np.isclose(float(error), 1 / 3, atol=1e-6), f"Twice the gradient has the error 1 / 3; got {float(error):.3g}."
assert not passed, "An error of 1 / 3 is above the tolerance of 1e-6 and must not pass."
passed, _ = gradient_check(lambda x: np.sum(np.exp(x)), -right, point)
assert not passed, "The negative gradient has the right size and the wrong direction: it must not pass."
passed, _ = gradient_check(lambda x: np.sum(np.exp(x)), 2 * right, point, tolerance=0.4)
assert passed, "With tolerance=0.4 an error of 0.333 passes."
print("gradient_check: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-check", "locked": true, "schema_version": 3, "solution": false, "task": false}
# One network, the right gradient and four wrong ones: what does your check say of each array?
rng = np.random.default_rng(5)
params = [(rng.normal(size=(n, k)), rng.normal(size=k)) for n, k in [(2, 5), (5, 4), (4, 1)]]
X, y = rng.normal(size=(20, 2)), 1.0 * (rng.random((20, 1)) < 0.5)
_, grads = mlp_loss_and_grads(params, X, y, "tanh")
arrays = [array for pair in params for array in pair]
right = [as_array(grad) for pair in grads for grad in pair]
names = ["W1", "b1", "W2", "b2", "W3", "b3"]
claims = {
    "your gradient": right,
    "sum instead of mean": [20 * grad for grad in right],
    "sign of W1 wrong": [-right[0], *right[1:]],
    "W2 off by 0.1%": [grad * 1.001 if name == "W2" else grad for name, grad in zip(names, right, strict=True)],
    "one entry of b1 forgotten": [right[0], right[1] * (np.arange(5) != 3), *right[2:]],
}


def loss_with(position, array):
    """The loss when the array at that position of [W1, b1, W2, ...] is replaced."""
    replaced = [*arrays[:position], array, *arrays[position + 1 :]]
    return mlp_loss_and_grads(list(zip(replaced[::2], replaced[1::2], strict=True)), X, y, "tanh")[0]


fig, ax = plt.subplots(figsize=(10, 4.2))
for number, (claim, claimed) in enumerate(claims.items()):
    checks = [gradient_check(lambda array, i=i: loss_with(i, array), grad, arrays[i]) for i, grad in enumerate(claimed)]
    errors = [max(float(error), 1e-13) for _, error in checks]
    position = np.arange(6) + 0.16 * (number - 2)
    ax.bar(position, errors, width=0.15, bottom=0, label=f"{claim}: {sum(passed for passed, _ in checks)} of 6 pass")
ax.axhline(1e-6, color="k", linestyle="--", linewidth=1, label="tolerance")
ax.set_yscale("log")
ax.set(title="What a gradient check sees", xlabel="parameter", ylabel="relative error", ylim=(1e-12, 3))
ax.set_xticks(np.arange(6), names)
ax.legend(fontsize=8, ncols=3, loc="upper center", bbox_to_anchor=(0.5, -0.15))
ax.grid(axis="y", alpha=0.3)
fig.tight_layout()
plt.show()

# %% [markdown]
# **What to look for.** Your gradient stays orders of magnitude below the tolerance everywhere. A missing $1/m$ shows in
# every array with the same error, $19/21$; a wrong sign has the error 1; a wrong entry shows only in its own array.
# Even a slip of 0.1%, far too small to be noticed in a training curve, stands out by a factor of 500. Checking the
# arrays one by one, as here, says *where* the bug is. One vector of all parameters would say only that there is one,
# and a small array could hide behind a large one.

# %% [markdown]
# ## Exercise `torch_backward`
#
# PyTorch records every operation on tensors that require gradients, and `backward()` runs the chain rule through the
# record: the very recursion that you wrote in `backward_pass`, built automatically for any program (Paszke et al.,
# "PyTorch: An Imperative Style, High-Performance Deep Learning Library", 2019, section 4.3). It is the second opinion
# one wants: exact like your backward pass, but written by someone else.
#
# Write `torch_loss_and_grads(params, X, y, activation) -> (loss, grads)`: the arguments and results of
# `mlp_loss_and_grads`, but every gradient by autograd and everything in float64. You write the forward pass only.
# `grads` may hold tensors or NumPy arrays.
#
# Two things to mind. PyTorch's default dtype is float32, with which nothing agrees to more than 7 digits. And
# `nn.Linear` keeps its weight transposed, `(fan_out, fan_in)`: plain `@` and `+` on your own tensors keep the shapes of
# `params`.
#
# **Example.** The network of the exercise `backward_pass`: loss 0.3831, $db_1 = -0.1337$. If your loss is 1.14 (or
# complains about its input), a function that expects probabilities has been given logits, or the sigmoid was applied
# twice: the function for logits has `with_logits` in its name.
#
# <details><summary>Hint 1</summary>
#
# Which tensors must PyTorch watch, that is, with respect to which do you want gradients? What has to be true of their
# dtype for that?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `torch.tensor(array, dtype=torch.float64, requires_grad=True)` copies an array into a watched tensor. `torch.relu`,
# `torch.sigmoid` and `torch.tanh` are the activations, and `torch.nn.functional.binary_cross_entropy_with_logits` is
# the mean loss.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Build a list of watched `(W, b)` pairs, run the forward pass over it (the activation after every layer but the last),
# call `backward()` on the loss, and read the `grad` attribute of each watched tensor.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "torch_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def torch_loss_and_grads(params, X, y, activation):
    """The loss of a network and its gradients by torch's autograd, in float64.

    params: list of (W, b) pairs (tuples or lists) of NumPy arrays, W: (fan_in, fan_out), b: (fan_out,), input side
    first; the last pair is the head, with fan_out 1 and no activation. X: (m, n); y: (m, 1) targets in [0, 1]; all
    NumPy arrays of one dtype: float64, float32 or integer. activation: "relu", "sigmoid" or "tanh", applied by every
    layer but the head.
    Returns (loss, grads): the mean binary cross-entropy, a number; and a list of (dW, db) pairs shaped like params,
    float64 tensors or NumPy arrays.
    Raises ValueError for another activation. The arguments are not changed.
    """
    if activation not in ("relu", "sigmoid", "tanh"):
        raise ValueError(f"activation is {activation!r}; it must be 'relu', 'sigmoid' or 'tanh'")
    ### BEGIN SOLUTION
    activate = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation]
    watched = [[torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in pair] for pair in params]
    *hidden, (W_head, b_head) = watched
    h = torch.tensor(X, dtype=torch.float64)
    for W, b in hidden:
        h = activate(h @ W + b)
    target = torch.tensor(y, dtype=torch.float64)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(h @ W_head + b_head, target)
    loss.backward()
    return loss.item(), [(W.grad.numpy(), b.grad.numpy()) for W, b in watched]
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-torch_backward", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
chain = [(np.array([[0.5]]), np.array([0.0])), (np.array([[1.0]]), np.array([0.0]))]
loss, grads = torch_loss_and_grads(chain, np.array([[2.0]]), np.array([[1.0]]), "tanh")
assert np.isclose(float(loss), 0.3831, atol=1e-4), "The logit is 0.7616 and the target 1: the loss is 0.3831."
(dW1, db1), (dW2, db2) = [map(as_array, pair) for pair in grads]
assert (dW1.shape, db1.shape) == ((1, 1), (1,)), f"Gradients have the shapes of params; got {dW1.shape}, {db1.shape}."
assert np.allclose([dW1[0, 0], db1[0]], [-0.2674, -0.1337], atol=1e-4), (
    "The first layer's gradients are -0.2674 and -0.1337."
)
assert np.allclose([dW2[0, 0], db2[0]], [-0.2424, -0.3183], atol=1e-4), "The head's gradients are -0.2424 and -0.3183."
third = [(np.array([[1 / 3]]), np.array([0.0]))]
loss, _ = torch_loss_and_grads(third, np.array([[1.0]]), np.array([[0.0]]), "relu")
assert abs(float(loss) - np.log1p(np.exp(1 / 3))) < 1e-12, (
    "The loss is right to 7 digits only: torch's default dtype is float32."
)
wide = [(np.ones((2, 3)), np.zeros(3)), (np.ones((3, 1)), np.zeros(1))]
for activation in ("relu", "sigmoid", "tanh"):
    _, grads = torch_loss_and_grads(wide, np.array([[0.5, -0.2]]), np.array([[1.0]]), activation)
    shapes = [(tuple(dW.shape), tuple(db.shape)) for dW, db in grads]
    assert shapes == [((2, 3), (3,)), ((3, 1), (1,))], f"grads has the shapes of params, not transposed; got {shapes}."
print("torch_backward: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-torch", "locked": true, "schema_version": 3, "solution": false, "task": false}
rng = np.random.default_rng(11)
params = [(rng.normal(size=(n, k)), rng.normal(size=k)) for n, k in [(2, 5), (5, 5), (5, 5), (5, 5), (5, 1)]]
X, y = rng.normal(size=(50, 2)), 1.0 * (rng.random((50, 1)) < 0.5)
fig, axes = plt.subplots(1, 3, figsize=(11, 3.8), sharey=True)
for ax, activation in zip(axes, ("relu", "sigmoid", "tanh"), strict=True):
    mine = flatten(mlp_loss_and_grads(params, X, y, activation)[1])
    second = flatten(torch_loss_and_grads(params, X, y, activation)[1])
    at = flatten(params)
    brute = as_array(
        numerical_gradient(lambda v, a=activation: mlp_loss_and_grads(unflatten(v, params), X, y, a)[0], at)
    )
    for other, label, color in [(brute, "numerical gradient", "tab:orange"), (second, "torch autograd", "tab:blue")]:
        gap = np.abs(mine - other)
        label = f"{label}: at most {gap.max():.0e}"
        ax.loglog(np.abs(mine), np.maximum(gap, 1e-20), ".", color=color, alpha=0.7, label=label)
    ax.set(title=activation, xlabel="size of a gradient entry")
    ax.set_ylim(3e-21, 1e-5)
    ax.legend(fontsize=8, loc="upper left")
    ax.grid(alpha=0.3)
axes[0].set_ylabel("difference from your backward pass")
fig.suptitle("Three ways to the same gradient (2-5-5-5-5-1, differences of 0 drawn at 1e-20)")
fig.tight_layout()
plt.show()

# %% [markdown]
# **What to look for.** Each dot is one of the 111 parameters of the network that accompanies the whole course. Your
# backward pass and autograd differ only by rounding, by $10^{-15}$ or less, because they do the same arithmetic.
# Numerical differences agree to within $10^{-10}$, whatever the size of the entry: their error comes from rounding in
# the *loss*. So an entry of size $10^{-11}$ cannot be checked by differences at all, and the norm form of the relative
# error wisely does not try to. (A few ReLU entries may be exactly zero. They belong to units that are off for the whole
# batch, and have no place on a logarithmic axis.)

# %% [markdown]
# ## Reflection
#
# A colleague checks a ReLU network of five layers with `gradient_check`. For most batches every array passes with an
# error around $10^{-9}$. For a few batches one or two arrays fail with errors around $10^{-3}$. She tries a smaller
# step, $h = 10^{-12}$, "to be more exact", and now *every* array fails, on every batch. In ten to fifteen lines:
#
# 1. What is the likely reason for the rare failures at $h = 10^{-5}$, and which experiment would tell it from a bug in
#    the backward pass?
# 2. Why did the smaller step make everything worse? Use the two sources of error and their dependence on $h$.
# 3. Why does she check at all, when the network "seems to train"? And why does nobody *train* with numerical gradients?

# %% [markdown] nbgrader={"cell_type": "markdown", "grade": true, "grade_id": "reflection", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false}
# *Model answer.*
#
# 1. (4 points) ReLU has a kink at 0. If some pre-activation lies within the reach of the step, the two evaluations sit
#    on different sides of the kink, and the central difference mixes the slopes 0 and 1, while the backward pass
#    reports one of them. Both are "right", but they need not agree. To tell it from a bug: repeat with another $h$ (a
#    kink's failures become rarer and move as $h$ shrinks moderately, say to $10^{-6}$; a bug's stay), look at the
#    smallest $|z|$ of the failing batch, move the batch a little, or check the same code with `tanh`, which has no
#    kink. A bug fails on nearly every batch.
# 2. (3 points) The truncation error of the central difference is about $h^2 |f'''| / 6$ and falls with $h$. The
#    rounding error is about $10^{-16} |f| / h$ and grows as $h$ shrinks. At $10^{-5}$ both are near $10^{-11}$; at
#    $10^{-12}$ the truncation is gone, but the rounding is about $10^{-4}$, above the tolerance for all but very large
#    gradients. The best step is near the cube root of the machine precision.
# 3. (3 points) A wrong gradient often still points roughly downhill, so that the loss falls, only more slowly or to a
#    worse value: a training curve does not prove the gradient. Numerical gradients need two evaluations of the loss per
#    parameter and step, so their cost per gradient is the number of parameters times that of backpropagation, which
#    needs about the work of three forward passes in all; and they are only approximate.
