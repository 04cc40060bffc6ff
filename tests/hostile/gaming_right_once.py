"""threat: gaming: results that depend on being graded: right at the first call, wrong afterwards
verdict: zero
expect: all but ~random_normal, ~he, ~glorot, ~orthogonal, ~symmetry, ~variance, ~init_mlp
"""
import numpy as np

called = set()


def once(function):
    def wrapped(*args, **kwargs):
        result = function(*args, **kwargs)
        if function.__name__ in called:
            return np.zeros_like(result) if isinstance(result, np.ndarray) else result * 2
        called.add(function.__name__)
        return result

    return wrapped


for name in (
    *("random_normal", "he_normal", "he_uniform", "glorot_normal", "glorot_uniform", "orthogonal"),
    *("distinct_units", "preactivation_variance", "layer_output_stats", "init_mlp"),
):
    globals()[name] = once(globals()[name])
