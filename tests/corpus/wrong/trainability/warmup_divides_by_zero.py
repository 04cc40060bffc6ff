"""exercise: schedules
wrong: treats step == warmup_steps as warm-up, which divides by zero when there is none
"""
import numpy as np


def warmup_cosine(step, warmup_steps, total_steps, peak):
    if step <= warmup_steps:
        return peak * step / warmup_steps
    progress = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
    return peak / 2 * (1 + np.cos(np.pi * progress))
