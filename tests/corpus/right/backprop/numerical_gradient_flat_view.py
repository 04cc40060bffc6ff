"""exercise: numerical_gradient
right: the step is what floating point really makes of it, and the work runs over a flat view of a copy
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    work = np.array(x, dtype=np.float64, order="C")
    flat = work.reshape(-1)
    result = []
    for k in range(flat.size):
        centre = float(flat[k])
        high, low = centre + h, centre - h
        flat[k] = high
        f_high = float(f(work))
        flat[k] = low
        f_low = float(f(work))
        flat[k] = centre
        result.append((f_high - f_low) / (high - low))
    return np.array(result, dtype=np.float64).reshape(work.shape)
