"""exercise: zeros, random_normal, glorot, he, orthogonal
right: float32 throughout
"""
import numpy as np


def normal(std, shape, rng):
    return np.float32(std) * rng.standard_normal(shape, dtype=np.float32)


def uniform(limit, shape, rng):
    return np.float32(limit) * (2 * rng.random(shape, dtype=np.float32) - 1)


def zeros(fan_in, fan_out, rng):
    return np.zeros((fan_in, fan_out), np.float32)


def random_normal(fan_in, fan_out, rng, std=1.0):
    return normal(std, (fan_in, fan_out), rng)


def glorot_normal(fan_in, fan_out, rng):
    return normal(np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out), rng)


def glorot_uniform(fan_in, fan_out, rng):
    return uniform(np.sqrt(6 / (fan_in + fan_out)), (fan_in, fan_out), rng)


def he_normal(fan_in, fan_out, rng):
    return normal(np.sqrt(2 / fan_in), (fan_in, fan_out), rng)


def he_uniform(fan_in, fan_out, rng):
    return uniform(np.sqrt(6 / fan_in), (fan_in, fan_out), rng)


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    A = normal(1.0, (max(fan_in, fan_out), min(fan_in, fan_out)), rng)
    Q, R = np.linalg.qr(A)
    Q = Q * np.sign(np.diagonal(R))
    return np.float32(gain) * (Q if fan_in >= fan_out else Q.T)
