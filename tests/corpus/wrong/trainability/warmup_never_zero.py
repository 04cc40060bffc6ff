"""exercise: schedules
wrong: step 0 gets the rate of step 1, so that no step is wasted
source: github.com/EleutherAI/gpt-neox/pull/1379, where it is on purpose
"""
import numpy as np


def warmup_cosine(step, warmup_steps, total_steps, peak):
    if step < warmup_steps:
        return peak * max(step, 1) / warmup_steps
    progress = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
    return peak / 2 * (1 + np.cos(np.pi * progress))
