"""exercises: verdict
right: np.select, which gives a string of NumPy's
"""

import numpy as np


def verdict(history):
    l = np.array(history["loss"], dtype=float)
    a = np.array(history["accuracy"], dtype=float)
    with np.errstate(all="ignore"):
        conds = [
            ~np.all(np.isfinite(l)) | (l[-1] > 10 * l[0]),
            (l.min() >= 0.99 * l[0]) & np.all(abs(a - 0.5) <= 0.05),
            a[-1] >= 0.95,
        ]
    return np.select(conds, ["diverged", "not learning", "learned"], "slow")[()]
