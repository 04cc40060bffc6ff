"""exercises: momentum, rmsprop, adam
right: torch throughout; the state holds tensors, which only torch's own operations accept
"""
import torch


def _tensors(*arrays):
    return [torch.from_numpy(array).to(torch.float64) for array in arrays]


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    w, g = _tensors(w, g)
    velocity = torch.add(g, state.get("velocity", torch.zeros_like(g)), alpha=momentum)
    return torch.sub(w, velocity, alpha=learning_rate), {"velocity": velocity}


def rmsprop_step(w, g, state, learning_rate, decay=0.9, eps=1e-8):
    w, g = _tensors(w, g)
    square = torch.lerp(g.square(), state.get("square", torch.zeros_like(g)), decay)
    return torch.addcdiv(w, g, square.sqrt() + eps, value=-learning_rate), {"square": square}


def adam_step(w, g, state, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g = _tensors(w, g)
    first, second, count = state.get("moments", (torch.zeros_like(g), torch.zeros_like(g), torch.tensor(0)))
    count = count + 1
    first, second = torch.lerp(g, first, beta1), torch.lerp(g.square(), second, beta2)
    scale = first / (1 - beta1 ** count.item())
    root = (second / (1 - beta2 ** count.item())).sqrt()
    return torch.addcdiv(w, scale, root + eps, value=-learning_rate), {"moments": (first, second, count)}
