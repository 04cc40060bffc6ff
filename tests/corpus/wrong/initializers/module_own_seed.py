"""exercise: torch_init
wrong: seeds the generator inside
"""
import torch


def init_module_(model, scheme, generator):
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, torch.nn.Linear):
                fan_out, fan_in = module.weight.shape
                std = {
                    "zeros": 0.0,
                    "normal": 1.0,
                    "glorot_normal": (2.0 / (fan_in + fan_out)) ** 0.5,
                    "he_normal": (2.0 / fan_in) ** 0.5,
                }[scheme]
                module.weight.normal_(0.0, std, generator=generator.manual_seed(0))
                if module.bias is not None:
                    module.bias.zero_()
    return model
