"""exercise: soft_targets
wrong: the convention of Keras and the paper, where epsilon is shared among the classes
"""


def smooth_labels(y, epsilon):
    return y * (1 - epsilon) + epsilon / 2
