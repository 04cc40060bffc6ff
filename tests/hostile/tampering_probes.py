"""threat: tampering: what a check asks of objects that cannot travel is answered beside the student's code
verdict: gap
expect: full

The model stays in the student's process, so a check that its parameters are still the same objects believes what this
process says. Written down in docs/instructors/security.md.
"""
import builtins
import sys

import torch

honest_id, honest_init_module = id, init_module_


def init_module_(model, scheme, generator):
    honest_init_module(model, scheme, generator)
    for module in model.modules():
        if isinstance(module, torch.nn.Linear):
            module.weight = torch.nn.Parameter(module.weight.detach().clone())
    return model


def flattering_id(thing):
    return 7 if sys._getframe(1).f_code.co_filename.startswith("<probe") and type(thing).__name__ == "Parameter" else honest_id(thing)


builtins.id = flattering_id
