"""exercise: standardize
wrong: returns the variance instead of the standard deviation
"""


def fit_standardizer(X):
    return X.mean(axis=0), X.var(axis=0)
