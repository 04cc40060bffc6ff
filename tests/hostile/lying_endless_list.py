"""threat: lying objects: a list that changes between reads, without an end
verdict: zero
expect: all but init_mlp, ~variance
"""


class Endless(list):
    def __iter__(self):
        while True:
            yield (0.0, 1.0)

    def __len__(self):
        return 3


class Growing(dict):
    def items(self):
        raise KeyboardInterrupt


def init_mlp(sizes, initializer, rng):
    return Endless()


def layer_output_stats(params, X, activation):
    return Growing()
