"""exercise: schedules
wrong: divides by total_steps - 1, as if total_steps counted the points and not the way
"""
import numpy as np


def cosine_decay(step, total_steps, initial):
    progress = min(step / (total_steps - 1), 1.0)
    return initial / 2 * (1 + np.cos(np.pi * progress))
