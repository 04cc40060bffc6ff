# %% [markdown]
# # Activations: what the choice of one function does to training
#
# Take a network, keep its layers, its data and its optimizer, and change one thing: the function that each hidden unit
# applies to its weighted sum. With one choice the loss falls to almost nothing. With another, the same network sits at
# a coin flip for a thousand epochs. In this notebook you write the common activations and their derivatives, train the
# same network with three of them, and draw the curves side by side.
#
# **Why one function matters so much.** A hidden layer computes $z = hW + b$ and passes on $a(z)$. On the way back the
# chain rule multiplies the gradient by $a'(z)$ in every layer (and by $W^\top$, which is the subject of another
# notebook). Where $a'(z)$ is small, little of the gradient gets through; after four layers, four such factors have
# been multiplied:
#
# | activation | $a(z)$ | range of $a'(z)$ |
# |---|---|---|
# | ReLU | $\max(z, 0)$ | 0 or 1 |
# | leaky ReLU | $z$ for $z > 0$, else $\alpha z$ | $\alpha$ or 1 |
# | sigmoid | $1 / (1 + e^{-z})$ | 0 to 0.25 |
# | tanh | $(e^z - e^{-z}) / (e^z + e^{-z})$ | 0 to 1 |
# | GELU | $z\,\Phi(z)$ | about -0.13 to 1.13 |
#
# **Where it comes from**
#
# - Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, *Efficient BackProp*, 1998, section 4.4 (sigmoid and tanh).
# - X. Glorot, A. Bordes and Y. Bengio, *Deep sparse rectifier neural networks*, AISTATS 2011 (ReLU).
# - A. Maas, A. Hannun and A. Ng, *Rectifier nonlinearities improve neural network acoustic models*, ICML workshop 2013
#   (leaky ReLU, with the slope 0.01; here it is 0.05, so that you can see it).
# - D. Hendrycks and K. Gimpel, *Gaussian error linear units (GELUs)*, 2016, section 2.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, 2016, algorithm 8.1 (mini-batch gradient descent).
#
# **Conventions for the activations.** They work element by element, on floating-point or integer arrays of any shape:
# a matrix, a single number (an array of shape `()`), even an empty array. Results have the same shape and are
# *floating point*, also when the input holds integers. Nothing changes the array that it is given. For $|z| \le 10^4$
# all results are finite, with no overflow, invalid-value or division warning (numbers that quietly become 0 are
# fine).

# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import numpy as np
import torch
from scipy.special import erf


def as_array(values):
    """A NumPy array of numbers that may come as an array, a torch tensor or a single number."""
    return np.asarray(values.detach() if hasattr(values, "detach") else values)


# %% [markdown]
# ## Exercise `relu`
#
# The rectified linear unit passes what is positive and blocks the rest (Glorot, Bordes and Bengio 2011):
#
# $$a(z) = \max(z, 0), \qquad a'(z) = \begin{cases} 1 & z > 0 \\ 0 & z < 0. \end{cases}$$
#
# Write `relu(z)` and `relu_grad(z)`. Here and below, `..._grad(z)` is the derivative with respect to `z`, the *input*
# of the activation (not its output). At $z = 0$ there is a kink and no derivative; any value between 0 and 1 will do.
#
# *Example.* For `z = [-2.0, -0.5, 3.0]`, `relu` gives `[0.0, 0.0, 3.0]` and `relu_grad` gives `[0.0, 0.0, 1.0]`: it
# says by which factor a small change of $z$ comes through, so it is 1 at 3.0, not 3. For the integers `[-2, 3]` the
# results are still floating-point numbers.
#
# <details><summary>Hint 1</summary>
#
# Draw the function. What is its slope left and right of zero?
#
# </details>
# <details><summary>Hint 2</summary>
#
# NumPy can take the larger of two things element by element, and a comparison gives an array of True and False. Mind
# the dtype in both cases: a whole number together with an array of integers stays an integer.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The elementwise maximum of `z` and the *floating-point* zero; for the derivative, the truth of "z is positive",
# converted to numbers.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "relu", "locked": false, "schema_version": 3, "solution": true, "task": false}
def relu(z):
    """The rectified linear unit, max(z, 0), element by element.

    Args:
        z: array of any shape, floating point or integer.

    Returns:
        Floating-point array of z's shape.
    """
    ### BEGIN SOLUTION
    return np.maximum(z, 0.0)
    ### END SOLUTION


def relu_grad(z):
    """The derivative of relu with respect to its input z, element by element.

    Args:
        z: array of any shape, floating point or integer.

    Returns:
        Floating-point array of z's shape: 1 where z > 0, 0 where z < 0, and anything from 0 to 1 where z == 0.
    """
    ### BEGIN SOLUTION
    return (z > 0).astype(float)
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-relu", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
z = np.array([[-2.0, -0.5, 3.0], [0.25, -7.0, 1.0]])
before = z.copy()
value, slope = as_array(relu(z)), as_array(relu_grad(z))
assert value.shape == (2, 3), f"relu keeps the shape (2, 3) of its input; yours gives {value.shape}."
assert np.array_equal(z, before), "z has changed: work on a copy, or compute a new array."
assert np.allclose(value, [[0, 0, 3], [0.25, 0, 1]]), f"relu passes what is positive and gives 0 elsewhere, not {value}"
assert np.allclose(slope, [[0, 0, 1], [1, 0, 1]]), f"The slope is 1 where z > 0 and 0 where z < 0, not {slope}"
for name, function in [("relu", relu), ("relu_grad", relu_grad)]:
    kind = as_array(function(np.array([-2, 3]))).dtype.kind
    assert kind == "f", f"{name} of integers should be floating point; yours has dtype kind {kind!r}."
print("relu: the visible checks pass")

# %% [markdown]
# ## Exercise `leaky_relu`
#
# Where ReLU's slope is 0, no gradient comes through, and a unit that is negative for every example can never change
# again. The leaky version lets a little through (Maas, Hannun and Ng 2013):
#
# $$a(z) = \begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases}, \qquad
# a'(z) = \begin{cases} 1 & z > 0 \\ \alpha & z < 0. \end{cases}$$
#
# Write `leaky_relu(z, slope=0.05)` and `leaky_relu_grad(z, slope=0.05)`, where `slope` is $\alpha$. At $z = 0$ any
# derivative between `slope` and 1 will do.
#
# *Example.* For `z = [-2.0, 4.0]` and the slope 0.05, the values are `[-0.1, 4.0]` and the derivatives `[0.05, 1.0]`.
# With `slope=0.5` they are `[-1.0, 4.0]` and `[0.5, 1.0]`: if yours did not change, the argument is not used.
#
# <details><summary>Hint 1</summary>
#
# Two cases again. Which one has changed since `relu`?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `np.where(condition, a, b)` chooses element by element, and `a` and `b` may be numbers or arrays.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Choose between `z` and `slope` times `z` by the sign of `z`; for the derivative choose between 1 and `slope`, both
# floats.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "leaky_relu", "locked": false, "schema_version": 3, "solution": true, "task": false}
def leaky_relu(z, slope=0.05):
    """The leaky rectified linear unit, element by element: z where z > 0, else slope * z.

    Args:
        z: array of any shape, floating point or integer.
        slope: the factor for negative inputs, a float with 0 <= slope < 1.

    Returns:
        Floating-point array of z's shape.

    Raises:
        ValueError: slope is out of range.
    """
    if not 0 <= slope < 1:
        raise ValueError(f"slope={slope!r}: it must be at least 0 and below 1")
    ### BEGIN SOLUTION
    return np.where(z > 0, z, slope * z)
    ### END SOLUTION


def leaky_relu_grad(z, slope=0.05):
    """The derivative of leaky_relu with respect to its input z, element by element.

    Args:
        z: array of any shape, floating point or integer.
        slope: the factor for negative inputs, a float with 0 <= slope < 1.

    Returns:
        Floating-point array of z's shape: 1 where z > 0, slope where z < 0, and anything from slope to 1 where z == 0.

    Raises:
        ValueError: slope is out of range.
    """
    if not 0 <= slope < 1:
        raise ValueError(f"slope={slope!r}: it must be at least 0 and below 1")
    ### BEGIN SOLUTION
    return np.where(z > 0, 1.0, slope)
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-leaky_relu", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
z = np.array([-2.0, 4.0])
value, steeper = as_array(leaky_relu(z)), as_array(leaky_relu(z, slope=0.5))
assert np.allclose(value, [-0.1, 4]), f"With the default slope 0.05, -2 becomes -0.1 and 4 stays 4; got {value}"
assert np.allclose(steeper, [-1, 4]), f"With slope=0.5, -2 becomes -1; got {steeper}"
slope, steeper = as_array(leaky_relu_grad(z)), as_array(leaky_relu_grad(z, slope=0.5))
assert np.allclose(steeper, [0.5, 1]), (
    f"With slope=0.5 the derivative is 0.5 where z < 0 and 1 where z > 0; got {steeper}"
)
assert np.allclose(slope, [0.05, 1]), f"The default slope is 0.05; got the derivatives {slope}"
assert np.array_equal(z, [-2.0, 4.0]), "z has changed: work on a copy, or compute a new array."
print("leaky_relu: the visible checks pass")

# %% [markdown]
# ## Exercise `sigmoid`
#
# The logistic sigmoid squashes every number into the interval from 0 to 1, so that its value can be read as a
# probability. Its derivative can be written with its own value (LeCun et al. 1998, section 4.4):
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}, \qquad \sigma'(z) = \sigma(z)\,\bigl(1 - \sigma(z)\bigr).$$
#
# A product of $s$ and $1 - s$ is never above $1/4$. This is the number to remember: even in the best case a sigmoid
# layer passes a quarter of the gradient.
#
# Write `sigmoid(z)` and `sigmoid_grad(z)`. The formula alone will not do: $e^{1000}$ is larger than any
# floating-point number, so $\sigma(-1000)$ computed as written overflows (NumPy warns; `math.exp` even raises). The
# result, 0, is harmless. Rearrange the formula so that you only ever take the exponential of numbers that are not
# positive.
#
# *Example.* $\sigma(2) = 0.880797$ and $\sigma'(2) = 0.104994$. Both functions take $z$: putting the 2 where
# $\sigma(2)$ belongs gives $2 (1 - 2) = -2$, and a derivative of the sigmoid is never negative.
#
# <details><summary>Hint 1</summary>
#
# For which sign of $z$ does $e^{-z}$ overflow? For the other sign, is the formula fine as it is?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Multiply numerator and denominator by $e^{z}$: now there is a second formula, which is fine where the first is not.
# Beware of `np.where`: it computes both of its branches everywhere, and the bad one still warns.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Take the exponential of $-|z|$, once. It is the denominator's second term for either sign; only the numerator
# depends on the sign of $z$.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "sigmoid", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sigmoid(z):
    """The logistic sigmoid, 1 / (1 + exp(-z)), element by element, without overflow.

    Args:
        z: array of any shape, floating point or integer, of magnitude up to 1e4.

    Returns:
        Floating-point array of z's shape with values from 0 to 1.
    """
    ### BEGIN SOLUTION
    decay = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, decay) / (1.0 + decay)
    ### END SOLUTION


def sigmoid_grad(z):
    """The derivative of the sigmoid with respect to its input z, element by element.

    Args:
        z: array of any shape, floating point or integer, of magnitude up to 1e4.

    Returns:
        Floating-point array of z's shape with values from 0 to 0.25.
    """
    ### BEGIN SOLUTION
    s = sigmoid(z)
    return s * (1.0 - s)
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-sigmoid", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false}
z = np.array([-1.0, 0.0, 2.0])
value, slope = as_array(sigmoid(z)), as_array(sigmoid_grad(z))
assert np.allclose(value, [0.268941, 0.5, 0.880797], atol=1e-6), f"sigmoid([-1, 0, 2]) should not be {value}"
assert np.isclose(slope[1], 0.25), f"The derivative at 0 is its maximum, 0.25; got {slope[1]}"
assert np.isclose(slope[2], 0.104994, atol=1e-6), (
    f"The derivative at z = 2 is 0.104994, not {slope[2]}. Is your formula one in z, or one in sigmoid(z)?"
)
with np.errstate(over="raise", invalid="raise", divide="raise"):
    try:
        extremes = as_array(sigmoid(np.array([-1e4, 1e4])))
    except FloatingPointError as error:
        extremes = error
assert not isinstance(extremes, FloatingPointError), f"sigmoid of -10000 or 10000 warned: {extremes}. See hint 1."
assert np.allclose(extremes, [0, 1]), f"Far out, the sigmoid is 0 on the left and 1 on the right, not {extremes}"
print("sigmoid: the visible checks pass")

# %% [markdown]
# ## Exercise `tanh`
#
# The hyperbolic tangent is a sigmoid, stretched and moved so that it is centred on zero:
# $\tanh(z) = 2\sigma(2z) - 1$. Its outputs can be negative, which makes them better inputs for the next layer, and its
# slope at 0 is 1 (LeCun et al. 1998, section 4.4):
#
# $$\tanh(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}, \qquad \tanh'(z) = 1 - \tanh(z)^2.$$
#
# Write `tanh(z)` and `tanh_grad(z)`. A library's own `tanh` is welcome.
#
# *Example.* $\tanh(1) = 0.761594$ and $\tanh'(1) = 0.419974$. With $z$ in the place of $\tanh(z)$ you would get
# $1 - 1^2 = 0$.
#
# <details><summary>Hint 1</summary>
#
# What does the fraction above do at $z = 1000$? Somebody has already solved this for you.
#
# </details>
# <details><summary>Hint 2</summary>
#
# NumPy has the function itself, safe for every input. The derivative needs nothing but its value.
#
# </details>
# <details><summary>Hint 3</summary>
#
# One, minus the square of the *value* at $z$.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "tanh", "locked": false, "schema_version": 3, "solution": true, "task": false}
def tanh(z):
    """The hyperbolic tangent, element by element, without overflow.

    Args:
        z: array of any shape, floating point or integer, of magnitude up to 1e4.

    Returns:
        Floating-point array of z's shape with values from -1 to 1.
    """
    ### BEGIN SOLUTION
    return np.tanh(z)
    ### END SOLUTION


def tanh_grad(z):
    """The derivative of tanh with respect to its input z, element by element.

    Args:
        z: array of any shape, floating point or integer, of magnitude up to 1e4.

    Returns:
        Floating-point array of z's shape with values from 0 to 1.
    """
    ### BEGIN SOLUTION
    return 1.0 - np.tanh(z) ** 2
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-tanh", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
z = np.array([-0.5, 0.0, 1.0])
value, slope = as_array(tanh(z)), as_array(tanh_grad(z))
assert np.allclose(value, [-0.462117, 0, 0.761594], atol=1e-6), f"tanh([-0.5, 0, 1]) should not be {value}"
assert np.isclose(slope[1], 1.0), f"The derivative at 0 is its maximum, 1; got {slope[1]}"
assert np.isclose(slope[2], 0.419974, atol=1e-6), f"The derivative at z = 1 is 0.419974, not {slope[2]}"
with np.errstate(over="raise", invalid="raise", divide="raise"):
    try:
        extremes = as_array(tanh(np.array([-1e4, 1e4])))
    except FloatingPointError as error:
        extremes = error
assert not isinstance(extremes, FloatingPointError), f"tanh of -10000 or 10000 warned: {extremes}. See hint 1."
assert np.allclose(extremes, [-1, 1]), f"Far out, tanh is -1 on the left and 1 on the right, not {extremes}"
print("tanh: the visible checks pass")

# %% [markdown]
# ## Exercise `gelu`
#
# The Gaussian error linear unit multiplies $z$ by the probability that a standard normal variable is below $z$: a
# gate that opens smoothly where ReLU's springs open (Hendrycks and Gimpel 2016, section 2).
#
# $$\operatorname{gelu}(z) = z\,\Phi(z), \qquad
# \Phi(z) = \tfrac12\Bigl(1 + \operatorname{erf}\bigl(z / \sqrt2\bigr)\Bigr).$$
#
# The derivative follows from the product rule, with the normal density $\varphi = \Phi'$:
#
# $$\operatorname{gelu}'(z) = \Phi(z) + z\,\varphi(z), \qquad \varphi(z) = \frac{1}{\sqrt{2\pi}}\, e^{-z^2/2}.$$
#
# Write `gelu(z)` and `gelu_grad(z)` in this exact form; `erf` is imported in the setup cell. The paper also gives two
# approximations (with $\tanh$ and with $\sigma(1.702 z)$), which are not meant here.
#
# *Example.* $\operatorname{gelu}(1) = 0.841345$ and $\operatorname{gelu}'(1) = 1.083315$. The approximations give
# 0.841192 and 0.845796; a derivative of 0.841345 has lost the second term of the product rule. Note that 1.083 is
# above 1: of the activations here, GELU alone has a derivative outside the interval from 0 to 1, slightly, at both
# ends.
#
# <details><summary>Hint 1</summary>
#
# Write $\Phi$ first. What should $\Phi(0)$ be, and what is it far out on either side?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Where does the $\sqrt2$ stand: inside `erf`, or outside? For the derivative, differentiate the product of $z$ and
# $\Phi(z)$.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The density's exponent is minus half of the square of `z`, its factor one over the root of $2\pi$. An exponential of a
# negative number cannot overflow; one divided by the exponential of a positive number can.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "gelu", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gelu(z):
    """The Gaussian error linear unit in its exact form, z * Phi(z), element by element.

    Args:
        z: array of any shape, floating point or integer, of magnitude up to 1e4.

    Returns:
        Floating-point array of z's shape.
    """
    ### BEGIN SOLUTION
    return z * 0.5 * (1.0 + erf(z / np.sqrt(2.0)))
    ### END SOLUTION


def gelu_grad(z):
    """The derivative of gelu with respect to its input z, Phi(z) + z * phi(z), element by element.

    Args:
        z: array of any shape, floating point or integer, of magnitude up to 1e4.

    Returns:
        Floating-point array of z's shape.
    """
    ### BEGIN SOLUTION
    distribution = 0.5 * (1.0 + erf(z / np.sqrt(2.0)))
    density = np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi)
    return distribution + z * density
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-gelu", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false}
z = np.array([-1.0, 0.0, 1.0])
value, slope = as_array(gelu(z)), as_array(gelu_grad(z))
assert np.allclose(value, [-0.158655, 0, 0.841345], atol=1e-6), (
    f"gelu([-1, 0, 1]) should not be {value}. It is the exact form, with erf, that is asked for."
)
assert np.isclose(slope[1], 0.5), f"At 0 the derivative is Phi(0) = 0.5; got {slope[1]}"
assert np.isclose(slope[2], 1.083315, atol=1e-6), (
    f"The derivative at z = 1 is 1.083315, not {slope[2]}. The product rule has two terms."
)
with np.errstate(over="raise", invalid="raise", divide="raise"):
    try:
        extremes = as_array(gelu(np.array([-1e4, 1e4])))
    except FloatingPointError as error:
        extremes = error
assert not isinstance(extremes, FloatingPointError), f"gelu of -10000 or 10000 warned: {extremes}."
assert np.allclose(extremes, [0, 1e4]), f"Far out, gelu is 0 on the left and z itself on the right, not {extremes}"
print("gelu: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-shapes", "locked": true, "schema_version": 3, "solution": false, "task": false}
z = np.linspace(-5.0, 5.0, 1001)
shapes = {
    "ReLU": (relu, relu_grad),
    "leaky ReLU, slope 0.05": (leaky_relu, leaky_relu_grad),
    "sigmoid": (sigmoid, sigmoid_grad),
    "tanh": (tanh, tanh_grad),
    "GELU": (gelu, gelu_grad),
}
figure, panels = plt.subplots(2, 5, figsize=(15, 5.5), sharex=True, sharey="row")
for column, (name, (function, derivative)) in zip(panels.T, shapes.items(), strict=True):
    column[0].plot(z, as_array(function(z)), color="tab:blue")
    column[0].set_title(name)
    column[0].set_ylim(-1.3, 3.2)
    column[1].plot(z, as_array(derivative(z)), color="tab:red")
    column[1].axhline(1.0, color="gray", linewidth=0.8, linestyle="--", label="1")
    column[1].axhline(0.25, color="gray", linewidth=0.8, linestyle=":", label="0.25")
    column[1].set_xlabel("pre-activation z")
    for ax in column:
        ax.grid(alpha=0.3)
panels[0, 0].set_ylabel("activation a(z)")
panels[1, 0].set_ylabel("derivative a'(z)")
panels[1, 2].legend(loc="center left")  # where there is room for it
figure.suptitle("Activations (blue) and the factor by which they pass the gradient (red)")
figure.tight_layout()
plt.show()

# %% [markdown]
# What to look for:
#
# - The red curve is the factor in the chain rule. The sigmoid's never rises above 0.25 (dotted line), and only near
#   $z = 0$ does it come close. tanh reaches 1, also only near 0. Both fall towards 0 on either side: there the unit
#   is *saturated*.
# - ReLU passes the gradient whole on half of the line and blocks it on the other half. The leak keeps that half alive.
# - GELU's derivative dips below 0 and rises above 1; the extremes are at $z = \pm\sqrt2$, about -0.129 and 1.129.
# - The sigmoid's outputs are all positive and ReLU's are never negative. Those of tanh have the sign of $z$; those of
#   leaky ReLU and GELU can be negative, too.

# %% [markdown]
# ## Exercise `train`
#
# Now put the functions to work. The network is a list `params` of pairs `(W, b)`, input side first. Every layer but
# the last computes $h \leftarrow a(hW + b)$ with the named activation; the last one, the head, gives one logit
# $z = hW + b$ per example and no activation. The loss is the mean binary cross-entropy with targets $y$ (0 or 1, or
# soft targets between them):
#
# $$L = \frac1m \sum_{i=1}^m \Bigl[\log\bigl(1 + e^{z_i}\bigr) - y_i z_i\Bigr], \qquad
# \frac{\partial L}{\partial z_i} = \frac{\sigma(z_i) - y_i}{m}.$$
#
# Mini-batch gradient descent (*Deep Learning*, algorithm 8.1, with every example used once per epoch) goes like this.
#
# 1. Each epoch, draw a fresh random order of the $m$ examples from `rng`.
# 2. Cut that order into batches of `batch_size` examples. The last batch may be shorter; a `batch_size` above $m$
#    makes one batch of all examples.
# 3. For each batch, compute the gradient of the mean loss *over that batch* (a short batch divides by its own size),
#    and step at once: $W \leftarrow W - \eta\,\partial L / \partial W$, and the same for $b$. The next batch sees the
#    new parameters.
# 4. After the epoch, measure loss and accuracy on *all* of `X` with the parameters as they are now, and append both
#    to the history. An example counts as class 1 where its logit is above 0; its true class is $y > 0.5$.
#
# **The gradient.** You know two ways: write the backward pass with the derivatives of this notebook (as in the
# notebook on back propagation: your own code from there is welcome here, in a cell of its own or inside `train`), or
# let torch's autograd do it. Both are fine, as long as the results are as accurate as float64 allows. Mind the loss
# of confident mistakes: at the logit 1000 for class 0, the loss is 1000, neither infinite nor cut off.
#
# *Example.* One layer, $W = (1)$, $b = 0$, `X = [[1.0], [2.0]]`, `y = [[1.0], [0.0]]`, learning rate 0.1, one epoch,
# one batch of two. The logits are 1 and 2, the loss is 1.220095, and the gradients are
# $\partial L / \partial W = 0.746326$ and $\partial L / \partial b = 0.305928$. After the step, $W = 0.925367$ and
# $b = -0.030593$. The history holds the loss *after* it, 1.156477 (1.220095 is the one before), and the accuracy 0.5.
# With the sum in place of the mean, $W$ would be 0.850735.
#
# <details><summary>Hint 1</summary>
#
# Write three small functions inside `train`: the forward pass (which keeps each layer's input and pre-activation),
# the gradients, and the measurement. Which of them see a batch, and which one sees everything?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `rng` can permute the numbers from 0 to m - 1, and a slice that reaches beyond the end of an array is simply
# shorter. Going backwards, start from the gradient at the logits; each layer needs its input, and on the way to the
# layer below comes the factor `..._grad` of the pre-activation. For the loss, look at `np.logaddexp`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# With `delta`, the gradient at a layer's pre-activation: the weights' gradient is the layer's input, transposed,
# times `delta`; the bias's is the sum of `delta` over the examples. The next `delta` is this one times the transposed
# weights (the old ones, before the step), multiplied by the derivative at the pre-activation below. Make new arrays
# instead of changing those in `params`.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "train", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train(params, X, y, activation, learning_rate, epochs, batch_size, rng):
    """Mini-batch gradient descent on the mean binary cross-entropy.

    In each epoch every example is used once, in a fresh order drawn from rng, in batches of batch_size; the last batch
    may be short and uses the mean over its own size.

    Args:
        params: list of pairs (W, b), input side first; W is (fan_in, fan_out), b is (fan_out,). The last pair is the
            head, with one logit per example. Unchanged on return.
        X: inputs, (m, n), examples in rows.
        y: targets, (m, 1), 0 and 1 or soft targets between them.
        activation: "relu", "sigmoid" or "tanh", for every layer but the head.
        learning_rate: step size, at least 0.
        epochs: number of passes over the data, at least 0; with 0, the history's lists are empty.
        batch_size: examples per step, at least 1; above m, one batch holds all examples.
        rng: numpy.random.Generator, the only source of randomness; it advances.

    Returns:
        params: the trained parameters, a new list of pairs (W, b) with the same shapes.
        history: {"loss": [...], "accuracy": [...]}, one number per epoch in each list, both measured on all of X after
            the epoch. Predicted is class 1 where the logit is above 0; the true class is y > 0.5.

    Raises:
        ValueError: the activation is unknown, or a number is out of range.
    """
    if activation not in ("relu", "sigmoid", "tanh"):
        raise ValueError(f"activation={activation!r}: it must be 'relu', 'sigmoid' or 'tanh'")
    if not learning_rate >= 0:
        raise ValueError(f"learning_rate={learning_rate!r}: it must be at least 0")
    if not epochs >= 0:
        raise ValueError(f"epochs={epochs!r}: it must be at least 0")
    if not batch_size >= 1:
        raise ValueError(f"batch_size={batch_size!r}: it must be at least 1")
    ### BEGIN SOLUTION
    activate = {"relu": relu, "sigmoid": sigmoid, "tanh": tanh}[activation]
    activate_grad = {"relu": relu_grad, "sigmoid": sigmoid_grad, "tanh": tanh_grad}[activation]

    def forward(params, X):
        """Every layer's input and pre-activation; the last pre-activation holds the logits."""
        inputs, zs = [], []
        h = X
        for W, b in params:
            inputs.append(h)
            zs.append(h @ W + b)
            h = activate(zs[-1])
        return inputs, zs

    def gradients(params, X, y):
        """The gradient of the mean loss over these examples, as a list of (dW, db)."""
        inputs, zs = forward(params, X)
        delta = (sigmoid(zs[-1]) - y) / len(X)
        grads = []
        for layer in reversed(range(len(params))):
            grads.append((inputs[layer].T @ delta, delta.sum(axis=0)))
            if layer > 0:
                delta = delta @ params[layer][0].T * activate_grad(zs[layer - 1])
        return grads[::-1]

    def measure(params):
        """Mean loss and accuracy on all examples."""
        logits = forward(params, X)[1][-1]
        loss = np.mean(np.logaddexp(0.0, logits) - y * logits)
        return float(loss), float(np.mean((logits > 0) == (y > 0.5)))

    params = [(W.copy(), b.copy()) for W, b in params]
    history = {"loss": [], "accuracy": []}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            grads = gradients(params, X[batch], y[batch])
            params = [
                (W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads, strict=True)
            ]
        loss, accuracy = measure(params)
        history["loss"].append(loss)
        history["accuracy"].append(accuracy)
    return params, history
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-train", "locked": true, "points": 25, "schema_version": 3, "solution": false, "task": false}
X, y = np.array([[1.0], [2.0]]), np.array([[1.0], [0.0]])
start = [(np.array([[1.0]]), np.array([0.0]))]
trained, history = train(start, X, y, "tanh", 0.1, 1, 2, np.random.default_rng(0))
weight, bias = (as_array(array).item() for array in trained[0])
assert np.isclose(weight, 0.925367, atol=1e-6), (
    f"After one step W should be 0.925367, not {weight:.6f}. (0.850735: the sum over the batch instead of the mean.)"
)
assert np.isclose(bias, -0.030593, atol=1e-6), f"After one step b should be -0.030593, not {bias:.6f}."
loss = float(history["loss"][0])
assert np.isclose(loss, 1.156477, atol=1e-6), (
    f"The loss after the epoch is 1.156477, not {loss:.6f}. (1.220095 is the loss before it.)"
)
assert start[0][0][0, 0] == 1.0, "The parameters that were handed in have changed: train on copies."

rng = np.random.default_rng(0)
X = rng.normal(size=(7, 2))
y = (X[:, :1] > 0).astype(float)
start = [(rng.normal(size=(2, 3)), np.zeros(3)), (rng.normal(size=(3, 1)), np.zeros(1))]
for activation in ("relu", "sigmoid", "tanh"):
    trained, history = train(start, X, y, activation, 0.5, 200, 3, rng)
    assert [np.shape(W) for W, _ in trained] == [(2, 3), (3, 1)], (
        "The trained weights should have the shapes they began with."
    )
    assert len(history["loss"]) == len(history["accuracy"]) == 200, (
        "The history has one loss and one accuracy per epoch."
    )
    assert history["loss"][-1] < 0.2, (
        f"With {activation}, 200 epochs should bring the loss below 0.2, not {history['loss'][-1]:.3f}"
    )
_, history = train(start, X, y, "relu", 0.5, 0, 3, rng)
assert list(history["loss"]) == list(history["accuracy"]) == [], "With epochs=0 the history's lists are empty."
print("train: the visible checks pass")

# %% [markdown]
# ## Exercise `plot_histories`
#
# A loss curve on its own says little; several side by side tell a story. Write `plot_histories(histories)`, which
# takes a dictionary of histories such as `{"relu": {"loss": [...], "accuracy": [...]}, "tanh": {...}}` and returns a
# matplotlib `Figure`:
#
# - one column per entry, with the loss in the upper plot and the accuracy in the lower one, over the epochs;
# - the upper plot's title contains the entry's key;
# - every plot has *its own* vertical scale. On a shared axis, a loss that falls from 3.7 to 0.03 would flatten one
#   that creeps from 0.72 to 0.64, and the creeping is what you want to see;
# - every call makes a new figure and leaves those of earlier calls alone.
#
# The histories need not be equally long, there may be just one, and the keys can be any text. Label the axes.
# Legends, reference lines and subfigures are welcome.
#
# *Example.* Three histories make a figure with six plots, in two rows and three columns: 2 and 3, not 3 and 2. One
# history makes two plots, one above the other; beware that `plt.subplots(2, 1)` returns a flat array of two
# plots, not a table with two rows and one column, unless you ask for that.
#
# <details><summary>Hint 1</summary>
#
# How many rows and columns has the figure, and which of them depends on `histories`?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `plt.subplots` makes a figure and its plots at once. Read in its documentation about `squeeze`, `sharey` and `layout`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Two rows, `len(histories)` columns, not squeezed, nothing shared vertically. Column by column: the loss in row 0,
# with the key as its title; the accuracy in row 1. Return the figure, not the plots.
#
# </details>


# %% nbgrader={"cell_type": "code", "grade": false, "grade_id": "plot_histories", "locked": false, "schema_version": 3, "solution": true, "task": false}
def plot_histories(histories):
    """Draw the loss above the accuracy, one column per history, each plot with its own vertical scale.

    Args:
        histories: dict of one or more entries, from a name to a history {"loss": [...], "accuracy": [...]} as `train`
            returns it. The histories may differ in length.

    Returns:
        A new matplotlib Figure. The title of each upper plot contains the name of its entry.
    """
    ### BEGIN SOLUTION
    figure, axes = plt.subplots(
        2, len(histories), figsize=(4 * len(histories), 5), squeeze=False, sharex="col", layout="constrained"
    )
    for (upper, lower), (name, history) in zip(axes.T, histories.items(), strict=True):
        upper.plot(range(1, len(history["loss"]) + 1), history["loss"], color="tab:blue")
        upper.set(title=name, ylabel="loss")
        lower.plot(range(1, len(history["accuracy"]) + 1), history["accuracy"], color="tab:orange")
        lower.set(xlabel="epoch", ylabel="accuracy")
    return figure
    ### END SOLUTION


# %% nbgrader={"cell_type": "code", "grade": true, "grade_id": "grade-plot_histories", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false}
example = {
    "steep": {"loss": [3.7, 0.9, 0.2, 0.03], "accuracy": [0.45, 0.6, 0.9, 0.99]},
    "creeping": {"loss": [0.72, 0.7, 0.69, 0.68, 0.64], "accuracy": [0.5, 0.5, 0.52, 0.6, 0.71]},
}
figure = plot_histories(example)
assert hasattr(figure, "axes"), f"plot_histories should return the Figure, not a {type(figure).__name__}."
assert len(figure.axes) >= 4, f"Two histories need four plots, two above two; your figure has {len(figure.axes)}."
titles = " | ".join(ax.get_title(loc) for ax in figure.axes for loc in ("left", "center", "right"))
titles += " | ".join(part.get_suptitle() for part in figure.subfigs)
assert all(name in titles for name in example), f"Each key should stand in a title; the titles are {titles!r}."
assert plot_histories({"only": example["steep"]}) is not figure, "Every call should make a new figure."
plt.close("all")
print("plot_histories: the visible checks pass")

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-random_weights", "locked": true, "schema_version": 3, "solution": false, "task": false}
generator = torch.Generator().manual_seed(5)
inner = torch.arange(200) % 2
circle = torch.polar(1.0 - 0.5 * inner.double(), torch.arange(200.0, dtype=torch.float64) * torch.pi / 100)
X = (torch.view_as_real(circle) + 0.1 * torch.randn(200, 2, generator=generator, dtype=torch.float64)).numpy()
y = inner[:, None].double().numpy()
layers = [(2, 5), (5, 5), (5, 5), (5, 5), (5, 1)]
start = [(torch.randn(shape, generator=generator, dtype=torch.float64).numpy(), np.zeros(shape[1])) for shape in layers]

histories = {}
for activation in ("relu", "sigmoid", "tanh"):
    _, history = train(start, X, y, activation, 0.2, 1000, len(X), np.random.default_rng(0))
    histories[f"{activation}, weights from N(0, 1)"] = history
plot_histories(histories)
plt.show()

# %% [markdown]
# The task: 200 points on two noisy rings, the inner one (radius 0.5) against the outer one (radius 1). The network
# has four hidden layers of five units, 111 parameters in all. All three runs start from the same weights and take the
# same 1,000 steps of plain gradient descent on the whole set.
#
# What to look for (and look at the vertical axes first):
#
# - tanh and ReLU bring the loss close to 0 and the accuracy close to 1. The sigmoid network's loss ends near
#   $\ln 2 \approx 0.693$, which is what a coin flip costs, and its accuracy ends near 0.5.
# - On a shared scale you would not see that the sigmoid's loss still moves after its first steps. On its own scale it
#   does, in the third decimal: the gradient is small, not zero.
# - Take the claim for what it is. It is about plain gradient descent: with Adam, at a learning rate of 0.01 and on
#   400 points, such a sigmoid network reached an accuracy of 0.95 from 85 of 100 random starts. And ReLU is not safe
#   either: in this setting about one start in nine misses 0.95 (57 of 500), while tanh reached it from each of 500.

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-zero_weights", "locked": true, "schema_version": 3, "solution": false, "task": false}
nothing = [(0 * W, 0 * b) for W, b in start]
histories = {}
for activation in ("relu", "sigmoid", "tanh"):
    trained, history = train(nothing, X, y, activation, 0.2, 1000, len(X), np.random.default_rng(0))
    histories[f"{activation}, all weights zero"] = history
    print(f"{activation}: the largest weight after training is {max(abs(as_array(W)).max() for W, _ in trained):.1e}")
plot_histories(histories)
plt.show()

# %% [markdown]
# What to look for:
#
# - The loss is $\ln 2$ from beginning to end, for *every* activation, and the accuracy is that of a coin flip.
#   (Should the curve look busy, read the scale: what moves is the last digit that a float64 has.)
# - Here the activation is not to blame. With all weights zero, no unit depends on the input, and the head sees the same
#   for both classes; half of the examples pull up and half pull down, and every gradient is zero up to rounding.

# %% tags=["experiment"] nbgrader={"cell_type": "code", "grade": false, "grade_id": "experiment-batch_sizes", "locked": true, "schema_version": 3, "solution": false, "task": false}
histories = {}
for batch_size in (200, 50, 10):
    _, history = train(start, X, y, "tanh", 0.05, 100, batch_size, np.random.default_rng(0))
    histories[f"tanh, batches of {batch_size}"] = history
plot_histories(histories)
plt.show()

# %% [markdown]
# The same network, tanh only, 100 epochs at a learning rate of 0.05, in batches of 200 (all), 50 and 10.
#
# What to look for:
#
# - An epoch is one pass over the data, whatever the batch size. But batches of 10 make 20 steps of it where the full
#   batch makes one, and after 100 epochs their loss is far lower.
# - The price is noise: each step follows the gradient of a few examples, and the curve is less smooth.

# %% [markdown]
# ## Reflection
#
# The sigmoid network with random weights and the networks with zero weights end at the same loss, about 0.693. Are
# they stuck for the same reason? Say in five to ten sentences what is different inside them (use the derivatives you
# plotted and what you printed about the weights), which of the two would be helped by another activation, which by
# another initialization, and how you could tell the two cases apart if all you could see was the parameters before
# and after one step.

# %% [markdown] nbgrader={"cell_type": "markdown", "grade": true, "grade_id": "reflection", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false}
# No: the loss is the same because both networks predict about one half for every example, but for different reasons.
#
# With zero weights it is a matter of symmetry and of cancelled signals. Nothing in the network depends on the input,
# so all examples get the same logit, 0. On balanced data the errors of the two classes cancel, so the head's gradient
# is zero, and because the head's weights are zero, nothing flows to the layers below. The gradient is exactly zero
# (up to rounding), for every activation, and the weights are the same after 1,000 steps. Another activation does not
# help; random weights do, since they make the units differ.
#
# With random weights the sigmoid network has a gradient, and the weights move. But each of the four hidden layers
# multiplies it by a derivative of at most 0.25, often much less, and the outputs of a layer vary little around one
# half, so the logits hardly depend on the input. The steps of plain gradient descent on the lower layers are too
# small to matter. Here another activation (tanh, ReLU) helps, or an optimizer that rescales the steps (Adam), or
# normalization between the layers; another random draw of the same kind does not.
#
# After a single step: with zero weights on balanced data no parameter has moved (beyond rounding). In the sigmoid
# network all have moved, the head's most, and as a rule less and less from layer to layer towards the input.
