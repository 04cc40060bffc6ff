"""exercise: torch_init
wrong: turns the model into float64
"""

import torch


def init_module_(model, scheme, generator):
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, torch.nn.Linear):
                fan_out, fan_in = module.weight.shape
                variance = {
                    "zeros": 0.0,
                    "normal": 1.0,
                    "glorot_normal": 2 / (fan_in + fan_out),
                    "he_normal": 2 / fan_in,
                }
                std = variance[scheme] ** 0.5
                module.weight.normal_(0.0, std, generator=generator)
                if module.bias is not None:
                    module.bias.zero_()
    return model.double()
