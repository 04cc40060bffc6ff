"""exercise: random_normal, glorot
right: SciPy's distributions and the inverse distribution function; the transpose is drawn first
"""
import numpy as np
from scipy import special, stats


def random_normal(fan_in, fan_out, rng, std=1.0):
    if not std >= 0:
        raise ValueError(f"std must be at least 0, got {std}")
    return special.ndtri(rng.random((fan_out, fan_in))).T * std


def glorot_normal(fan_in, fan_out, rng):
    variance = 1 / np.mean([fan_in, fan_out])
    return stats.norm(0, np.sqrt(variance)).rvs(size=(fan_in, fan_out), random_state=rng)


def glorot_uniform(fan_in, fan_out, rng):
    variance = 1 / np.mean([fan_in, fan_out])
    width = np.sqrt(12 * variance)
    return stats.uniform(-width / 2, width).rvs(size=(fan_in, fan_out), random_state=rng)
