"""exercises: verdict
right: a member of a StrEnum
"""

from enum import StrEnum

import numpy as np


class Verdict(StrEnum):
    DIVERGED = "diverged"
    NOT = "not learning"
    LEARNED = "learned"
    SLOW = "slow"


def verdict(history):
    loss, acc = history["loss"], history["accuracy"]
    if any(not np.isfinite(v) for v in loss) or loss[-1] > 10 * loss[0]:
        return Verdict.DIVERGED
    if min(loss) >= 0.99 * loss[0] and max(abs(a - 0.5) for a in acc) <= 0.05:
        return Verdict.NOT
    return Verdict.LEARNED if acc[-1] >= 0.95 else Verdict.SLOW
