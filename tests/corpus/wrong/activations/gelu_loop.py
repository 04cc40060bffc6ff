"""exercise: gelu
wrong: math.erf in a loop over the first axis, so it takes vectors and nothing else
"""
import math

import numpy as np


def gelu(z):
    return np.array([0.5 * value * (1.0 + math.erf(value / math.sqrt(2.0))) for value in z])
