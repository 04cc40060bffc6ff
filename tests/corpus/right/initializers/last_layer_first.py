"""exercise: init_mlp
right: initializes the last layer first, with keywords, and gives lists of arrays and tensors
"""
import torch


def init_mlp(sizes, initializer, rng):
    params = []
    for i in reversed(range(1, len(sizes))):
        W = initializer(fan_in=sizes[i - 1], fan_out=sizes[i], rng=rng)
        params.insert(0, [W, torch.zeros(sizes[i], dtype=torch.float64)])
    return tuple(params)
