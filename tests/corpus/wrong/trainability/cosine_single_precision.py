"""exercise: schedules
wrong: computes in torch's default dtype
"""

import numpy as np
import torch


def cosine_decay(step, total_steps, initial):
    return (
        initial / 2 * (1 + torch.cos(torch.tensor(np.pi * min(step / total_steps, 1.0), dtype=torch.float32)))
    ).item()
