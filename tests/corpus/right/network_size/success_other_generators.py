"""exercise: success_rate
right: every attempt has a generator of another kind, seeded from rng; the rate is a tensor
"""

import numpy as np
import torch


def success_rate(attempt, widths, trials, rng):
    out = {}
    for w in widths:
        results = np.array(
            [attempt(w, np.random.Generator(np.random.Philox(int(rng.integers(2**62))))) for _ in range(trials)],
            dtype=bool,
        )
        out[w] = torch.tensor(results.mean()) if trials else 0.0
    return out
