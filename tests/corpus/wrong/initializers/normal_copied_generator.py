"""exercise: random_normal
wrong: draws from a copy of rng, which never advances
"""
import numpy as np


import copy


def random_normal(fan_in, fan_out, rng, std=1.0):
    return copy.deepcopy(rng).normal(0.0, std, (fan_in, fan_out))
