"""exercise: batch_norm
wrong: normalizes by the updated running statistics in training, too
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        running_mean = momentum * running_mean + (1 - momentum) * x.mean(axis=0)
        running_var = momentum * running_var + (1 - momentum) * x.var(axis=0)
    inverse_std = 1 / np.sqrt(running_var + eps)
    normalized = (x - running_mean) * inverse_std
    return gamma * normalized + beta, (normalized, inverse_std, gamma), running_mean, running_var
