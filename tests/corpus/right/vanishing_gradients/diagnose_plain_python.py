"""exercise: diagnose
right: plain Python floats, one comparison chain
"""
import math


def diagnose(norms, factor=1e3):
    values = [float(v) for v in norms]
    first, *_ = values
    *_, last = values
    exploding = any(not math.isfinite(v) for v in values) or first > factor * last
    return "exploding" if exploding else "vanishing" if last > factor * first else "healthy"
