"""exercise: soft_targets
wrong: raises the zeros but leaves the ones at 1
"""


def smooth_labels(y, epsilon):
    return y * (1 - epsilon) + epsilon
