"""threat: forging: the judge's generator comes back in a state in which it gives the same number for ever
verdict: zero
expect: all but he, zeros
"""
import numpy as np


def spoil(rng):
    state = rng.bit_generator.state
    state["state"] = {"state": 0, "inc": 0}
    rng.bit_generator.state = state


def he_normal(fan_in, fan_out, rng):
    W = rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))
    spoil(rng)
    return W


def he_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(6 / fan_in)
    W = rng.uniform(-limit, limit, (fan_in, fan_out))
    spoil(rng)
    return W


def zeros(fan_in, fan_out, rng):
    spoil(rng)
    return np.zeros((fan_in, fan_out))
