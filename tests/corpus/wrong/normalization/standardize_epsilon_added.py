"""exercise: standardize
wrong: adds 1e-8 to the standard deviation instead of looking at it
"""


def standardize(X, mean, std):
    return (X - mean) / (std + 1e-8)
