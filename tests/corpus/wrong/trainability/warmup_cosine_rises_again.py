"""exercise: schedules
wrong: nothing stops the cosine after total_steps
"""
import numpy as np


def warmup_cosine(step, warmup_steps, total_steps, peak):
    if step < warmup_steps:
        return peak * step / warmup_steps
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    return peak / 2 * (1 + np.cos(np.pi * progress))
