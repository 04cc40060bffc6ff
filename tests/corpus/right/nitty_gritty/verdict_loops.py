"""exercises: verdict
right: plain Python, math.isfinite and comparisons with quotients
"""
import math


def verdict(history):
    losses = [float(loss) for loss in history["loss"]]
    if any(math.isnan(loss) or math.isinf(loss) for loss in losses):
        return "diverged"
    if losses[-1] / losses[0] > 10:
        return "diverged"
    stuck = not any(loss < 0.99 * losses[0] for loss in losses)
    coin = all(0.45 <= a <= 0.55 for a in history["accuracy"])
    if stuck and coin:
        return "not learning"
    return "slow" if history["accuracy"][-1] < 0.95 else "learned"
