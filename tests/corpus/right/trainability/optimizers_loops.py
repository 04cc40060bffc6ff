"""exercises: momentum, rmsprop, adam
right: Python loops over the entries, the state a dict from index to number (or to a small object)
"""
import math

import numpy as np


class _Moments:
    def __init__(self, count=0, first=0.0, second=0.0):
        self.count, self.first, self.second = count, first, second


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    new, velocity = np.empty(w.shape), {}
    for index in np.ndindex(w.shape):
        velocity[index] = momentum * state.get(index, 0.0) + float(g[index])
        new[index] = w[index] - learning_rate * velocity[index]
    return new, velocity


def rmsprop_step(w, g, state, learning_rate, decay=0.9, eps=1e-8):
    new, squares = np.empty(w.shape), {}
    for index in np.ndindex(w.shape):
        squares[index] = decay * state.get(index, 0.0) + (1 - decay) * float(g[index]) ** 2
        new[index] = w[index] - learning_rate * g[index] / (math.sqrt(squares[index]) + eps)
    return new, squares


def adam_step(w, g, state, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    new, moments = np.empty(w.shape), {}
    for index in np.ndindex(w.shape):
        old, slope = state.get(index, _Moments()), float(g[index])
        entry = _Moments(
            old.count + 1, beta1 * old.first + (1 - beta1) * slope, beta2 * old.second + (1 - beta2) * slope * slope
        )
        first = entry.first / (1 - beta1**entry.count)
        second = entry.second / (1 - beta2**entry.count)
        new[index] = w[index] - learning_rate * first / (math.sqrt(second) + eps)
        moments[index] = entry
    return new, moments
