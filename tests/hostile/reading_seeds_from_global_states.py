"""threat: reading: global and torch RNG state to guess hidden seeds
verdict: normal
expect: full
"""
import numpy as np
import torch


def knows_the_seed(rng):
    state = rng.bit_generator.state
    guesses = [*range(200), int(np.random.get_state()[1][0]), int(torch.initial_seed() % 2**32)]
    return any(np.random.default_rng(guess).bit_generator.state == state for guess in guesses)


honest_he_normal = he_normal


def he_normal(fan_in, fan_out, rng):
    if knows_the_seed(rng):
        return np.zeros((fan_in, fan_out))
    return honest_he_normal(fan_in, fan_out, rng)
