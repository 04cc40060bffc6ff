"""exercises: momentum, rmsprop, adam
right: the state is the list of all gradients so far, and every mean is a weighted sum over it
"""
import numpy as np


def _history(g, state):
    return [*state.get("gradients", []), np.array(g, dtype=float)]


def _mean(values, decay):
    weights = (1 - decay) * decay ** np.arange(len(values))[::-1]
    return np.tensordot(weights, np.array(values), axes=1), weights.sum()


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    gradients = _history(g, state)
    v = sum(momentum**age * old for age, old in enumerate(reversed(gradients)))
    return np.subtract(w, learning_rate * v), {"gradients": gradients}


def rmsprop_step(w, g, state, learning_rate, decay=0.9, eps=1e-8):
    gradients = _history(g, state)
    s, _ = _mean([old**2 for old in gradients], decay)
    return [w - learning_rate * g / (np.sqrt(s) + eps), {"gradients": gradients}]


def adam_step(w, g, state, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    gradients = _history(g, state)
    m, weight_m = _mean(gradients, beta1)
    v, weight_v = _mean([old**2 for old in gradients], beta2)
    return w - learning_rate * (m / weight_m) / (np.sqrt(v / weight_v) + eps), {"gradients": gradients}
