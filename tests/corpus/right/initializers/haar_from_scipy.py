"""exercise: orthogonal
right: columns or rows of SciPy's random orthogonal matrix
"""
from scipy import stats


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    square = stats.ortho_group(max(fan_in, fan_out), seed=rng).rvs()
    return gain * square[:fan_in, :fan_out]
