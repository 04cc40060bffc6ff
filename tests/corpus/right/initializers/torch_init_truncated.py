"""exercise: torch_init
right: truncated normals of the right variance, the modules visited in reverse
"""
import math

import torch


def init_module_(model, scheme, generator):
    for module in reversed(list(model.modules())):
        if not isinstance(module, torch.nn.Linear):
            continue
        fan_out, fan_in = module.weight.size()
        variance = {"zeros": 0, "normal": 1, "glorot_normal": 2 / (fan_in + fan_out), "he_normal": 2 / fan_in}[scheme]
        with torch.no_grad():
            if scheme in ("glorot_normal", "he_normal"):
                std = math.sqrt(variance) / 0.87962566103423978
                torch.nn.init.trunc_normal_(module.weight, std=std, a=-2 * std, b=2 * std, generator=generator)
            else:
                module.weight.copy_(torch.randn(fan_out, fan_in, generator=generator) * variance)
            for name, parameter in module.named_parameters(recurse=False):
                if name == "bias":
                    parameter.mul_(0)
    return model
