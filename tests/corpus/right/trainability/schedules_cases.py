"""exercise: schedules
right: loops, case distinctions and the squared cosine of half the angle; 0-d arrays and the integer 0 as results
"""
import math

import numpy as np


def step_decay(epoch, initial, drop, every):
    rate = initial
    while epoch >= every:
        rate *= drop
        epoch -= every
    return np.array(rate)


def cosine_decay(step, total_steps, initial):
    if step >= total_steps:
        return 0
    return initial * math.cos(math.pi * step / total_steps / 2) ** 2


def warmup_cosine(step, warmup_steps, total_steps, peak):
    if step >= total_steps:
        return 0
    if step <= warmup_steps and warmup_steps > 0:
        return np.interp(step, [0, warmup_steps], [0.0, peak])
    return np.float64(peak * (1 - math.sin(math.pi * (step - warmup_steps) / (total_steps - warmup_steps) / 2) ** 2))
