"""exercise: schedules
wrong: starts the warm-up at peak / warmup_steps instead of 0
source: github.com/karpathy/nanoGPT/pull/578 does it on purpose, with (it + 1) / (warmup + 1)
"""
import numpy as np


def warmup_cosine(step, warmup_steps, total_steps, peak):
    if step < warmup_steps:
        return peak * (step + 1) / warmup_steps
    progress = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
    return peak / 2 * (1 + np.cos(np.pi * progress))
