"""exercise: penalties
wrong: sets the biases themselves to zero and returns them as their gradient
"""

import numpy as np


def l2_penalty(params, strength):
    out = []
    for W, b in params:
        b *= 0
        out.append((2 * strength * W, b))
    return strength * sum(np.sum(W**2) for W, _ in params), out
