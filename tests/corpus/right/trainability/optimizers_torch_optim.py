"""exercises: momentum, rmsprop, adam
right: torch.optim behind the signature; the state holds the optimizer's state_dict, the result is a Parameter
"""
import copy

import torch


def _step(make, w, g, state):
    parameter = torch.nn.Parameter(torch.as_tensor(w).to(torch.float64).clone())
    optimizer = make([parameter])
    if state:
        settings = optimizer.state_dict()["param_groups"]
        optimizer.load_state_dict({"state": copy.deepcopy(state["optimizer"]["state"]), "param_groups": settings})
    parameter.grad = torch.as_tensor(g).to(torch.float64).clone()
    optimizer.step()
    return parameter, {"optimizer": copy.deepcopy(optimizer.state_dict())}


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    return _step(lambda params: torch.optim.SGD(params, lr=learning_rate, momentum=momentum), w, g, state)


def rmsprop_step(w, g, state, learning_rate, decay=0.9, eps=1e-8):
    return _step(lambda params: torch.optim.RMSprop(params, lr=learning_rate, alpha=decay, eps=eps), w, g, state)


def adam_step(w, g, state, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    return _step(lambda params: torch.optim.Adam(params, lr=learning_rate, betas=(beta1, beta2), eps=eps), w, g, state)
