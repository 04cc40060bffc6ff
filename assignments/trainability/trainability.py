# %% [markdown]
# # Improving trainability
#
# A network that *can* represent a good function still has to find it. Back propagation gives the direction, the
# initializer gives the starting point, and normalization keeps every layer in scale; this assignment is about the rest
# of the recipe, the small ideas that are found in nearly every training script:
#
# | question | idea | exercise |
# |---|---|---|
# | How long should a step be, and when? | learning rate schedules | `schedules` |
# | Which way should a step go, if not down the gradient? | momentum, RMSprop, Adam | `momentum`, `rmsprop`, `adam` |
# | How do we keep a network from using all of its freedom? | penalties on weights, dropout | `penalties`, `dropout` |
# | Should we believe the labels completely? | label smoothing, mixup | `soft_targets` |
# | When do we stop? | early stopping | `early_stopping` |
#
# You write each of them as a small pure function of NumPy arrays. None is longer than a dozen lines; what matters is
# the detail: on which side of the square root a constant stands, what is kept from one step to the next, which epoch
# counts.
#
# **Conventions.** A layer's weights `W` are `(fan_in, fan_out)`, its biases `b` are `(fan_out,)`, and `params` is a
# list of `(W, b)` pairs, input side first. Functions never change their arguments. Randomness comes from the argument
# `rng`, a `numpy.random.Generator`, and from nowhere else: never from `np.random.rand` and its like, which draw from a
# state that the whole program shares. Inputs may be float64, float32 or integer arrays; results are float64, or, for
# float32 input, either. (torch computes in float32 unless it is told otherwise, and would lose half of the digits.) Tests
# of the arguments' ranges are given at the top of each function; your part begins below them.

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "29e0955135dc22e624da7ead0278240e"}
import matplotlib.pyplot as plt
import numpy as np
import torch


# %% [markdown]
# ## Exercise `schedules`
#
# Far from a minimum a long step saves time; close to it the same step jumps from one wall of the valley to the other.
# So the learning rate should change as training goes on. Write three schedules; each takes an epoch or step number (an
# integer, counted from 0) and returns the learning rate to use there, one number.
#
# **Step decay** multiplies the rate by `drop` once every `every` epochs, and is constant in between:
#
# $$\text{lr}(e) = \text{initial} \cdot \text{drop}^{\lfloor e / \text{every} \rfloor}$$
#
# **Cosine decay** (Loshchilov and Hutter 2017, *SGDR*, equation 5 with a smallest rate of 0) follows half a period of a
# cosine from `initial` at step 0 down to 0 at step $T$ = `total_steps`, and stays at 0 from there on:
#
# $$\text{lr}(t) = \frac{\text{initial}}{2} \left(1 + \cos \frac{\pi t}{T}\right) \text{ for } t \le T$$
#
# It is slow at first, nearly linear in the middle, and slow again at the end.
#
# **Warm-up and cosine.** Right after initialization the gradients are large and point in rather arbitrary directions,
# so one starts low (Goyal et al. 2017, section 2.2): the rate rises on a straight line from 0 at step 0 to `peak` at
# step `warmup_steps`. After that it is the cosine, stretched over the steps that remain: its $t / T$ is
# $(\text{step} - \text{warmup\_steps}) / (\text{total\_steps} - \text{warmup\_steps})$. From `total_steps` on it is 0.
# With `warmup_steps = 0` there is no warm-up, and step 0 already has the rate `peak`.
#
# **Example.**
# - `step_decay(3, initial=0.8, drop=0.5, every=2)` is 0.4, because one whole period of two epochs has passed. (An
#   exponent of 3/2 would give 0.283.)
# - `cosine_decay(25, total_steps=100, initial=1.0)` is 0.854, still above the straight line's 0.75.
# - `warmup_cosine(30, warmup_steps=20, total_steps=100, peak=1.0)` is 0.962, an eighth of the way down the cosine. (A
#   cosine that forgets to start at step 20 would give 0.794.)
#
# <details><summary>Hint 1</summary>
#
# How many *whole* periods of `every` epochs lie before epoch `e`? And in the third schedule: which two or three
# stretches of steps must you tell apart?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Python has an operator that divides and rounds down. A cosine goes up again after half a period, so something must
# keep the share of the way from passing 1.
#
# </details>
# <details><summary>Hint 3</summary>
#
# With $p = \min(1, \text{steps since the top} / \text{length of the descent})$ both cosine schedules are
# $\frac{\text{top}}{2}(1 + \cos \pi p)$. Treat the steps *before* `warmup_steps` on their own, as a fraction of `peak`;
# then `warmup_steps = 0` never divides by zero.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "schedules", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "98aef7e952a17eea70629a449f4a6af5"}
def step_decay(epoch, initial, drop, every):
    """The learning rate at an epoch when it is multiplied by `drop` once every `every` epochs.

    epoch: integer, counted from 0. Returns a number: initial * drop ** floor(epoch / every).
    Raises ValueError when `every` is below 1.
    """
    if every < 1:
        raise ValueError(f"every is {every}, must be at least 1")
    # YOUR CODE HERE
    raise NotImplementedError()


def cosine_decay(step, total_steps, initial):
    """The learning rate at a step of half a cosine from `initial` at step 0 to 0 at `total_steps`; 0 after that.

    step: integer, counted from 0. Returns a number. Loshchilov and Hutter 2017, eq. 5.
    Raises ValueError when `total_steps` is below 1.
    """
    if total_steps < 1:
        raise ValueError(f"total_steps is {total_steps}, must be at least 1")
    # YOUR CODE HERE
    raise NotImplementedError()


def warmup_cosine(step, warmup_steps, total_steps, peak):
    """The learning rate at a step: a line from 0 up to `peak` at `warmup_steps`, then half a cosine down to 0.

    step: integer, counted from 0. Returns a number; 0 from `total_steps` on; no warm-up when `warmup_steps` is 0.
    Raises ValueError unless 0 <= warmup_steps < total_steps.
    """
    if total_steps < 1:
        raise ValueError(f"total_steps is {total_steps}, must be at least 1")
    if not 0 <= warmup_steps < total_steps:
        raise ValueError(f"warmup_steps is {warmup_steps}, must be in [0, total_steps), here [0, {total_steps})")
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-schedules", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false, "checksum": "c469a82e5327e7efc3d346e29b83f5f0"}
assert [step_decay(e, 1.0, 0.5, 2) for e in range(5)] == [1.0, 1.0, 0.5, 0.5, 0.25], (
    "With every=2 and drop=0.5 the rate should halve at epochs 2 and 4 and stay the same in between."
)
assert np.isclose(cosine_decay(0, 100, 0.3), 0.3), "At step 0 the cosine schedule should still be at `initial`."
assert np.isclose(cosine_decay(50, 100, 0.3), 0.15), "Half way, the cosine schedule should be at half of `initial`."
assert np.isclose(cosine_decay(120, 100, 0.3), 0.0), "After total_steps the rate should stay at 0, not rise again."
assert np.isclose(warmup_cosine(5, 20, 100, 1.0), 0.25), "A quarter of the warm-up should give a quarter of `peak`."
assert np.isclose(warmup_cosine(20, 20, 100, 1.0), 1.0), "At the end of the warm-up the rate should be `peak`."
assert np.isclose(warmup_cosine(60, 20, 100, 1.0), 0.5), (
    "Half of `peak` is due half way between warmup_steps and total_steps (step 60): the cosine starts at the peak."
)
print("schedules: the visible checks pass")

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-schedules", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "71a5f02b0bd798d3b2bdff2142b81a63"} tags=["experiment"]
steps = np.arange(0, 121)
figure, axes = plt.subplots(1, 3, figsize=(11, 3.2), sharey=True)
axes[0].step(steps, [step_decay(int(t), 0.1, 0.5, 25) for t in steps], where="post", color="tab:blue")
axes[0].set_title("step decay: half every 25")
axes[1].plot(steps, [cosine_decay(int(t), 100, 0.1) for t in steps], color="tab:orange", label="cosine")
axes[1].plot([0, 100, 120], [0.1, 0, 0], ":", color="gray", label="straight line")
axes[1].set_title("cosine decay over 100 steps")
axes[1].legend()
axes[2].plot(steps, [warmup_cosine(int(t), 20, 100, 0.1) for t in steps], color="tab:green")
axes[2].axvline(20, linestyle=":", color="gray", label="end of the warm-up")
axes[2].set_title("20 steps of warm-up, then cosine")
axes[2].legend()
for axis in axes:
    axis.set_xlabel("epoch or step")
axes[0].set_ylabel("learning rate")
figure.tight_layout()
plt.show()


# %% [markdown]
# **What to look for.** The cosine stays above the straight line in the first half and below it in the second: it spends
# more steps near the full rate and more steps near zero, and crosses over quickly. All three schedules are low when
# training ends; only the third one starts at zero as well. (Its very first step is therefore wasted, and some training
# scripts begin to count at 1.)

# %% [markdown]
# ## Exercise `momentum`
#
# In a long narrow valley the gradient points mostly across, not along. A step that is short enough for the steep
# direction is far too short for the flat one. **Momentum** (Polyak 1964) gives the parameters inertia: a velocity $v$
# adds up the gradients $g$ and slowly forgets them. What points the same way in every step grows, what changes its sign
# cancels out.
#
# $$v \leftarrow \mu\, v + g, \qquad w \leftarrow w - \text{lr} \cdot v, \qquad v = 0 \text{ at the start}$$
#
# This is the form of `torch.optim.SGD`. Others put the learning rate into the velocity (Sutskever et al. 2013,
# equations 1 and 2) or weight $g$ with $1 - \mu$. The first of these gives the same steps as long as the rate stays
# constant, and others when it changes, so the form matters as soon as there is a schedule.
#
# **What to write.** `momentum_step(w, g, state, learning_rate, momentum=0.9)` takes one step and returns `(w, state)`:
# - `w` and `g` are arrays of the same shape (any shape): the parameters and the gradient of the loss there.
# - `state` is a dict in which you keep what the next call needs, under names of your choice. It is `{}` on the first
#   call; later calls get what you returned before. Return a *new* dict and leave the old one, and the arrays in it, as
#   they are: whoever calls you may want to step from there again.
# - `w` must not be changed either; return a new array.
#
# **Example.** From `w = 1.0` with `learning_rate=0.1`, `momentum=0.9` and the gradient 1.0 twice, `w` goes to 0.9 and
# then to 0.71, because the second step is nearly twice as long. (With $(1 - \mu) g$ it would go to 0.99 and 0.971.)
#
# <details><summary>Hint 1</summary>
#
# What does the velocity hold before the first step, and how can you tell from `state` that this is the first step?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `dict.get` has a second argument, which it returns when the key is missing. Beware of `-=`, `*=` and `+=` on arrays:
# they write into the array that you were given.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Compute the new velocity $\mu v + g$ from the old one (or from 0), step with the *new* velocity, and return it in a
# dict made for the purpose.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "momentum", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "adff30f9010f5052f7c52adc496e8eea"}
def momentum_step(w, g, state, learning_rate, momentum=0.9):
    """One step of gradient descent with momentum: v = momentum * v + g, then w - learning_rate * v.

    w, g: arrays of the same shape, float or integer. state: a dict, {} on the first call, then what was returned last.
    Returns (w, state), both new; nothing that was handed in is changed. The form of torch.optim.SGD.
    Raises ValueError when `learning_rate` is negative or `momentum` outside [0, 1).
    """
    if learning_rate < 0:
        raise ValueError(f"learning_rate is {learning_rate}, must be at least 0")
    if not 0 <= momentum < 1:
        raise ValueError(f"momentum is {momentum}, must be in [0, 1)")
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-momentum", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false, "checksum": "62748ec1bd02c63ca1dbf6d1036ad195"}
w_start = np.array([[1.0, -2.0, 0.5]])
w_first, state_first = momentum_step(w_start, np.array([[1.0, 2.0, 0.0]]), {}, 0.1)
assert np.shape(w_first) == (1, 3), "The new w should have the shape of the old one."
assert np.allclose(w_first, [[0.9, -2.2, 0.5]]), (
    "The first step from v = 0 should be a plain step: w - learning_rate * g."
)
assert np.array_equal(w_start, [[1.0, -2.0, 0.5]]), "momentum_step changed the w that it was given; return a new array."
w_second, _ = momentum_step(w_first, np.array([[1.0, 2.0, 0.0]]), state_first, 0.1)
assert np.allclose(w_second, [[0.71, -2.58, 0.5]]), (
    "The second step should use v = 0.9 * v + g, which is 1.9 times g here."
)
w_again, _ = momentum_step(w_first, np.array([[1.0, 2.0, 0.0]]), state_first, 0.1)
assert np.allclose(w_again, w_second), (
    "The same call gave another result: momentum_step changed the state it was given."
)
print("momentum: the visible checks pass")


# %% [markdown]
# ## Exercise `rmsprop`
#
# Momentum remembers the gradient's direction; **RMSprop** remembers its size. For each parameter on its own it keeps a
# running mean $s$ of the squared gradient, and divides the gradient by the square root of it (Tieleman and Hinton 2012,
# lecture 6e of *Neural networks for machine learning*):
#
# $$s \leftarrow \rho\, s + (1 - \rho)\, g^2, \qquad w \leftarrow w - \text{lr} \cdot \frac{g}{\sqrt{s} + \epsilon},
# \qquad s = 0 \text{ at the start}$$
#
# A parameter whose gradients are always tiny, as in the first layers of a deep sigmoid network, then moves as far as
# one whose gradients are large. The constant $\epsilon$ only keeps the division defined when $s$ is 0. It stands
# *outside* of the root here, as in torch; some texts write $\sqrt{s + \epsilon}$, and for small gradients that is quite
# another method.
#
# **What to write.** `rmsprop_step(w, g, state, learning_rate, decay=0.9, eps=1e-8)` returns `(w, state)`, with shapes
# and `state` as in `momentum`; `decay` is $\rho$.
#
# **Example.** From `w = 1.0` with `learning_rate=0.1` and the first gradient 2.0, $s$ is 0.4 and `w` becomes 0.684.
# (Without the root it would be 0.5.) With a first gradient of 1e-7 the step is 2.4 times the learning rate. (With
# $\epsilon$ inside of the root it would be a thousandth of the learning rate: the small gradient would stay small.)
#
# <details><summary>Hint 1</summary>
#
# The mean of the squares is kept per parameter. What shape does $s$ have, then, and what is it before the first step?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Update $s$ first, and divide by the root of the *new* one. The two weights, of the old mean and of the new square, add
# up to 1.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The new $s$ is $\rho s + (1 - \rho) g^2$; the step is $\text{lr} \cdot g$ divided by the sum of $\sqrt{s}$ and
# $\epsilon$. As before: a new dict, new arrays.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "rmsprop", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "4fd11b37bcf594db6765786bfc0c1c20"}
def rmsprop_step(w, g, state, learning_rate, decay=0.9, eps=1e-8):
    """One step of RMSprop: s = decay * s + (1 - decay) * g**2, then w - learning_rate * g / (sqrt(s) + eps).

    w, g: arrays of the same shape, float or integer. state: a dict, {} on the first call, then what was returned last.
    Returns (w, state), both new; nothing that was handed in is changed. Tieleman and Hinton 2012.
    Raises ValueError when `learning_rate` is negative or `decay` outside [0, 1).
    """
    if learning_rate < 0:
        raise ValueError(f"learning_rate is {learning_rate}, must be at least 0")
    if not 0 <= decay < 1:
        raise ValueError(f"decay is {decay}, must be in [0, 1)")
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-rmsprop", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false, "checksum": "1317221ba059a5a89587ea4d03b7cb66"}
w_first, state_first = rmsprop_step(np.array([1.0, 1.0]), np.array([2.0, -0.02]), {}, 0.1)
assert np.shape(w_first) == (2,), "The new w should have the shape of the old one."
assert np.allclose(w_first, [0.683772, 1.316228], atol=1e-5), (
    "After one step from s = 0, s is 0.1 * g**2, and both parameters should move by learning_rate / sqrt(0.1) = 0.316."
)
w_tiny, _ = rmsprop_step(np.array([0.0]), np.array([1e-7]), {}, 0.1)
assert np.isclose(w_tiny[0], -0.240253, atol=1e-5), (
    "A gradient of 1e-7 should make a step of 2.4 learning rates: add eps to the root, not to what is under it."
)
w_torch = torch.nn.Parameter(torch.tensor([1.0, 1.0], dtype=torch.float64))
optimizer = torch.optim.RMSprop([w_torch], lr=0.1, alpha=0.9)
w_own, state_own = np.array([1.0, 1.0]), {}
for gradient in ([2.0, -0.02], [-1.0, 0.01], [0.5, 0.0]):
    w_torch.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    w_own, state_own = rmsprop_step(w_own, np.array(gradient), state_own, 0.1)
assert np.allclose(w_own, w_torch.detach().numpy()), "After three steps w should be where torch.optim.RMSprop is."
print("rmsprop: the visible checks pass")


# %% [markdown]
# ## Exercise `adam`
#
# **Adam** (Kingma and Ba 2015, algorithm 1) joins the two: a running mean $m$ of the gradient and a running mean $v$ of
# its square. Both start at 0, so that the first means are far too small: after one step $m$ is only $(1 - \beta_1) g$.
# With $t$ the number of the step, counted from 1, the **bias correction** divides by exactly the total weight that the
# gradients have had so far:
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \qquad v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2$$
#
# $$\hat m = \frac{m}{1 - \beta_1^t}, \qquad \hat v = \frac{v}{1 - \beta_2^t}, \qquad
# w \leftarrow w - \text{lr} \cdot \frac{\hat m}{\sqrt{\hat v} + \epsilon}$$
#
# **What to write.** `adam_step(w, g, state, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8)` returns `(w, state)`,
# with shapes and `state` as in `momentum`.
#
# **Example.** The first step is $\hat m / \sqrt{\hat v} = g / |g|$: it is one learning rate long whether the gradient
# is 100 or 0.01. From `w = 1.0` with `learning_rate=0.1` and `g = 0.01`, `w` becomes 0.9. (Without the correction it
# would be 0.684.)
#
# <details><summary>Hint 1</summary>
#
# Three things must survive from one call to the next. Which is the third?
#
# </details>
# <details><summary>Hint 2</summary>
#
# What you keep in the state are the moments *before* the correction; the corrected ones are used for this step only and
# then forgotten. The first step has $t = 1$: with $t = 0$ you would divide by zero.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Read $t$, $m$ and $v$ from the state (0 when they are missing), raise $t$ by 1, update $m$ and $v$, divide each by one
# minus its own $\beta$ to the power of $t$, then step with the corrected pair.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "adam", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "ee846ae3772d5267589b0d288bd2f26b"}
def adam_step(w, g, state, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step of Adam: w - learning_rate * m_hat / (sqrt(v_hat) + eps) with the bias-corrected moments.

    w, g: arrays of the same shape, float or integer. state: a dict, {} on the first call, then what was returned last.
    Returns (w, state), both new; nothing that was handed in is changed. Kingma and Ba 2015, algorithm 1.
    Raises ValueError when `learning_rate` is negative or `beta1` or `beta2` outside [0, 1).
    """
    if learning_rate < 0:
        raise ValueError(f"learning_rate is {learning_rate}, must be at least 0")
    if not 0 <= beta1 < 1:
        raise ValueError(f"beta1 is {beta1}, must be in [0, 1)")
    if not 0 <= beta2 < 1:
        raise ValueError(f"beta2 is {beta2}, must be in [0, 1)")
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-adam", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false, "checksum": "488fdf4065d7d8240640d80fba62f04d"}
w_first, state_first = adam_step(np.array([1.0, 1.0]), np.array([0.01, -100.0]), {}, 0.1)
assert np.shape(w_first) == (2,), "The new w should have the shape of the old one."
assert np.allclose(w_first, [0.9, 1.1], atol=1e-6), (
    "The first step should be one learning rate long for every parameter, whatever the size of its gradient."
)
w_torch = torch.nn.Parameter(torch.tensor([1.0, -2.0], dtype=torch.float64))
optimizer = torch.optim.Adam([w_torch], lr=0.1)
w_own, state_own = np.array([1.0, -2.0]), {}
for number, gradient in enumerate(([2.0, -0.02], [-1.0, 0.01], [0.5, 0.0]), start=1):
    w_torch.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    w_own, state_own = adam_step(w_own, np.array(gradient), state_own, 0.1)
    assert np.allclose(w_own, w_torch.detach().numpy()), f"After step {number}, w should be where torch.optim.Adam is."
print("adam: the visible checks pass")

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-optimizers", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "dff64e18eac9130771cfd4b2bad82426"} tags=["experiment"]
# A valley that is 50 times steeper across than along: f(w) = (w0**2 + 50 * w1**2) / 2, with its minimum at (0, 0).
curvature = np.array([1.0, 50.0])
start = np.array([-9.0, 2.0])
methods = {
    "gradient descent, 0.035": lambda w, g, state: (w - 0.035 * g, state),
    "momentum, 0.01": lambda w, g, state: momentum_step(w, g, state, 0.01),
    "RMSprop, 0.2": lambda w, g, state: rmsprop_step(w, g, state, 0.2),
    "Adam, 0.5": lambda w, g, state: adam_step(w, g, state, 0.5),
}
grid_w0, grid_w1 = np.meshgrid(np.linspace(-10, 4, 200), np.linspace(-3, 3, 200))
valley = (curvature[0] * grid_w0**2 + curvature[1] * grid_w1**2) / 2
figure = plt.figure(figsize=(11, 6.6))
layout = figure.add_gridspec(3, 2, height_ratios=[1, 1, 1.2])
below = figure.add_subplot(layout[2, :])
for place, (name, take_step) in enumerate(methods.items()):
    path, state = [start], {}
    for _ in range(150):
        w, state = take_step(path[-1], curvature * path[-1], state)
        path.append(np.asarray(w))
    path = np.array(path)
    axis = figure.add_subplot(layout[place // 2, place % 2])
    axis.contour(grid_w0, grid_w1, valley, levels=np.geomspace(0.5, 250, 9), colors="lightgray", linewidths=0.8)
    axis.plot(path[:, 0], path[:, 1], ".-", color=f"C{place}", markersize=4, linewidth=1)
    axis.plot(0, 0, "*", color="black", markersize=10)
    axis.set(title=name, xlabel="w0 (flat direction)", ylabel="w1 (steep)", xlim=(-10, 4), ylim=(-3, 3))
    below.semilogy((path**2 @ curvature) / 2, color=f"C{place}", label=name)
below.set(title="the loss along each path", xlabel="step", ylabel="loss", ylim=(1e-8, 1e3))
below.legend(ncols=4, loc="lower left", fontsize="small")
figure.tight_layout()
plt.show()


# %% [markdown]
# **What to look for.** Every path starts at the same point, far out in the flat direction. Gradient descent is at the
# edge of what the steep direction allows (above 2/50 = 0.04 it diverges), zigzags across the valley, and creeps along
# it. Momentum adds up the small steps along the valley, overshoots and swings back. RMSprop and Adam divide by the size
# of the gradient, so that both directions begin with steps of the same length: the path sets out diagonally instead of
# straight across. Look at the loss of RMSprop at the end: because the division makes small gradients into steps of full
# length, it hovers around the minimum at a distance set by the learning rate. This is what the schedules above are for.

# %% [markdown]
# ## Exercise `penalties`
#
# A network with more parameters than it needs should be told to use as few as it can. A **penalty** adds the size of
# the weights to the loss: with `strength` $\lambda$ and the sums over all entries of all weight matrices,
#
# $$\text{L2: } \lambda \sum W^2, \qquad \text{L1: } \lambda \sum |W|$$
#
# (Goodfellow, Bengio and Courville 2016, *Deep Learning*, section 7.1; they write $\lambda / 2$ for L2, here there is
# no half). The slopes tell what the two do. L2 pulls in proportion to the weight, so that large weights shrink most and
# small ones are left almost alone. L1 pulls every weight towards 0 with the same force, and a weight that the loss does
# not need goes all the way: **L1 prunes**. Biases are not penalized.
#
# **What to write.** `l2_penalty(params, strength)` and `l1_penalty(params, strength)` return `(penalty, grads)`: the
# penalty, one number, and its gradient, a list of `(dW, db)` pairs with the shapes of `params`, to be added to the
# gradient of the loss. `db` is all zeros. The slope of $|W|$ at exactly 0 may be anything in $[-1, 1]$; it must not be
# NaN.
#
# **Example.** For one layer with `W = [[1, -2], [0, 3]]`, `b = [5, 5]` and `strength=0.1` the L2 penalty is
# $0.1 \cdot 14 = 1.4$ and its gradient `[[0.2, -0.4], [0, 0.6]]`; the L1 penalty is $0.1 \cdot 6 = 0.6$ and its
# gradient `[[0.1, -0.1], [0, 0.1]]`. (With the biases the penalties would be 6.4 and 1.6.)
#
# <details><summary>Hint 1</summary>
#
# What is the derivative of $\lambda w^2$ with respect to $w$? And that of $\lambda |w|$, for a positive and for a
# negative $w$?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The penalty is one sum over all layers, but each entry's slope depends on that entry alone. NumPy has a function that
# gives $-1$, 0 or 1 for each entry.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The slopes are $2 \lambda W$ and $\lambda\, \text{sign}(W)$, layer by layer, each paired with zeros of the bias'
# shape.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "penalties", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "bb2a0a0b2ce29b6ba72409bfb51546d7"}
def l2_penalty(params, strength):
    """The penalty strength * (sum of W**2 over all layers) and its gradient; biases are not penalized.

    params: list of (W, b), W (fan_in, fan_out), b (fan_out,). Returns (penalty, grads): a number and a list of (dW, db)
    shaped like params, db all zeros. Raises ValueError when `strength` is negative.
    """
    if strength < 0:
        raise ValueError(f"strength is {strength}, must be at least 0")
    # YOUR CODE HERE
    raise NotImplementedError()


def l1_penalty(params, strength):
    """The penalty strength * (sum of |W| over all layers) and its gradient; biases are not penalized.

    params: list of (W, b), W (fan_in, fan_out), b (fan_out,). Returns (penalty, grads): a number and a list of (dW, db)
    shaped like params, db all zeros; the slope at W == 0 may be any number in [-strength, strength].
    Raises ValueError when `strength` is negative.
    """
    if strength < 0:
        raise ValueError(f"strength is {strength}, must be at least 0")
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-penalties", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false, "checksum": "fdad6ad4bee393da140288aab2239ebd"}
example_params = [
    (np.array([[1.0, -2.0], [0.0, 3.0]]), np.array([5.0, 5.0])),
    (np.array([[4.0], [-1.0]]), np.array([7.0])),
]
penalty, grads = l2_penalty(example_params, 0.1)
assert np.isclose(penalty, 3.1), (
    "The squares of all weights add up to 14 + 17 = 31; times 0.1 that is 3.1, without the biases."
)
assert [(np.shape(dW), np.shape(db)) for dW, db in grads] == [((2, 2), (2,)), ((2, 1), (1,))], (
    "The gradient should be a list of (dW, db) pairs with the shapes of params."
)
assert np.allclose(grads[0][0], [[0.2, -0.4], [0.0, 0.6]]), "The slope of strength * W**2 should be 2 * strength * W."
assert np.allclose(grads[1][1], 0.0), "Biases are not penalized: their gradient should be zeros."
penalty, grads = l1_penalty(example_params, 0.1)
assert np.isclose(penalty, 1.1), "The absolute values of all weights add up to 6 + 5 = 11; times 0.1 that is 1.1."
assert np.allclose(grads[1][0], [[0.1], [-0.1]]), "The slope of strength * |W| should be strength times the sign of W."
assert np.abs(grads[0][0][1, 0]) <= 0.1, (
    "At W == 0 the slope should be a number between -strength and strength, never NaN."
)
print("penalties: the visible checks pass")

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-penalties", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "81cbc35e561d4e8914d301796123e87a"} tags=["experiment"]
# The same network (2-20-20-1, tanh) learns to tell the inside of a disc from the outside; only the penalty differs.
torch.manual_seed(0)
points = (2 * torch.rand(300, 2) - 1).double()
labels = ((points**2).sum(dim=1, keepdim=True) < 0.6).double()
penalties = {
    "no penalty": lambda params: l2_penalty(params, 0.0),
    "L2, strength 0.001": lambda params: l2_penalty(params, 0.001),
    "L1, strength 0.001": lambda params: l1_penalty(params, 0.001),
}
figure, axes = plt.subplots(1, 3, figsize=(11, 3.4), sharey=True)
for axis, (name, penalty) in zip(axes, penalties.items(), strict=True):
    torch.manual_seed(1)
    model = torch.nn.Sequential(
        torch.nn.Linear(2, 20), torch.nn.Tanh(), torch.nn.Linear(20, 20), torch.nn.Tanh(), torch.nn.Linear(20, 1)
    ).double()
    layers = [layer for layer in model if isinstance(layer, torch.nn.Linear)]
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    decay = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 2000)
    for _ in range(2000):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(model(points), labels)
        optimizer.zero_grad()
        loss.backward()
        # torch stores W as (fan_out, fan_in), so it is transposed on the way to your function and back.
        _, slopes = penalty([(layer.weight.detach().numpy().T, layer.bias.detach().numpy()) for layer in layers])
        for layer, (dW, _) in zip(layers, slopes, strict=True):
            layer.weight.grad += torch.as_tensor(np.asarray(dW).T)
        optimizer.step()
        decay.step()
    accuracy = ((model(points) > 0) == (labels > 0.5)).double().mean().item()
    sizes = np.abs(np.concatenate([layer.weight.detach().numpy().ravel() for layer in layers]))
    share = (sizes < 1e-2).mean()
    axis.hist(np.log10(np.maximum(sizes, 1e-7)), bins=np.linspace(-7, 1.5, 52), color="tab:blue")
    axis.axvline(-2, linestyle=":", color="tab:red", label=f"{share:.0%} of the weights below 0.01")
    axis.set(
        title=f"{name}\nloss {loss.item():.3f}, accuracy {accuracy:.3f}", xlabel="log10 of |weight|", ylim=(0, 400)
    )
    axis.legend(loc="upper center", fontsize="small")
axes[0].set_ylabel(f"number of weights (of {sizes.size})")
figure.tight_layout()
plt.show()


# %% [markdown]
# **What to look for.** The horizontal axis is logarithmic: a weight at $-2$ is 0.01, and what is smaller than $10^{-7}$
# is drawn at $-7$. Without a penalty hardly any weight is near zero. L2 moves the whole crowd to the left, but few of
# its weights get below 0.01: the closer a weight comes to zero, the less it is pulled. L1 sends most of the weights to
# zero for good and leaves about a fifth of them to do the work, and the network still tells inside from outside. (With
# ten other seeds for data and weights, L1 left 80 to 87% of the weights below 0.01, L2 3 to 9%, no penalty at most 2%,
# and every accuracy was at least 0.99.) The loss shown is without the penalty. That it is higher with a penalty is no
# accident: part of the effort now goes into being small.

# %% [markdown]
# ## Exercise `dropout`
#
# **Dropout** (Srivastava et al. 2014, section 4) sets each activation to 0 with probability `rate` at every training
# step, so that no unit can rely on any other one being there. At inference all units take part. If nothing else were
# done, each activation would then be larger on average than the next layer has ever seen in training. So the ones that
# are kept are scaled up in training (section 10 of the paper mentions this form, "inverted dropout"), and inference
# needs no change at all:
#
# $$\text{out} = \frac{k \cdot x}{1 - \text{rate}}, \qquad k = 0 \text{ with probability rate, else } 1, \qquad
# E[\text{out}] = (1 - \text{rate}) \cdot \frac{x}{1 - \text{rate}} = x$$
#
# Beware: `rate` is the share that is *dropped*, as in Keras and torch; the paper's $p$ is the share that is kept.
#
# **What to write.**
# - `dropout_forward(x, rate, rng, training)` returns `(out, mask)`. In training, every *entry* of `x` is dropped or
#   kept independently of all others (other examples in the batch, other units, other calls), by numbers drawn from
#   `rng`. With `training=False` it is the identity.
# - `mask` is yours: whatever `dropout_backward` needs. No one else looks at it.
# - `dropout_backward(dout, mask)` returns `dx`: the gradient with respect to `x`, given the one with respect to `out`,
#   for the very call that made `mask`. In inference that is `dout` itself.
#
# **Example.** With `rate=0.2` and `x = [1, 2, 3, 4, 5]`, if the third entry happens to be dropped, `out` is
# `[1.25, 2.5, 0, 5, 6.25]`, and for `dout` of all ones `dx` is `[1.25, 1.25, 0, 1.25, 1.25]`. (Dividing by `rate` would
# multiply by 5. And try a rate other than one half when you test: at 0.5, dropped and kept are easily mixed up
# unnoticed.)
#
# <details><summary>Hint 1</summary>
#
# `rng.random(shape)` gives numbers spread evenly between 0 and 1. What share of them is below `rate`?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `out` is `x` times an array of its shape. What is the derivative of each entry of `out` with respect to the same entry
# of `x`?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Let the mask hold 0 where an entry is dropped and $1 / (1 - \text{rate})$ where it is kept; in inference, ones. Then
# both directions are the same multiplication.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "dropout", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "438b25978cc1990c500f7c8cabcb38b8"}
def dropout_forward(x, rate, rng, training):
    """Inverted dropout: in training each entry is dropped with probability `rate`, kept ones are divided by 1 - rate.

    x: array of any shape, float or integer. rng: numpy.random.Generator. training: bool; the identity when False.
    Returns (out, mask): out of x's shape, mask for dropout_backward alone. Srivastava et al. 2014.
    Raises ValueError when `rate` is outside [0, 1).
    """
    if not 0 <= rate < 1:
        raise ValueError(f"rate is {rate}, must be in [0, 1)")
    # YOUR CODE HERE
    raise NotImplementedError()


def dropout_backward(dout, mask):
    """The gradient with respect to x of the `dropout_forward` call that returned `mask`.

    dout: array of x's shape, the gradient with respect to out. Returns dx, of the same shape.
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-dropout", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false, "checksum": "a32c99e1d79ae487223e004a15485a16"}
rng_dropout = np.random.default_rng(0)
x_ones = np.ones((50, 40))
out_ones, mask_ones = dropout_forward(x_ones, 0.2, rng_dropout, True)
assert np.shape(out_ones) == (50, 40), "dropout_forward should keep the shape of x."
assert np.isclose(np.asarray(out_ones)[np.asarray(out_ones) != 0], 1.25).all(), (
    "With rate=0.2 what is kept should be scaled by 1 / (1 - 0.2) = 1.25."
)
assert 0.1 < np.mean(np.asarray(out_ones) == 0) < 0.3, (
    "With rate=0.2 about one entry in five should be dropped: rate is the share that goes."
)
assert np.allclose(dropout_backward(3 * np.ones((50, 40)), mask_ones), 3 * np.asarray(out_ones)), (
    "The gradient should pass where x passed, with the same scale, and stop where x was dropped."
)
out_next, _ = dropout_forward(x_ones, 0.2, rng_dropout, True)
assert not np.array_equal(out_next, out_ones), "A second call with the same rng should drop other entries."
out_still, mask_still = dropout_forward(x_ones, 0.2, rng_dropout, False)
assert np.allclose(out_still, x_ones), "In inference dropout should do nothing."
assert np.allclose(dropout_backward(x_ones, mask_still), x_ones), "In inference the gradient should pass unchanged."
print("dropout: the visible checks pass")

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-dropout", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "53d16f6c6d5d8b16f74e6473ff131e60"} tags=["experiment"]
rng_experiment = np.random.default_rng(1)
activations = np.array([0.2, 0.5, 1.0, 1.5])
draws = np.tile(activations, (2000, 1))
dropped, _ = dropout_forward(draws, 0.4, rng_experiment, True)
running_mean = np.cumsum(np.asarray(dropped), axis=0) / np.arange(1, 2001)[:, None]
rates = np.linspace(0.0, 0.9, 10)
samples = [np.asarray(dropout_forward(np.ones((20000, 1)), rate, rng_experiment, True)[0]) for rate in rates]
figure, axes = plt.subplots(1, 2, figsize=(10, 3.6))
for unit, activation in enumerate(activations):
    axes[0].semilogx(np.arange(1, 2001), running_mean[:, unit], color=f"C{unit}")
    axes[0].axhline(activation, linestyle=":", color=f"C{unit}")
axes[0].set(
    title="four units at rate 0.4: mean output so far", xlabel="number of training passes", ylabel="mean output"
)
axes[1].plot(rates, [sample.mean() for sample in samples], "o-", label="mean with scaling (yours)")
axes[1].plot(
    rates,
    [(1 - rate) * sample.mean() for rate, sample in zip(rates, samples, strict=True)],
    "s--",
    label="mean without scaling",
)
axes[1].plot(rates, [sample.std() for sample in samples], "^:", label="standard deviation (yours)")
axes[1].set(title="an activation of 1 under dropout", xlabel="rate", ylabel="output over 20000 passes")
axes[1].legend(fontsize="small")
figure.tight_layout()
plt.show()


# %% [markdown]
# **What to look for.** On the left, each unit's output is either 0 or 1.67 times its activation, yet the mean settles
# on the activation itself (dotted): the next layer sees the same scale in training as in inference. On the right, the
# mean stays at 1 for every rate, while without the scaling it would fall. What grows with the rate is the noise: its
# standard deviation is $\sqrt{\text{rate} / (1 - \text{rate})}$.

# %% [markdown]
# ## Exercise `soft_targets`
#
# A sigmoid reaches 0 and 1 only at infinity. With targets of exactly 0 and 1 the loss can therefore always be lowered a
# little by larger weights, and the network becomes ever surer of itself, also where the labels are wrong. Two ideas
# make the targets softer.
#
# **Label smoothing** (Szegedy et al. 2016, section 7) doubts every label a little: 0 becomes $\epsilon$ and 1 becomes
# $1 - \epsilon$, and a target in between lies on the straight line between these two. The loss now has its minimum at a
# finite logit, $\ln \frac{1 - \epsilon}{\epsilon}$.
#
# **Mixup** (Zhang et al. 2018, section 2) trains on mixtures of two examples. It shuffles the batch with a random
# permutation of its rows, every permutation equally likely, and mixes the batch with its shuffled self, inputs and
# targets alike:
#
# $$X' = \lambda X + (1 - \lambda)\, X[\text{perm}], \qquad y' = \lambda y + (1 - \lambda)\, y[\text{perm}]$$
#
# Beware of other conventions: with `label_smoothing=s`, Keras and the paper take $\epsilon = s / 2$ for two classes;
# and you may meet mixup printed as $x + \lambda x'$, whose targets leave the interval from 0 to 1. Here the formulas
# above hold.
#
# **What to write.**
# - `smooth_labels(y, epsilon)` for an array `y` of any shape with values from 0 to 1.
# - `mixup(X, y, lam, rng)` for `X` of shape `(m, n)` and `y` of shape `(m, 1)` returns the new `(X, y)`. The
#   permutation is drawn from `rng`.
#
# **Example.** With `epsilon=0.1`, the targets 0, 0.25 and 1 become 0.1, 0.3 and 0.9. (By Keras' convention they would
# become 0.05, 0.275 and 0.95.) With `X = [[0, 0], [10, 20]]`, `y = [[0], [1]]`, `lam=0.75` and the permutation that
# swaps the rows, mixup returns `[[2.5, 5], [7.5, 15]]` and `[[0.25], [0.75]]`.
#
# <details><summary>Hint 1</summary>
#
# Which straight line goes through $(0, \epsilon)$ and $(1, 1 - \epsilon)$? And in mixup: which target belongs to the
# second example of a mixture?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The line starts at $\epsilon$ and rises by $1 - 2 \epsilon$. `rng.permutation(m)` gives an array of row numbers, good
# for indexing more than one array; draw it only once.
#
# </details>
# <details><summary>Hint 3</summary>
#
# $y' = \epsilon + (1 - 2 \epsilon)\, y$. For mixup, keep the permutation in a variable and index both `X` and `y` with
# it.
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "soft_targets", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "a6d9d0f196534bb939bcff38b8a2819f"}
def smooth_labels(y, epsilon):
    """Targets moved towards the middle: 0 becomes epsilon, 1 becomes 1 - epsilon, linear between.

    y: array of any shape with values in [0, 1], float or integer. Returns a floating-point array of its shape.
    Szegedy et al. 2016, section 7. Raises ValueError when `epsilon` is outside [0, 1].
    """
    if not 0 <= epsilon <= 1:
        raise ValueError(f"epsilon is {epsilon}, must be in [0, 1]")
    # YOUR CODE HERE
    raise NotImplementedError()


def mixup(X, y, lam, rng):
    """The batch mixed with itself in another order: lam * X + (1 - lam) * X[perm], and y alike with the same perm.

    X: (m, n), y: (m, 1), float or integer. rng: numpy.random.Generator, from which the random permutation comes.
    Returns (X, y), new arrays of the same shapes. Zhang et al. 2018. Raises ValueError when `lam` is outside [0, 1].
    """
    if not 0 <= lam <= 1:
        raise ValueError(f"lam is {lam}, must be in [0, 1]")
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-soft_targets", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false, "checksum": "0349f75a36613bd87cfcc819d64eb6c3"}
assert np.allclose(smooth_labels(np.array([[0.0], [1.0]]), 0.1), [[0.1], [0.9]]), (
    "With epsilon=0.1 the targets 0 and 1 should become 0.1 and 0.9."
)
assert np.allclose(smooth_labels(np.array([0.25, 0.5]), 0.1), [0.3, 0.5]), (
    "Soft targets lie on the line between: 0.25 becomes 0.3, and 0.5 stays where it is."
)
X_pair, y_pair = np.array([[0.0, 0.0], [10.0, 20.0]]), np.array([[0.0], [1.0]])
swapped = 0
for seed in range(20):
    X_mixed, y_mixed = mixup(X_pair, y_pair, 0.75, np.random.default_rng(seed))
    assert [np.shape(X_mixed), np.shape(y_mixed)] == [(2, 2), (2, 1)], "mixup should keep the shapes of X and y."
    assert np.allclose(X_mixed, X_pair) or np.allclose(X_mixed, [[2.5, 5.0], [7.5, 15.0]]), (
        "With two rows there are two permutations: X stays the same, or each row is mixed with a quarter of the other."
    )
    assert np.allclose(y_mixed, np.asarray(X_mixed)[:, :1] / 10), (
        "Targets should be mixed with the same permutation as the inputs."
    )
    swapped += not np.allclose(X_mixed, X_pair)
assert 0 < swapped < 20, (
    "Among 20 generators some should swap the two rows and some should not: draw the permutation from rng."
)
print("soft_targets: the visible checks pass")

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-soft-targets", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "2f3fba0800fc4882f43faca71b2ddc18"} tags=["experiment"]
logits = torch.linspace(-4, 10, 400, dtype=torch.float64)
figure, axes = plt.subplots(1, 2, figsize=(10, 3.8))
for color, epsilon in enumerate([0.0, 0.05, 0.1, 0.2]):
    target = float(np.asarray(smooth_labels(np.array([1.0]), epsilon))[0])
    curve = torch.nn.functional.binary_cross_entropy_with_logits(
        logits, torch.full_like(logits, target), reduction="none"
    )
    axes[0].plot(logits, curve, color=f"C{color}", label=f"epsilon {epsilon}: target {target:.2f}")
    if epsilon > 0:
        axes[0].plot(logits[curve.argmin()], curve.min(), "o", color=f"C{color}")
axes[0].set(title="loss of an example of class 1", xlabel="logit", ylabel="binary cross-entropy", ylim=(-0.1, 4))
axes[0].legend(fontsize="small")
rng_experiment = np.random.default_rng(2)
blobs = np.concatenate(
    [rng_experiment.normal([-1.5, 0.0], 0.3, (60, 2)), rng_experiment.normal([1.5, 0.5], 0.3, (60, 2))]
)
classes = np.repeat([[0.0], [1.0]], 60, axis=0)
mixed, soft = mixup(blobs, classes, 0.75, rng_experiment)
axes[1].scatter(blobs[:, 0], blobs[:, 1], s=60, facecolors="none", edgecolors="lightgray", label="before")
colors = axes[1].scatter(
    *np.asarray(mixed).T, c=np.asarray(soft)[:, 0], s=14, cmap="coolwarm", vmin=0, vmax=1, label="after"
)
axes[1].set(title="mixup with lam = 0.75", xlabel="x0", ylabel="x1")
axes[1].legend(fontsize="small")
figure.colorbar(colors, ax=axes[1], label="target")
figure.tight_layout()
plt.show()


# %% [markdown]
# **What to look for.** On the left, with the hard target (epsilon 0) more confidence is always better. With smoothed
# targets the loss has a minimum at a finite logit (the dots), does not reach zero there, and *grows* for a network that
# is surer than that, even though it is right. On the right, mixtures of two examples of one class stay at its target,
# and mixtures of both classes fill the space between them with targets of 0.25 and 0.75: the network learns to change
# its mind gradually.

# %% [markdown]
# ## Exercise `early_stopping`
#
# The loss on the training set tells how well a network remembers. How well it generalizes is measured on data that it
# has not seen, the validation set. That loss falls, and then it often rises again: from there on the network learns the
# noise of its training set. **Early stopping** (Prechelt 1998, *Early stopping: but when?*) ends the training there.
# Since the curve is noisy, one is patient.
#
# **What to write.** `early_stopping(losses, patience, min_delta=0.0)` is given the validation loss after every epoch (a
# list of at least one number, the first entry is epoch 0) and returns two integers `(stop_epoch, best_epoch)`:
# - Epoch 0 is the best so far to begin with. A later epoch becomes the new best when its loss is *below the best's by
#   more than* `min_delta`. A smaller improvement changes nothing: the best epoch and its loss stay what they are.
# - Training stops at the first epoch that is `patience` epochs past the best, the first with `epoch - best_epoch` equal
#   to `patience`. What `losses` holds after that is never looked at: in real life it would not exist.
# - If that never happens, `stop_epoch` is the last epoch.
#
# **Example.** With the losses `[0.9, 0.7, 0.8, 0.75, 0.72, 0.6]` and `patience=2` the result is `(3, 1)`: epoch 3 is
# two past the best, epoch 1. That the loss falls between epochs 2 and 3 does not help, it is still above 0.7; and the
# 0.6 comes too late. With `patience=4` it is `(5, 5)`.
#
# <details><summary>Hint 1</summary>
#
# What must you remember while you walk through the epochs, and with what does each new loss have to be compared?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Remember the best epoch; its loss is then at hand. In each epoch one of three things happens: a new best, the end of
# patience, or nothing.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Loop with `enumerate`. When $\text{loss} < \text{best loss} - \text{min\_delta}$, this epoch is the new best;
# otherwise, when it lies `patience` epochs after the best, return. What remains to be returned after the loop?
#
# </details>

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "early_stopping", "locked": false, "schema_version": 3, "solution": true, "task": false, "checksum": "c855e013fb9525b49d9ac25320fd2508"}
def early_stopping(losses, patience, min_delta=0.0):
    """When training would stop, and which epoch was the best by then; epochs are counted from 0.

    losses: list of validation losses, one per epoch, not empty. An epoch is the new best when its loss is below the
    best's by more than `min_delta`; training stops at the first epoch that is `patience` epochs past the best.
    Returns (stop_epoch, best_epoch), integers; stop_epoch is the last epoch when training never stops.
    Raises ValueError when `patience` is below 1.
    """
    if patience < 1:
        raise ValueError(f"patience is {patience}, must be at least 1")
    # YOUR CODE HERE
    raise NotImplementedError()


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-early_stopping", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false, "checksum": "0d2d702fcc595c20d8eea18fd4b64e17"}
example_losses = [0.9, 0.7, 0.8, 0.75, 0.72, 0.6]
assert tuple(early_stopping(example_losses, 2)) == (3, 1), (
    "With patience=2 the best is epoch 1 and it stops two epochs later: compare with the best loss, not with the last."
)
assert tuple(early_stopping(example_losses, 4)) == (5, 5), (
    "With patience=4 training is still going on when epoch 5 brings a new best, and epoch 5 is also the last."
)
assert tuple(early_stopping([0.5, 0.46, 0.44, 0.43], 5, min_delta=0.05)) == (3, 2), (
    "With min_delta=0.05, 0.46 is no new best after 0.5, but 0.44 is: it is compared with the best loss, still 0.5."
)
assert tuple(early_stopping([0.5], 1)) == (0, 0), "With a single epoch that epoch is both the last and the best."
print("early_stopping: the visible checks pass")

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-early-stopping", "locked": true, "schema_version": 3, "solution": false, "task": false, "checksum": "a669914cba5ddab65308a09806eeb6e8"} tags=["experiment"]
# Only two of the six features matter, and one label in ten is wrong: there is much noise to be learned by heart.
torch.manual_seed(1)
points = (2 * torch.rand(1400, 6) - 1).double()
labels = ((points[:, :2] ** 2).sum(dim=1, keepdim=True) < 0.6).double()
labels = torch.where(torch.rand(1400, 1) < 0.1, 1 - labels, labels)
train_x, train_y, validation_x, validation_y = points[:400], labels[:400], points[400:], labels[400:]
model = torch.nn.Sequential(
    torch.nn.Linear(6, 100), torch.nn.ReLU(), torch.nn.Linear(100, 100), torch.nn.ReLU(), torch.nn.Linear(100, 1)
).double()
measure = torch.nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
train_losses, validation_losses = [], []
for _ in range(80):
    for batch in torch.randperm(400).split(32):
        optimizer.zero_grad()
        measure(model(train_x[batch]), train_y[batch]).backward()
        optimizer.step()
    with torch.no_grad():
        train_losses.append(measure(model(train_x), train_y).item())
        validation_losses.append(measure(model(validation_x), validation_y).item())
stop_epoch, best_epoch = early_stopping(validation_losses, patience=15)
figure, axis = plt.subplots(figsize=(8, 4))
axis.plot(train_losses, label="training")
axis.plot(validation_losses, label="validation")
axis.axvline(best_epoch, color="tab:green", linestyle="--", label=f"best epoch: {best_epoch}")
axis.axvline(stop_epoch, color="tab:red", linestyle=":", label=f"stop with patience 15: {stop_epoch}")
axis.set(title="a wide network on few, noisy examples", xlabel="epoch", ylabel="loss", ylim=(0, 0.8))
axis.legend()
figure.tight_layout()
plt.show()

# %% [markdown]
# **What to look for.** The training loss falls all the way. The validation loss falls with it only for a while, and
# then rises slowly: the network grows sure of things that are wrong. Early stopping looks at `patience` more epochs
# than it needs, and then one goes back to the weights of the best epoch, which therefore have to be kept.

# %% [markdown]
# ## Reflection
#
# You train a wide network with Adam at a constant learning rate. The training loss first falls fast; later it jumps up
# and down around 0.02. The validation loss is lowest in epoch 40, at 0.35, and 0.9 in the end. A friend proposes three
# changes: (a) label smoothing with $\epsilon = 0.1$, (b) dropout of 0.3 before the last layer, (c) a warm-up with
# cosine decay. After all three, the *training* loss never falls below 0.33, and the friend concludes that the changes
# have made things worse.
#
# For each of the three: which of the symptoms above is it meant for, if any, and what does it do to the training loss
# that is reported? Is the friend right, and what would you measure to find out? Name one more idea of this assignment
# that costs nothing here. (About ten sentences.)

# %% [markdown] nbgrader={"cell_type": "markdown", "grade": true, "grade_id": "reflection", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false, "checksum": "fe074ce5cc0c4d5d76b55bdbd5e9136c"}
# YOUR ANSWER HERE
