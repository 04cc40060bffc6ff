"""exercise: standardize
wrong: divides by m - 1, as a statistics course teaches
"""


def fit_standardizer(X):
    return X.mean(axis=0), X.std(axis=0, ddof=1)
