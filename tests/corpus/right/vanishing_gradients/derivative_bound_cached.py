"""exercise: derivative_bound
right: recursion over the depth under lru_cache
"""
from functools import lru_cache


@lru_cache(maxsize=None)
def derivative_bound(activation="relu", depth=1):
    if depth == 0:
        return 1.0
    return derivative_bound(activation, depth - 1) * (1 / 4 if activation == "sigmoid" else 1.0)
