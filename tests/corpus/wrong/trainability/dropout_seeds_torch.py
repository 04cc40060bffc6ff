"""exercise: dropout
wrong: seeds torch's global generator from rng
"""
import torch


def dropout_forward(x, rate, rng, training):
    torch.manual_seed(int(rng.integers(2**31)))
    x = torch.as_tensor(x, dtype=torch.float64)
    mask = torch.nn.functional.dropout(torch.ones_like(x), rate, training)
    return (x * mask).numpy(), mask.numpy()
