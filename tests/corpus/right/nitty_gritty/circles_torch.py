"""exercises: circles
right: float32 tensors of torch, its generator seeded from rng
"""
import torch


def circles(m, rng, noise=0.1, factor=0.5):
    generator = torch.Generator().manual_seed(int(rng.integers(2**40)))
    y = torch.tensor([0.0, 1.0]).repeat(m // 2)[torch.randperm(m, generator=generator)]
    points = torch.polar(1 - (1 - factor) * y, 2 * torch.pi * torch.rand(m, generator=generator))
    return torch.view_as_real(points) + noise * torch.randn(m, 2, generator=generator), y[:, None]
