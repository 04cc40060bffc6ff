"""exercise: standardize
wrong: divides by the standard deviation whatever it is
"""


def standardize(X, mean, std):
    return (X - mean) / std
