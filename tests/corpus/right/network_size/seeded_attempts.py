"""exercise: success_rate
right: a new generator per attempt, seeded from rng; trials before widths, shuffled
"""

import numpy as np


def success_rate(attempt, widths, trials, rng):
    counts = {width: 0 for width in widths}
    for _ in range(trials):
        for width in rng.permutation(list(widths)).tolist():
            child = np.random.default_rng(int(rng.integers(2**63)))
            counts[width] += bool(attempt(width, child))
    return {width: count / max(trials, 1) for width, count in counts.items()}
