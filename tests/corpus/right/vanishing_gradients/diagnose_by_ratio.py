"""exercise: diagnose
right: quotients with division by zero allowed
"""
import numpy as np


def diagnose(norms, factor=1e3):
    norms = np.asarray(norms, dtype=float)
    if np.isnan(norms).any() or np.isinf(norms).any():
        return "exploding"
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = norms[0] / norms[-1]
    verdicts = {ratio > factor: "exploding", ratio < 1 / factor: "vanishing"}
    return verdicts.get(True, "healthy")
