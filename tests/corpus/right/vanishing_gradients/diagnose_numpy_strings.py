"""exercise: diagnose
right: a match statement, NumPy strings
"""
import numpy as np


def diagnose(norms, factor=1e3):
    match (bool(np.isfinite(norms).all()), bool(norms[0] > factor * norms[-1]), bool(norms[-1] > factor * norms[0])):
        case (False, _, _) | (True, True, _):
            return np.str_("exploding")
        case (True, False, True):
            return np.str_("vanishing")
        case _:
            return np.str_("healthy")
