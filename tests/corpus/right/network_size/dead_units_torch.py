"""exercise: remove_dead_units
right: torch, double precision, units in reverse order, tensors come back
"""

import numpy as np
import torch


def remove_dead_units(params, X, activation, tolerance=1e-12):
    act = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation]
    given = [(torch.as_tensor(W), torch.as_tensor(b)) for W, b in params]
    h = torch.as_tensor(X)
    incoming, shift = torch.arange(h.shape[1]), None
    result = []
    for number, (W, b) in enumerate(given):
        new_b = b if shift is None else b + shift @ W[dead]
        last = number == len(given) - 1
        h = h @ W + b if last else act(h @ W + b)
        spread = h.amax(0) - h.amin(0)
        alive = torch.arange(len(b)) if last else torch.nonzero(spread > tolerance).flatten().flip(0)
        result.append((W[incoming][:, alive], new_b[alive]))
        dead = torch.nonzero(spread <= tolerance).flatten()
        shift, incoming = h[0, dead], alive
    return result
