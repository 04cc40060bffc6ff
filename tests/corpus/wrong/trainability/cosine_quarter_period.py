"""exercise: schedules
wrong: a quarter of a period from 1 to 0, which falls fastest at the end
"""
import numpy as np


def cosine_decay(step, total_steps, initial):
    return initial * np.cos(np.pi / 2 * min(step / total_steps, 1.0))
