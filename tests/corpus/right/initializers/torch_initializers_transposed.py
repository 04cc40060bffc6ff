"""exercise: he, glorot
right: torch.nn.init on tensors of shape (fan_in, fan_out), Parameters with a graph, He by mode fan_out
"""
import torch


def drawn(fill, fan_in, fan_out, rng, **options):
    generator = torch.Generator()
    generator.manual_seed(int(rng.integers(0, 2**31)))
    W = torch.nn.Parameter(torch.empty(fan_in, fan_out, dtype=torch.float64))
    return fill(W, generator=generator, **options)


def glorot_normal(fan_in, fan_out, rng):
    return drawn(torch.nn.init.xavier_normal_, fan_in, fan_out, rng)


def glorot_uniform(fan_in, fan_out, rng):
    return drawn(torch.nn.init.xavier_uniform_, fan_in, fan_out, rng)


def he_normal(fan_in, fan_out, rng):
    return drawn(torch.nn.init.kaiming_normal_, fan_in, fan_out, rng, mode="fan_out", nonlinearity="relu")


def he_uniform(fan_in, fan_out, rng):
    return drawn(torch.nn.init.kaiming_uniform_, fan_in, fan_out, rng, mode="fan_out", nonlinearity="relu")
