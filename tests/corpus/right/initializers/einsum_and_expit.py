"""exercise: variance
right: einsum, SciPy's expit, NumPy scalars, the variance from np.var
"""
import numpy as np
from scipy.special import expit


def preactivation_variance(fan_in, var_x, var_w):
    return np.float64(fan_in) * var_x * var_w


def layer_output_stats(params, X, activation):
    f = {"relu": lambda z: z * (z > 0), "sigmoid": expit, "tanh": np.tanh}[activation]
    outputs = [X]
    for W, b in params[: len(params) - 1]:
        outputs.append(f(np.einsum("mi,ij->mj", outputs[-1], W) + b[None, :]))
    return [(np.mean(h), np.sqrt(np.var(h))) for h in outputs[1:]]
