"""threat: tampering: what a check asks of objects that cannot travel is answered beside the student's code
verdict: gap
expect: full

The model stays in the student's process, so a check that its parameters are still the same objects believes what this
process says. Written down in docs/instructors/security.md.
"""
import builtins

import torch

honest_init_module = init_module_


def init_module_(model, scheme, generator):
    honest_init_module(model, scheme, generator)
    for module in model.modules():
        if isinstance(module, torch.nn.Linear):
            module.weight = torch.nn.Parameter(module.weight.detach().clone())
    return model


builtins.id = lambda thing: 7
