"""threat: lying objects: generators and iterators
verdict: zero
expect: all but init_mlp, ~variance
"""


def init_mlp(sizes, initializer, rng):
    while True:
        yield initializer(2, 3, rng), 0


def layer_output_stats(params, X, activation):
    return iter([(0.0, 1.0)] * len(params))
