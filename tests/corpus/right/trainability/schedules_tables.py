"""exercise: schedules
right: makes the whole table of rates and looks the step up
"""

import numpy as np


def step_decay(epoch, initial, drop, every):
    table = np.repeat(initial * np.cumprod(np.r_[1.0, np.full(epoch // every + 1, drop)]), every)
    return table[epoch]


def cosine_decay(step, total_steps, initial):
    table = initial / 2 * (1 + np.cos(np.linspace(0, np.pi, total_steps + 1)))
    return table[step] if step < len(table) else table[-1] * 0


def warmup_cosine(step, warmup_steps, total_steps, peak):
    rise = np.linspace(0, peak, warmup_steps, endpoint=False)
    fall = peak / 2 * (1 + np.cos(np.linspace(0, np.pi, total_steps - warmup_steps + 1)))
    table = np.concatenate([rise, fall])
    return table[min(step, total_steps)]
