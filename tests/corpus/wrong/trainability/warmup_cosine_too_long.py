"""exercise: schedules
wrong: stretches the descent over total_steps instead of the steps that remain, and cuts it off
"""
import numpy as np


def warmup_cosine(step, warmup_steps, total_steps, peak):
    if step >= total_steps:
        return 0.0
    if step < warmup_steps:
        return peak * step / warmup_steps
    return peak / 2 * (1 + np.cos(np.pi * (step - warmup_steps) / total_steps))
