# %% [markdown]
# # Vanishing and exploding gradients
#
# A deep network is a long product. The loss gradient reaches layer $l$ only after passing every layer above it, and
# each of them multiplies it by two things: the layer's weights and the derivative of its activation,
#
# $$\frac{\partial L}{\partial y_{l-1}}
#   = \left(\frac{\partial L}{\partial y_l} \odot a'(z_l)\right) W_l^T,
#   \qquad z_l = y_{l-1} W_l + b_l, \quad y_l = a(z_l).$$
#
# Multiply many numbers below one and nothing is left; multiply many above one and they run away. Hochreiter saw this in
# 1991, and Bengio, Simard and Frasconi (1994, "Learning long-term dependencies with gradient descent is difficult")
# showed that it is no accident of one training run. Glorot and Bengio (2010) measured it layer by layer, which is what
# you will do here.
#
# You will write the instruments first: the gradient with respect to each layer's output, how small the activations
# alone can make it, how many units are saturated or dead, and a diagnosis. Then come two remedies: clipping, which
# stops an explosion, and residual connections, which stop a gradient from vanishing.
#
# ## Conventions
#
# - `X` is `(m, n)`, one example per row; `y` is `(m, 1)` with values 0 and 1, or soft targets between them.
# - `params` is a list of `(W, b)` pairs, input side first: `W` is `(fan_in, fan_out)`, `b` is `(fan_out,)`, and a layer
#   computes `x @ W + b`. Every layer but the last, the *head*, applies the activation; the head gives one logit per
#   example, and the loss is the mean binary cross-entropy of the sigmoid of that logit.
# - Functions do not change their arguments.
# - You will need the three activations and their derivatives in several exercises. Write them where you need them, copy
#   yours from the assignment on activations into a cell of your own, or use what NumPy, SciPy and torch have.

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)

ACTIVATIONS = ("relu", "sigmoid", "tanh")

# Data for the experiments: 1,000 points on two noisy rings; class 1 is the inner one.
_rng = np.random.default_rng(0)
LABELS = np.arange(1000)[:, None] % 2.0
_points = (1.0 - 0.5 * LABELS + 0.1 * _rng.normal(size=LABELS.shape)) * np.exp(2j * np.pi * _rng.random(LABELS.shape))
RINGS = np.hstack([_points.real, _points.imag])

# %% [markdown]
# ## Exercise `loss_gradients`: what arrives at each layer
#
# Write two functions.
#
# `loss_gradients(params, X, y, activation)` returns a list with one array per layer, input side first: the gradient of
# the loss with respect to that layer's *output*. For a hidden layer the output is $y_l = a(z_l)$, after the activation;
# for the head it is the logits. The array of layer $l$ has the shape of its output, `(m, n_l)`. With $p$ the sigmoid of
# the logits $z_L$,
#
# $$\frac{\partial L}{\partial z_L} = \frac{p - y}{m}, \qquad
#   \frac{\partial L}{\partial y_{L-1}} = \frac{\partial L}{\partial z_L} W_L^T, \qquad
#   \frac{\partial L}{\partial y_{l-1}} = \left(\frac{\partial L}{\partial y_l} \odot a'(z_l)\right) W_l^T .$$
#
# `layer_gradient_norms(params, X, y, activation)` returns their Frobenius norms (the square root of the sum of all
# squared entries), as an array of shape `(L,)`.
#
# Why not the norms of $\partial L / \partial W_l$? Those also contain the layer's input. When the outputs grow from
# layer to layer just as the gradients shrink, the two cancel and the weight gradients look healthy.
#
# **Example.** One feature, two hidden ReLU units, one logit:
#
# ```
# params = [([[0.5, -1.0]], [0, 0]), ([[2.0], [4.0]], [0])]      X = [[1], [2]]      y = [[1], [0]]
# hidden outputs  [[0.5, 0], [1, 0]]      logits  [[1], [2]]
# loss_gradients  [[-0.269, -0.538], [0.881, 1.762]]   and   [[-0.134], [0.440]]
# norms           [2.059, 0.461]
# ```
#
# The second hidden unit is off for both examples, yet its column is not zero: this is the gradient with respect to what
# the unit puts *out*. Zeros there would mean that you multiplied by the activation's derivative once too often and have
# the gradient with respect to the pre-activation.
#
# <details><summary>Hint 1</summary>
#
# What does the backward pass need to know about each layer that only the forward pass can tell it?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Keep every hidden output on the way forward. Start the way back at the logits, and walk over the layers from the last
# to the second; the first layer's weights are never used on the way back. Collect, then reverse.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Carry the gradient with respect to a pre-activation. Times the transposed weights it is the gradient with respect to
# the output of the layer below: keep that one. Times the derivative there, it is the next thing to carry. All three
# derivatives can be had from the output alone: $y > 0$ for ReLU, $y (1 - y)$ for the sigmoid, $1 - y^2$ for tanh.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "loss_gradients", "locked": false, "schema_version": 3, "solution": true, "task": false}
def loss_gradients(params, X, y, activation):
    """The gradient of the mean loss with respect to every layer's output.

    Args:
        params: list of L pairs (W, b), W (fan_in, fan_out), b (fan_out,); the last pair is the head, one logit wide. L
            is at least 1: a head alone is a network, too.
        X: (m, n) examples.
        y: (m, 1) targets in [0, 1].
        activation: "relu", "sigmoid" or "tanh", applied by every layer but the head.

    Returns:
        A list of L arrays, input side first: (m, n_l) for hidden layer l, with respect to its output after the
        activation; (m, 1) with respect to the logits for the head. Floating point, finite for logits of any size.

    Raises:
        ValueError: for an unknown activation.
    """
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {ACTIVATIONS}, got {activation!r}")

    ### BEGIN SOLUTION
    def sigmoid(z):
        return 0.5 * (1.0 + np.tanh(0.5 * z))  # the same function as 1 / (1 + exp(-z)), and it cannot overflow

    activate, derivative_from_output = {
        "relu": (lambda z: np.maximum(z, 0.0), lambda h: h > 0),
        "sigmoid": (sigmoid, lambda h: h * (1.0 - h)),
        "tanh": (np.tanh, lambda h: 1.0 - h**2),
    }[activation]

    h = X
    hidden = []
    for W, b in params[:-1]:
        h = activate(h @ W + b)
        hidden.append(h)
    head_W, head_b = params[-1]
    delta = (sigmoid(h @ head_W + head_b) - y) / len(X)

    gradients = [delta]
    for (W, _), h in zip(params[:0:-1], hidden[::-1], strict=True):
        gradients.append(delta @ W.T)
        delta = gradients[-1] * derivative_from_output(h)
    return gradients[::-1]
    ### END SOLUTION


def layer_gradient_norms(params, X, y, activation):
    """The Frobenius norm of the loss gradient with respect to every layer's output.

    Args: as in `loss_gradients`.

    Returns:
        (L,) array, input side first, the head's logits last.

    Raises:
        ValueError: for an unknown activation.
    """
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {ACTIVATIONS}, got {activation!r}")
    ### BEGIN SOLUTION
    return np.array([np.linalg.norm(gradient) for gradient in loss_gradients(params, X, y, activation)])
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-loss_gradients", "locked": true, "points": 20, "schema_version": 3, "solution": false, "task": false}
_params = [(np.array([[0.5, -1.0]]), np.zeros(2)), (np.array([[2.0], [4.0]]), np.zeros(1))]
_X, _y = np.array([[1.0], [2.0]]), np.array([[1.0], [0.0]])
_gradients = loss_gradients(_params, _X, _y, "relu")
assert len(_gradients) == 2, f"One array per layer, the head included: 2 here, not {len(_gradients)}."
assert [tuple(g.shape) for g in _gradients] == [(2, 2), (2, 1)], (
    "Each gradient has the shape of its layer's output, input side first: (2, 2) for the hidden layer, then (2, 1)."
)
assert np.allclose(_gradients[1], [[-0.134471], [0.440399]], atol=1e-5), (
    "With respect to the logits the gradient of the mean loss is (p - y) / m. Is the 1 / m there?"
)
assert np.allclose(_gradients[0], [[-0.268941, -0.537883], [0.880797, 1.761594]], atol=1e-5), (
    "With respect to the hidden outputs it is dz @ W.T of the head, before any activation derivative: a unit that is "
    "off still has a gradient with respect to what it puts out."
)
_norms = layer_gradient_norms(_params, _X, _y, "relu")
assert not isinstance(_norms, list | tuple), "The norms come as an array, not as a list."
assert np.shape(_norms) == (2,), "One norm per layer: shape (2,) here."
assert np.allclose(_norms, [2.05929, 0.46047], atol=1e-4), "The Frobenius norm: the root of the sum of all squares."

_deep = [(np.full((3, 2), 0.5), np.zeros(2)), (np.full((2, 4), -0.5), np.ones(4)), (np.ones((4, 1)), np.zeros(1))]
_shapes = [tuple(g.shape) for g in loss_gradients(_deep, np.ones((5, 3)), np.ones((5, 1)), "tanh")]
assert _shapes == [(5, 2), (5, 4), (5, 1)], (
    f"For a 3-2-4-1 network and 5 examples: (5, 2), (5, 4), (5, 1), not {_shapes}."
)
print("loss_gradients: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-loss_gradients", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Three networks 2-5-5-5-5-1 which differ in nothing but the activation: the same N(0, 1) weights, data, batches and
# optimizer. After every epoch: your loss gradients over all examples, averaged over each layer's units.
_sizes = (2, 5, 5, 5, 5, 1)
_rng = np.random.default_rng(1)
_start = [_rng.normal(size=shape) for shape in pairwise(_sizes)]
_X, _y = torch.from_numpy(RINGS), torch.from_numpy(LABELS)
_layers = [*(f"layer {number}" for number in range(1, 5)), "classifier"]
_colors = [*plt.get_cmap("viridis")(np.linspace(0.0, 0.9, 4)), "tab:red"]

_figure, _axes = plt.subplots(3, 3, figsize=(13, 8), sharex=True, layout="constrained")
for _column, (_activation, _module) in enumerate(zip(ACTIVATIONS, (nn.ReLU, nn.Sigmoid, nn.Tanh), strict=True)):
    _linear = [nn.Linear(*shape, dtype=torch.float64) for shape in pairwise(_sizes)]
    for _layer, _W in zip(_linear, _start, strict=True):
        _layer.weight.data, _layer.bias.data = torch.from_numpy(_W.T.copy()), torch.zeros(_W.shape[1]).double()
    _network = nn.Sequential(*(part for layer in _linear[:-1] for part in (layer, _module())), _linear[-1])
    _optimizer = torch.optim.RMSprop(_network.parameters(), lr=1e-3, alpha=0.9)
    _torch_rng = torch.Generator().manual_seed(0)
    _losses, _means, _stds = [], [], []
    for _epoch in range(100):
        for _batch in torch.randperm(len(_X), generator=_torch_rng).split(32):
            _optimizer.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(_network(_X[_batch]), _y[_batch]).backward()
            _optimizer.step()
        with torch.no_grad():
            _losses.append(nn.functional.binary_cross_entropy_with_logits(_network(_X), _y).item())
        _params = [(layer.weight.detach().numpy().T, layer.bias.detach().numpy()) for layer in _linear]
        # Times m: the gradient of each example's own loss.
        _unit_means = [len(RINGS) * g.mean(axis=1) for g in loss_gradients(_params, RINGS, LABELS, _activation)]
        _means.append([np.mean(g) for g in _unit_means])
        _stds.append([np.std(g) for g in _unit_means])
    for _row, (_values, _label) in enumerate(((_means, "mean"), (_stds, "standard deviation"))):
        for _name, _color, _line in zip(_layers, _colors, np.transpose(_values), strict=True):
            _style = "--" if _name == "classifier" else "-"
            _axes[_row, _column].plot(_line, label=_name, color=_color, linestyle=_style)
        _axes[_row, _column].set(title=f"{_activation}: {_label}", ylabel="gradient")
    _axes[2, _column].plot(_losses, color="black")
    _axes[2, _column].set(title=f"{_activation}: loss", xlabel="epoch", ylabel="cross-entropy")
_figure.legend(*_axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=5)
_figure.suptitle("The loss gradient with respect to each layer's output, over the examples (independent scales)")
plt.show()

# %% [markdown]
# **What to look for.** Every panel has its own scale: read the numbers on the axes before you compare. In the sigmoid
# network the standard deviation of the hidden layers' gradients is less than a tenth of the classifier's almost from
# the start, and for most of the run smaller still near the input: the early layers hardly move, and the loss hardly
# does. In the ReLU and tanh networks the first layers receive gradients as large as the classifier's, or larger, and
# the loss falls. The classifier's own gradient is $p - y$ for each example, so it fades as the network learns; the
# sigmoid network's stays at 0.5, which is what a coin flip gives.

# %% [markdown]
# ## Exercise `derivative_bound`: what the activations alone take away
#
# On its way through `depth` layers the gradient is multiplied by `depth` activation derivatives. Write
# `derivative_bound(activation, depth)`: the largest value that this product can have,
#
# $$\max_{z_1, \dots, z_d} \; \prod_{k=1}^{d} a'(z_k) = \left(\max_z a'(z)\right)^{d} .$$
#
# The derivative of the sigmoid $\sigma$ is $\sigma (1 - \sigma)$; where is it largest, and how large is it there? Those
# of tanh and ReLU reach 1. An empty product is 1. (Hochreiter and Schmidhuber, 1997, "Long short-term memory",
# section 3, argue with this bound: weight times derivative stays below 1 for every weight below 4 in size.)
#
# **Example.** `derivative_bound("sigmoid", 2)` is 0.0625 and `derivative_bound("sigmoid", 0)` is 1. If you get 0.25 at
# depth 2 you took the largest *value* of the sigmoid at zero, 0.5, for its derivative.
#
# <details><summary>Hint 1</summary>
#
# At which input is each activation steepest?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The factors can be chosen independently, so the product is largest when every factor is.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The parabola $s (1 - s)$ peaks halfway between its roots 0 and 1. Raise its peak to the power `depth`.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "derivative_bound", "locked": false, "schema_version": 3, "solution": true, "task": false}
def derivative_bound(activation, depth):
    """The largest product of `depth` derivatives of the activation.

    Args:
        activation: "relu", "sigmoid" or "tanh".
        depth: number of factors, an integer of at least 0.

    Returns:
        float; 1 at depth 0.

    Raises:
        ValueError: for an unknown activation or a negative depth.
    """
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {ACTIVATIONS}, got {activation!r}")
    if depth < 0:
        raise ValueError(f"depth must be at least 0, got {depth}")
    ### BEGIN SOLUTION
    largest_derivative = {"relu": 1.0, "sigmoid": 0.25, "tanh": 1.0}[activation]
    return largest_derivative**depth
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-derivative_bound", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
assert np.isclose(derivative_bound("sigmoid", 2), 0.0625), (
    "Two sigmoid layers: the square of the largest derivative, which is s * (1 - s) at its peak."
)
assert derivative_bound("tanh", 3) == 1, "The derivative of tanh, 1 - tanh(z)**2, is 1 at z = 0, and 1 * 1 * 1 is 1."
assert derivative_bound("sigmoid", 0) == 1, "At depth 0 there is nothing to multiply, and an empty product is 1."
print("derivative_bound: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-derivative_bound", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Ten hidden layers of 32 units, zero biases, no training: your gradient norms by layer for several weight scales.
# 0.177 is Glorot's standard deviation for such a layer, 0.25 He's.
_schemes = {
    "ReLU, N(0, 1)": ("relu", 1.0, "tab:blue", "o--"),
    "tanh, N(0, 1)": ("tanh", 1.0, "tab:green", "s--"),
    "ReLU, He": ("relu", 0.25, "tab:blue", "o-"),
    "tanh, Glorot": ("tanh", 0.177, "tab:green", "s-"),
    "sigmoid, N(0, 1)": ("sigmoid", 1.0, "tab:red", "^--"),
    "sigmoid, Glorot": ("sigmoid", 0.177, "tab:red", "^-"),
}
_sizes = (32,) * 11
_layer_numbers = np.arange(1, 11)

_figure, _axis = plt.subplots(figsize=(9, 5.5), layout="constrained")
for _label, (_activation, _std, _color, _style) in _schemes.items():
    _rng = np.random.default_rng(2)
    _params = [(_std * _rng.normal(size=shape), np.zeros(32)) for shape in pairwise(_sizes)]
    _params.append((_rng.normal(size=(32, 1)) / np.sqrt(32), np.zeros(1)))
    _norms = layer_gradient_norms(_params, _rng.normal(size=(128, 32)), LABELS[:128], _activation)[:-1]
    _axis.semilogy(_layer_numbers, _norms / _norms[-1], _style, color=_color, label=_label)
_bound = [derivative_bound("sigmoid", 10 - layer) for layer in _layer_numbers]
_axis.semilogy(_layer_numbers, _bound, color="black", linestyle=":", label="derivative_bound of the sigmoid")
_axis.set(
    title="How much of the last hidden layer's gradient arrives at each layer",
    xlabel="hidden layer (the input is on the left; the gradient travels from right to left)",
    ylabel="gradient norm relative to layer 10",
    xticks=_layer_numbers,
)
_axis.axhline(1.0, color="gray", linewidth=0.8)
_axis.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5))
plt.show()

# %% [markdown]
# **What to look for.** A straight line on a logarithmic axis is a constant factor per layer. The sigmoid network
# under Glorot weights loses a factor of four to five per layer and stays close to the dotted line, your bound: such
# weights neither help nor hurt much, so what is lost is lost in the derivatives. ReLU under He and tanh under Glorot
# stay within a factor of ten over ten layers. With N(0, 1) weights and 32 inputs per unit the gradient *grows*
# towards the input, for tanh too, although no derivative of tanh exceeds 1: large weights win over small derivatives.
# They rescue a part of the sigmoid's gradient as well, at a price: as the next exercise shows, they saturate its
# units.

# %% [markdown]
# ## Exercise `saturation`: units at the end of their range
#
# A unit is saturated where its activation has gone flat: its derivative is near zero, so no gradient passes it. Write
# `saturated_fraction(z, activation, threshold=0.01)`: the share of the entries of `z` (pre-activations, any shape)
# whose activation derivative is *strictly below* `threshold`. (Glorot and Bengio, 2010, section 3, watched saturation
# build up during training, layer by layer.)
#
# **Example.** `saturated_fraction([-6, -3, 0, 3, 6], "sigmoid")` is 0.4: the derivatives are 0.0025, 0.045, 0.25, 0.045
# and 0.0025. For tanh it is 0.8, since tanh reaches its ends twice as fast. If the sigmoid gives 0.2, you compared the
# output with the threshold, not the derivative: the upper end is just as flat as the lower one.
#
# <details><summary>Hint 1</summary>
#
# For which inputs does each of the three activations stop responding?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Compute the derivative of every entry, compare it with the threshold, and remember what the mean of an array of truth
# values is.
#
# </details>
# <details><summary>Hint 3</summary>
#
# With $s$ the sigmoid the derivative is $s (1 - s)$; for tanh it is $1 - \tanh^2 z$; for ReLU it is 1 where $z > 0$ and
# 0 where $z < 0$.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "saturation", "locked": false, "schema_version": 3, "solution": true, "task": false}
def saturated_fraction(z, activation, threshold=0.01):
    """The share of pre-activations at which the activation's derivative is strictly below the threshold.

    Args:
        z: array of pre-activations, any shape, not empty.
        activation: "relu", "sigmoid" or "tanh".
        threshold: float.

    Returns:
        float between 0 and 1. Entries far from zero, as large as 1e4, are counted like all others.

    Raises:
        ValueError: for an unknown activation.
    """
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {ACTIVATIONS}, got {activation!r}")
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=float)
    if activation == "sigmoid":
        s = 0.5 * (1.0 + np.tanh(0.5 * z))
        derivative = s * (1.0 - s)
    elif activation == "tanh":
        derivative = 1.0 - np.tanh(z) ** 2
    else:
        derivative = np.where(z > 0, 1.0, 0.0)
    return float(np.mean(derivative < threshold))
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-saturation", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
_z = np.array([-6.0, -3.0, 0.0, 3.0, 6.0])
assert np.isclose(saturated_fraction(_z, "sigmoid"), 0.4), (
    "At z = -6 and z = 6 the sigmoid's derivative is 0.0025, below 0.01; at -3, 0 and 3 it is not: 2 of 5 entries."
)
assert np.isclose(saturated_fraction(_z, "tanh"), 0.8), "tanh has a derivative of 0.0099 at 3 and -3 already: 4 of 5."
assert np.isclose(saturated_fraction(np.array([[-2.0, -1.0], [1.0, -3.0]]), "relu"), 0.75), (
    "ReLU is flat wherever z is negative: 3 of these 4 entries. The share is of all entries, whatever the shape."
)
assert np.isclose(saturated_fraction(_z, "sigmoid", threshold=0.1), 0.8), "The threshold is the caller's to choose."
print("saturation: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-saturation", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A layer of 100 units with 100 standard normal inputs: the pre-activations for two weight scales. The shaded region is
# where your function calls a unit saturated.
_rng = np.random.default_rng(3)
_inputs, _weights = _rng.normal(size=(200, 100)), _rng.normal(size=(100, 100))
_grid = np.linspace(-35, 35, 701)
_scales = np.logspace(-3, 0, 25)

_figure, _axes = plt.subplots(2, 2, figsize=(12, 7), layout="constrained")
for _axis, _activation in zip(_axes.flat, ACTIVATIONS, strict=False):
    for _std, _color in ((1.0, "tab:red"), (0.1, "tab:blue")):
        _z = _std * _inputs @ _weights
        _share = saturated_fraction(_z, _activation)
        _label = f"weights N(0, {_std:g}$^2$): {_share:.0%} saturated"
        _axis.hist(_z.ravel(), bins=np.linspace(-35, 35, 141), density=True, alpha=0.6, color=_color, label=_label)
    _flat = [saturated_fraction(np.array([value]), _activation) == 1.0 for value in _grid]
    _axis.fill_between(_grid, 0, 1, where=_flat, transform=_axis.get_xaxis_transform(), color="gray", alpha=0.2)
    _axis.set(title=_activation, xlabel="pre-activation z", ylabel="density", xlim=(-35, 35))
    _axis.legend(fontsize="small", loc="upper left")
_axis = _axes[1, 1]
for _activation in ACTIVATIONS:
    _shares = [saturated_fraction(scale * _inputs @ _weights, _activation) for scale in _scales]
    _axis.semilogx(_scales, _shares, label=_activation, marker=".")
_axis.set(
    title="Share of saturated entries", xlabel="standard deviation of the weights", ylabel="share", ylim=(-0.05, 1.05)
)
_axis.legend(fontsize="small")
plt.show()

# %% [markdown]
# **What to look for.** Under N(0, 1) weights most pre-activations lie far out in the shaded, flat region of sigmoid and
# tanh; at a standard deviation of 0.1, which is $1 / \sqrt{100}$, almost none do. ReLU is different: it is flat on half
# of its domain at *every* scale, and never on the other half. A ReLU unit that is off for some examples is doing its
# work. One that is off for all of them is another matter.

# %% [markdown]
# ## Exercise `dead_units`: units that no longer say anything
#
# A unit that puts out the same value for every example tells the layers above nothing about the example. A ReLU unit
# with a large negative bias is always 0; a saturated sigmoid unit is always 1. Since its derivative is zero on every
# example, no gradient reaches its weights, and gradient descent does not move them again.
#
# Write `dead_units(outputs, tolerance=0.0)`: for a layer's outputs, `(m, n)` with one example per row, a boolean array
# of shape `(n,)` that is True for every unit with `max - min <= tolerance` over the examples.
#
# **Example.** With
#
# ```
# outputs = [[0, 1, 0.3, 2],
#            [0, 1, 0.0, 2],
#            [0, 1, 0.0, 2.5]]
# ```
#
# the answer is `[True, True, False, False]`, and `[True, True, True, False]` with `tolerance=0.4`. The second unit is
# dead at the value 1: being constant counts, being zero does not.
#
# <details><summary>Hint 1</summary>
#
# Along which axis do the examples run, and how many answers should be left when you have gone along it?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Reduce each column to its largest and its smallest value.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A unit is dead when $\max_i h_{ij} - \min_i h_{ij}$ is at most the tolerance; equal counts, or a tolerance of 0 would
# find nothing. Avoid the standard deviation: for a constant column rounding can leave it slightly above zero.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "dead_units", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dead_units(outputs, tolerance=0.0):
    """Which units put out (nearly) the same value for every example.

    Args:
        outputs: (m, n) array of a layer's outputs, one example per row, one unit per column; m at least 1.
        tolerance: float of at least 0.

    Returns:
        (n,) boolean array: True where max - min over the examples is at most `tolerance`.

    Raises:
        ValueError: for a negative tolerance.
    """
    if tolerance < 0:
        raise ValueError(f"tolerance must be at least 0, got {tolerance}")
    ### BEGIN SOLUTION
    return outputs.max(axis=0) - outputs.min(axis=0) <= tolerance
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-dead_units", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
_outputs = np.array([[0.0, 1.0, 0.3, 2.0], [0.0, 1.0, 0.0, 2.0], [0.0, 1.0, 0.0, 2.5]])
_dead = dead_units(_outputs)
assert not isinstance(_dead, list | tuple), "The answers come as an array, not as a list."
_dead = np.asarray(_dead)
assert _dead.shape == (4,), f"One answer per unit (column): shape (4,), not {_dead.shape}."
assert _dead.dtype == bool, f"The answers are truth values, not {_dead.dtype}."
assert _dead.tolist() == [True, True, False, False], (
    "Units 0 and 1 never change, the second of them at the value 1; units 2 and 3 differ on one example each."
)
assert np.asarray(dead_units(_outputs, tolerance=0.4)).tolist() == [True, True, True, False], (
    "Unit 2 ranges over 0.3, within the tolerance of 0.4; unit 3 over 0.5, outside."
)
print("dead_units: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-dead_units", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A ReLU network 2-20-20-20-20-1 on the rings, trained by gradient descent in batches of 32 at three learning rates from
# the same start (torch's default). After every epoch your function counts the dead units of each hidden layer.
_X, _y = torch.from_numpy(RINGS).float(), torch.from_numpy(LABELS).float()
_figure, _axes = plt.subplots(1, 3, figsize=(13, 4), sharey=True, layout="constrained")
for _axis, _rate in zip(_axes, (0.3, 1.0, 3.0), strict=True):
    torch.manual_seed(0)
    _widths = (2, 20, 20, 20, 20)
    _hidden = [nn.Sequential(nn.Linear(n, k), nn.ReLU()) for n, k in pairwise(_widths)]
    _network = nn.Sequential(*_hidden, nn.Linear(20, 1))
    _optimizer = torch.optim.SGD(_network.parameters(), lr=_rate)
    _counts = []
    for _epoch in range(61):
        with torch.no_grad():
            _counts.append([np.sum(dead_units(_network[: depth + 1](_X).numpy())) for depth in range(4)])
            _accuracy = ((_network(_X) > 0) == (_y > 0.5)).double().mean().item()
        for _batch in torch.randperm(len(_X)).split(32):
            _optimizer.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(_network(_X[_batch]), _y[_batch]).backward()
            _optimizer.step()
    for _number, _line in enumerate(np.transpose(_counts), start=1):
        _axis.plot(_line, label=f"layer {_number}", color=plt.get_cmap("viridis")(0.3 * (_number - 1)))
    _axis.set(title=f"learning rate {_rate:g}: final accuracy {_accuracy:.2f}", xlabel="epoch")
_axes[0].set(ylabel="dead units of 20", ylim=(-0.5, 20.5), yticks=range(0, 21, 5))
_axes[0].legend()
_figure.suptitle("Dead ReLU units during training")
plt.show()

# %% [markdown]
# **What to look for.** A large network can afford to lose units: at the two smaller rates some of them are dead at the
# end and the network still separates the rings. At the largest rate all twenty units of the last hidden layer die. Then
# every logit is the same number, the accuracy is that of a coin flip, and since a dead layer passes no gradient down,
# nothing below it can ever repair it: the curves are flat from there on. Some dead units do come back while the layers
# below them still learn: their own weights get no gradient, but their inputs change.

# %% [markdown]
# ## Exercise `diagnose`: a verdict
#
# Write `diagnose(norms, factor=1e3)`, which looks at the gradient norms by layer, input side first, and returns one of
# three strings, tested in this order:
#
# 1. `"exploding"` when any norm is not finite, or when the first exceeds `factor` times the last;
# 2. `"vanishing"` when the last exceeds `factor` times the first;
# 3. `"healthy"` otherwise; so a single norm, and norms that are all zero, are healthy.
#
# **Example.** `diagnose([1e-6, 1e-3, 1.0])` is `"vanishing"`: the gradient starts at the *last* layer with 1 and
# arrives at the first with a millionth of it. If you say `"exploding"` you read the list in the direction of the
# forward pass. `diagnose([1.0, 5.0, 1000.0])` is `"healthy"`: 1000 does not exceed 1000 times 1.
#
# <details><summary>Hint 1</summary>
#
# Where does the gradient start its journey, and where does it end?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Every comparison with NaN is False, so a NaN slips through any test of sizes: look for it first, in every layer. And
# compare products, not quotients: a norm may be zero.
#
# </details>
# <details><summary>Hint 3</summary>
#
# With $g_1$ the first norm and $g_L$ the last: exploding if $g_1 > f \, g_L$, vanishing if $g_L > f \, g_1$. The layers
# between matter only for being finite.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "diagnose", "locked": false, "schema_version": 3, "solution": true, "task": false}
def diagnose(norms, factor=1e3):
    """A verdict on gradient norms by layer.

    Args:
        norms: (L,) array of non-negative norms, input side first, L at least 1; may hold NaN and infinity.
        factor: how many times larger one end must be than the other, a float above 1.

    Returns:
        "exploding", "vanishing" or "healthy".
    """
    ### BEGIN SOLUTION
    if not np.all(np.isfinite(norms)):
        return "exploding"
    first, last = norms[0], norms[-1]
    if first > factor * last:
        return "exploding"
    if last > factor * first:
        return "vanishing"
    return "healthy"
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-diagnose", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false}
assert diagnose(np.array([1e-6, 1e-3, 1.0])) == "vanishing", (
    "The gradient starts at the last layer and is a million times smaller when it reaches the first: it vanishes."
)
assert diagnose(np.array([1e5, 10.0, 1.0])) == "exploding", "It grows on its way from the last layer to the first."
assert diagnose(np.array([1.0, np.nan, 1.0])) == "exploding", "A norm that is not a number is the end of an explosion."
assert diagnose(np.array([1.0, 5.0, 1000.0])) == "healthy", "A ratio of exactly `factor` does not exceed it."
assert diagnose(np.array([1.0, 5.0, 20.0]), factor=10.0) == "vanishing", (
    "20 exceeds 10 times 1: `factor` is an argument."
)
assert diagnose(np.zeros(4)) == "healthy", "All zeros: 0 does not exceed any multiple of 0."
assert isinstance(diagnose(np.ones(2)), str), "The verdict is a string, not an array that holds one."
print("diagnose: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-diagnose", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A map of the country: your verdict on untrained networks of width 32, by depth and by the scale of the weights.
_gains = np.logspace(-1, 1, 25)
_depths = np.arange(2, 41, 2)
_verdicts = ("vanishing", "healthy", "exploding")
_labels = LABELS[:16]

_figure, _axes = plt.subplots(1, 3, figsize=(13, 4.5), sharey=True, layout="constrained")
for _axis, _activation in zip(_axes, ACTIVATIONS, strict=True):
    _map = np.empty((len(_depths), len(_gains)))
    for _row, _depth in enumerate(_depths):
        _rng = np.random.default_rng(4)
        _X = _rng.normal(size=(16, 32))
        _weights = [_rng.normal(size=(32, 32)) / np.sqrt(32) for _ in range(_depth)]
        _head = (_rng.normal(size=(32, 1)) / np.sqrt(32), np.zeros(1))
        for _column, _gain in enumerate(_gains):
            _params = [*((_gain * W, np.zeros(32)) for W in _weights), _head]
            _norms = layer_gradient_norms(_params, _X, _labels, _activation)
            _map[_row, _column] = _verdicts.index(diagnose(_norms))
    _axis.pcolormesh(_gains, _depths, _map, cmap="coolwarm", vmin=-0.5, vmax=2.5, shading="nearest")
    _axis.set(title=_activation, xlabel=r"weight standard deviation times $\sqrt{32}$", xscale="log")
_axes[0].set_ylabel("hidden layers")
_colors = plt.get_cmap("coolwarm")
_patches = [plt.Rectangle((0, 0), 1, 1, color=_colors((code + 0.5) / 3)) for code in range(3)]
_figure.legend(_patches, _verdicts, loc="outside lower center", ncols=3)
_figure.suptitle("Where gradients die and where they blow up")
plt.show()

# %% [markdown]
# **What to look for.** With two layers any of these scales will do; the deeper the network, the narrower the healthy
# band. ReLU's closes in on $\sqrt{2}$, which is He's formula for layers of equal width. Tanh's begins just below 1,
# Glorot's formula, and reaches further up, because larger weights also saturate more units, and what the weights add
# the flat ends take away. The sigmoid needs weights many times larger than Glorot's, since they must make up for
# derivatives of at most a quarter.

# %% [markdown]
# ## Exercise `clipping`: a bound on the step
#
# When a gradient is enormous for one step, that step throws away everything learned. Clipping bounds it. Write both
# usual forms; `grads` is a list of `(dW, db)` pairs, as a backward pass returns it, and a new list comes back.
#
# `clip_by_value(grads, limit)` moves every entry that is outside $[-c, c]$ to the nearest end.
#
# `clip_by_global_norm(grads, max_norm)` returns `(grads, norm)`. It treats *all* gradients as one long vector $g$
# (Pascanu, Mikolov and Bengio, 2013, "On the difficulty of training recurrent neural networks", algorithm 1):
#
# $$\lVert g \rVert = \sqrt{\sum_l \left( \lVert dW_l \rVert_F^2 + \lVert db_l \rVert^2 \right)}, \qquad
#   g \leftarrow g \cdot \frac{c}{\lVert g \rVert} \quad \text{if } \lVert g \rVert > c .$$
#
# At or below `max_norm` nothing changes. The `norm` returned is the one *before* clipping, which is what you want to
# plot. Gradients of zero stay zero.
#
# **Example.** For `grads = [([[3.0]], [0.0]), ([[0.0]], [4.0])]` the norm is 5. `clip_by_global_norm(grads, 1.0)`
# gives `[([[0.6]], [0.0]), ([[0.0]], [0.8])]` and 5: the direction is kept. If 3 and 4 both became 1, you clipped
# each array by its own norm, which changes the direction, as clipping by value does.
#
# <details><summary>Hint 1</summary>
#
# How many norms are there in clipping by the *global* norm, and what is in it?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Two passes over the list: one to add up squares, one to scale. Ask before you divide: what if every gradient is zero?
#
# </details>
# <details><summary>Hint 3</summary>
#
# One factor for all arrays: $\min(1, c / \lVert g \rVert)$, where the second choice is only looked at when
# $\lVert g \rVert > c$.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "clipping", "locked": false, "schema_version": 3, "solution": true, "task": false}
def clip_by_value(grads, limit):
    """Every entry of every gradient, moved into [-limit, limit].

    Args:
        grads: list of (dW, db) pairs of arrays; not changed.
        limit: float of at least 0.

    Returns:
        A list of (dW, db) pairs of the same shapes.

    Raises:
        ValueError: for a negative limit.
    """
    if limit < 0:
        raise ValueError(f"limit must be at least 0, got {limit}")
    ### BEGIN SOLUTION
    return [(np.clip(dW, -limit, limit), np.clip(db, -limit, limit)) for dW, db in grads]
    ### END SOLUTION


def clip_by_global_norm(grads, max_norm):
    """All gradients, scaled by one factor so that their joint norm is at most max_norm.

    Args:
        grads: list of (dW, db) pairs of arrays; not changed.
        max_norm: float of at least 0.

    Returns:
        (grads, norm): a list of (dW, db) pairs of the same shapes, and the norm before clipping, a float.

    Raises:
        ValueError: for a negative max_norm.
    """
    if max_norm < 0:
        raise ValueError(f"max_norm must be at least 0, got {max_norm}")
    ### BEGIN SOLUTION
    norm = float(np.sqrt(sum(np.sum(gradient**2) for pair in grads for gradient in pair)))
    if norm <= max_norm:
        return grads, norm
    scale = max_norm / norm
    return [(scale * dW, scale * db) for dW, db in grads], norm
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-clipping", "locked": true, "points": 20, "schema_version": 3, "solution": false, "task": false}
_grads = [(np.array([[3.0]]), np.array([0.0])), (np.array([[0.0]]), np.array([-4.0]))]
_clipped = clip_by_value(_grads, 2.0)
assert np.isclose(_clipped[0][0], 2.0).all(), "3 is above the limit of 2 and becomes 2."
assert np.isclose(_clipped[1][1], -2.0).all(), (
    "-4 is below -2 and becomes -2: both ends, and the biases' gradients too."
)

_clipped, _norm = clip_by_global_norm(_grads, 1.0)
assert np.isclose(_norm, 5.0), "sqrt(3**2 + 4**2): one norm over all arrays, the biases included, before clipping."
assert np.allclose([_clipped[0][0].item(), _clipped[1][1].item()], [0.6, -0.8], atol=1e-4), (
    "Scale every gradient by max_norm / norm = 1 / 5. If both are 1 in size, each array was clipped by its own norm."
)
_same, _norm = clip_by_global_norm(_grads, 10.0)
assert np.allclose(_same[0][0], 3.0), "A norm of 5 is within 10: clipping must not scale small gradients up."
_zeros, _norm = clip_by_global_norm([(np.zeros((2, 1)), np.zeros(1))], 1.0)
assert np.all(_zeros[0][0] == 0), "Zero gradients stay zero: 0 / 0 would make them NaN."
assert _grads[0][0].item() == 3.0, "The gradients handed in must not change: return new arrays."
print("clipping: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-clipping", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A single recurrent unit, run for 50 steps (Pascanu, Mikolov and Bengio, 2013, figure 6): x = w * sigmoid(x) + b, and
# the loss is (sigmoid(x) - 0.7)**2 at the end. Fifty layers with two shared weights have a cliff in their loss.


def _cliff(w, b):
    x = torch.full_like(w, 0.5)
    for _ in range(50):
        x = w * torch.sigmoid(x) + b
    return (torch.sigmoid(x) - 0.7) ** 2


_figure, _axes = plt.subplots(1, 2, figsize=(13, 5), layout="constrained")
_w, _b = torch.meshgrid(torch.linspace(3.8, 5.4, 250).double(), torch.linspace(-2.5, -1.2, 250).double(), indexing="xy")
_filled = _axes[0].contourf(_w, _b, _cliff(_w, _b), levels=30, cmap="Greys")
_figure.colorbar(_filled, ax=_axes[0], label="loss")
for _max_norm, _label, _color, _width in (
    (1e9, "no clipping", "tab:red", 4),
    (0.2, "clipped to norm 0.2", "tab:blue", 1),
):
    _point, _path, _norms = torch.tensor([5.0, -1.5], dtype=torch.float64), [], []
    for _step in range(120):
        _point.requires_grad_()
        (_slope,) = torch.autograd.grad(_cliff(_point[:1], _point[1:]).sum(), _point)
        _dW, _db = _slope[:1, None].numpy(), _slope[1:].numpy()
        [(_dW, _db)], _norm = clip_by_global_norm([(_dW, _db)], _max_norm)
        _path.append(_point.tolist())
        _norms.append(float(_norm))
        _point = _point.detach() - 0.3 * torch.tensor([np.asarray(_dW).item(), np.asarray(_db).item()]).double()
    _axes[0].plot(*np.transpose(_path), color=_color, linewidth=_width, alpha=0.7, label=_label)
    _axes[1].semilogy(_norms, color=_color, linewidth=_width, alpha=0.7, label=_label)
_axes[0].set(title="Gradient descent near a cliff", xlabel="w", ylabel="b", xlim=(3.8, 5.4), ylim=(-2.5, -1.2))
_axes[0].legend(loc="upper left")
_axes[1].axhline(0.2, color="gray", linestyle=":", label="max_norm")
_axes[1].set(title="Gradient norm before clipping", xlabel="step", ylabel="norm")
_axes[1].legend()
plt.show()

# %% [markdown]
# **What to look for.** Both runs creep along the valley to the foot of the cliff, on the same path as long as no norm
# exceeds 0.2. There the norm jumps by two orders of magnitude. Without clipping, one such step leaves the picture, and
# the run ends on a plateau where the gradient is nearly zero. With clipping the step goes in the same direction, but
# only as far as `max_norm` allows, and the run stays in the valley. Note that its gradients are just as large before
# clipping: it does not make the loss any smoother, it makes the steps shorter.

# %% [markdown]
# ## Exercise `residual`: a way around
#
# Clipping cannot bring back a gradient that has vanished. He, Zhang, Ren and Sun (2016, "Deep residual learning for
# image recognition", equation 1) let every layer *add* to its input in place of replacing it:
#
# $$h_l = h_{l-1} + a(h_{l-1} W_l + b_l), \qquad h_0 = X .$$
#
# The derivative of $h_l$ by $h_{l-1}$ is then the identity plus something, and a product of such factors does not have
# to vanish, whatever the activation's derivative is. (In that paper one more ReLU follows the sum. We leave the sum
# alone, as the same authors do in "Identity mappings in deep residual networks", 2016, equations 3 and 5.)
#
# Write `residual_forward(params, X, activation)`. Every pair of `params` is such a layer, with a square weight matrix;
# there is no head. Return the list of every layer's output $h_1, \dots, h_L$; `X` is not in it.
#
# **Example.** `X = [[1, -1]]`, two ReLU layers with `W = [[1, 0], [0, 1]]` and zero biases: the outputs are `[[2, -1]]`
# and `[[4, -1]]`. If the second is `[[3, -1]]`, you added `X` to each layer's result, not the layer's own input.
#
# <details><summary>Hint 1</summary>
#
# What does one layer need from the one before it, and what is that for the first layer?
#
# </details>
# <details><summary>Hint 2</summary>
#
# One variable that always holds the newest output, and a list. Make a new array in every layer: `+=` would change the
# one that you handed out before, and in the first layer the caller's `X`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Start from $h = X$. For each pair, the new $h$ is the old $h$ plus the activation of (old $h$ times $W$, plus $b$).
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "residual", "locked": false, "schema_version": 3, "solution": true, "task": false}
def residual_forward(params, X, activation):
    """The outputs of a stack of residual layers, h + a(h @ W + b).

    Args:
        params: list of L pairs (W, b), W (n, n), b (n,); every pair is a residual layer, there is no head. An empty
            list is a stack without layers.
        X: (m, n) input; not changed.
        activation: "relu", "sigmoid" or "tanh".

    Returns:
        A list of L arrays (m, n): every layer's output in order, X not included. Floating point, finite for
        pre-activations of any size.

    Raises:
        ValueError: for an unknown activation.
    """
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {ACTIVATIONS}, got {activation!r}")
    ### BEGIN SOLUTION
    activate = {
        "relu": lambda z: np.maximum(z, 0.0),
        "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),
        "tanh": np.tanh,
    }[activation]
    h = X
    outputs = []
    for W, b in params:
        h = h + activate(h @ W + b)
        outputs.append(h)
    return outputs
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-residual", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false}
_X = np.array([[1.0, -1.0]])
_outputs = residual_forward([(np.eye(2), np.zeros(2)), (np.eye(2), np.zeros(2))], _X, "relu")
assert len(_outputs) == 2, f"One output per layer, X not included: 2 here, not {len(_outputs)}."
assert np.allclose(_outputs[0], [[2.0, -1.0]]), "h + relu(h): 1 + 1, and -1 + 0."
assert np.allclose(_outputs[1], [[4.0, -1.0]]), "The second layer adds to the first one's output: 2 + 2, and -1 + 0."
assert np.array_equal(_X, [[1.0, -1.0]]), "X must not change: `h += ...` works in place."
_outputs = residual_forward([(np.zeros((3, 3)), np.zeros(3))], np.ones((4, 3)), "sigmoid")
assert np.allclose(_outputs[0], 1.5), "With zero weights the sigmoid is 0.5, and 1 + 0.5 is 1.5."
print("residual: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-residual", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Fifty layers of 16 units under Glorot weights, then a head. For the plain network: your gradient norms. For the
# residual one the gradient is measured: move each layer's output a little and see how the loss at the end answers.
_rng = np.random.default_rng(5)
_weights = [(_rng.normal(size=(16, 16)) / 4.0, np.zeros(16)) for _ in range(50)]
_head = (_rng.normal(size=(16, 1)) / 4.0, np.zeros(1))
_X, _y = _rng.normal(size=(16, 16)), LABELS[:16]
_nudges = 1e-5 * np.vstack([np.eye(16), -np.eye(16)])[:, None, :]


def _measured_norm(h, layers, activation):
    """The norm of the loss gradient with respect to h, from 32 nudged copies of h sent through the layers at once."""
    rows = (h + _nudges).reshape(-1, 16)
    last = residual_forward(layers, rows, activation)[-1] if layers else rows
    targets = torch.from_numpy(np.tile(_y, (32, 1)))
    losses = nn.functional.binary_cross_entropy_with_logits(
        torch.from_numpy(last @ _head[0]), targets, reduction="none"
    )
    up, down = losses.numpy().reshape(2, 16, 16)
    return np.linalg.norm(up - down) / 2e-5 / len(_X)


_figure, _axes = plt.subplots(1, 3, figsize=(13, 4.5), layout="constrained")
for _axis, _activation in zip(_axes, ("sigmoid", "tanh", "relu"), strict=True):
    _plain = layer_gradient_norms([*_weights, _head], _X, _y, _activation)[:-1]
    _outputs = residual_forward(_weights, _X, _activation)
    _residual = [_measured_norm(h, _weights[layer:], _activation) for layer, h in enumerate(_outputs, start=1)]
    _axis.semilogy(range(1, 51), _plain, label="plain", color="tab:red")
    _axis.semilogy(range(1, 51), _residual, label="residual", color="tab:blue")
    _axis.set(title=_activation, xlabel="layer (the input is on the left)", ylabel="gradient norm")
    _axis.legend()
_figure.suptitle("The loss gradient at depth 50, with and without residual connections (independent scales)")
plt.show()

# %% [markdown]
# **What to look for.** In the plain sigmoid network the gradient that reaches the first of fifty layers is some
# thirty orders of magnitude smaller than the one at the last. With residual connections it arrives almost unchanged.
# For tanh and ReLU the residual network's gradient does not vanish either, but look at the scale: it grows towards
# the input, with ReLU by a factor of about a million. The identity keeps the gradient alive, it does not keep it
# small: initialization schemes made for plain networks do not hold for residual ones, which is one reason why these
# are built with normalization layers or with smaller weights.

# %% [markdown]
# ## Reflection
#
# A colleague trains a network with 20 hidden layers of 64 sigmoid units by plain gradient descent, from N(0, 0.1²)
# weights. The loss stays at 0.693. In one paragraph each:
#
# 1. Which of your instruments would you run, on what, in which order, and which results would tell a vanishing gradient
#    from saturated units and from a learning rate that is too small?
# 2. The colleague proposes gradient clipping. What will it do here?
# 3. Name two changes that you would try first and say, in terms of the factors in the gradient's product, why each
#    should help.

# %% [markdown] nbgrader={"cell_type": "markdown", "grade": true, "grade_id": "reflection", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false}
# 1. First `layer_gradient_norms` on a batch with the current weights, and `diagnose`. With 64 units and a standard
#    deviation of 0.1 the weights multiply the gradient by roughly $0.1 \sqrt{64} = 0.8$ per layer and the sigmoid by at
#    most 0.25, so norms that fall by a factor of about five per layer towards the input are expected: a vanishing
#    gradient. `saturated_fraction` on each layer's pre-activations separates the two causes of small derivatives: here
#    the pre-activations are small and close to nothing is saturated, so the loss of gradient is due to the 0.25 and not
#    to flat ends; `dead_units` with a tolerance shows whether the last layers' outputs hardly depend on the example. If
#    the norms were of similar size in all layers and the loss still did not move, the learning rate would be suspect: a
#    ten times larger one would then change the loss at once, while here it changes the head's bias at best.
# 2. Nothing useful. Clipping only shortens gradients that are too long; these are far too short, and below `max_norm`
#    nothing changes.
# 3. Any two with the reason, for example: tanh with Glorot weights or ReLU with He weights (largest derivative 1 in
#    place of 0.25, and weights whose factor per layer is about 1); residual connections (each factor becomes the
#    identity plus a term, so the product no longer has to vanish); batch normalization after each layer (keeps the
#    pre-activations where the derivative is largest, and makes the layer insensitive to the scale of its weights); a
#    shallower network (fewer factors). An optimizer that rescales each parameter's step, such as Adam or RMSprop,
#    treats the symptom: it makes the steps of the early layers larger without making their gradients better.
