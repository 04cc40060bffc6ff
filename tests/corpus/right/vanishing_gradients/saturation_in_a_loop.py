"""exercise: saturation
right: counts in a Python loop, with the hyperbolic cosine
"""
import math


def saturated_fraction(z, activation, threshold=0.01):
    count = total = 0
    for value in z.ravel().tolist():
        if activation == "relu":
            d = 1.0 if value >= 0 else 0.0
        else:
            x = value if activation == "tanh" else value / 2
            d = 0.0 if abs(x) > 300 else 1 / math.cosh(x) ** 2
            if activation == "sigmoid":
                d /= 4
        count += d < threshold
        total += 1
    return count / total
