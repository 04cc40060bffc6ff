"""exercise: torch_init
wrong: all layers are cut from one matrix of random numbers
"""

import torch


def init_module_(model, scheme, generator):
    noise = torch.randn(256, 256, generator=generator)
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
                module.weight.copy_(std * noise[:fan_out, :fan_in])
                if module.bias is not None:
                    module.bias.zero_()
    return model
