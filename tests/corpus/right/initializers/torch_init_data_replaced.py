"""exercise: torch_init
right: the tensors in .data are replaced; the Parameters stay
"""

import torch


def init_module_(model, scheme, generator):
    for m in model.modules():
        if isinstance(m, torch.nn.Linear):
            o, i = m.out_features, m.in_features
            std = {"zeros": 0, "normal": 1, "glorot_normal": (2 / (i + o)) ** 0.5, "he_normal": (2 / i) ** 0.5}[scheme]
            m.weight.data = std * torch.randn(o, i, generator=generator, dtype=m.weight.dtype)
            if m.bias is not None:
                m.bias.data = torch.zeros_like(m.bias)
    return model
