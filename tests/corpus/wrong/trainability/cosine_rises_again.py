"""exercise: schedules
wrong: nothing stops the cosine after total_steps: the rate climbs back
"""
import numpy as np


def cosine_decay(step, total_steps, initial):
    return initial / 2 * (1 + np.cos(np.pi * step / total_steps))
