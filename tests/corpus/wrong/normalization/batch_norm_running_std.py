"""exercise: batch_norm
wrong: keeps a running standard deviation, and uses it as one in inference
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean, std = x.mean(axis=0), np.sqrt(x.var(axis=0) + eps)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * std
    else:
        mean, std = running_mean, running_var
    normalized = (x - mean) / std
    return gamma * normalized + beta, (normalized, 1 / std, gamma), running_mean, running_var
