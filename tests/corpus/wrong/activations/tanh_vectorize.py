"""exercise: tanh
wrong: np.vectorize without otypes does not know what to make of an empty array
"""
import math

import numpy as np


tanh = np.vectorize(math.tanh)
