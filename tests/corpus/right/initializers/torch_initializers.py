"""exercise: zeros, random_normal, glorot, he, orthogonal
right: torch.nn.init behind every signature, in float32, seeded from rng
"""
import torch


def seeded(rng):
    return torch.Generator().manual_seed(int(rng.integers(2**63)))


def zeros(fan_in, fan_out, rng):
    return torch.nn.init.zeros_(torch.empty(fan_out, fan_in)).T


def random_normal(fan_in, fan_out, rng, std=1.0):
    return torch.nn.init.normal_(torch.empty(fan_out, fan_in), std=std, generator=seeded(rng)).T


def glorot_normal(fan_in, fan_out, rng):
    return torch.nn.init.xavier_normal_(torch.empty(fan_out, fan_in), generator=seeded(rng)).T


def glorot_uniform(fan_in, fan_out, rng):
    return torch.nn.init.xavier_uniform_(torch.empty(fan_out, fan_in), generator=seeded(rng)).T


def he_normal(fan_in, fan_out, rng):
    return torch.nn.init.kaiming_normal_(torch.empty(fan_out, fan_in), nonlinearity="relu", generator=seeded(rng)).T


def he_uniform(fan_in, fan_out, rng):
    return torch.nn.init.kaiming_uniform_(torch.empty(fan_out, fan_in), nonlinearity="relu", generator=seeded(rng)).T


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    return torch.nn.init.orthogonal_(torch.empty(fan_out, fan_in), gain=gain, generator=seeded(rng)).T
