"""exercise: batch_norm
wrong: normalizes by the batch's statistics in inference, too
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    if training:
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    inverse_std = 1 / np.sqrt(var + eps)
    normalized = (x - mean) * inverse_std
    return gamma * normalized + beta, (normalized, inverse_std, gamma), running_mean, running_var
