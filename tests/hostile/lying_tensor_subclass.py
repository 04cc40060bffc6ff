"""threat: lying objects: tensor subclasses
verdict: zero
expect: all but zeros
"""
import torch


class Soft(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return True

    def numpy(self):
        import numpy as np

        return np.zeros(self.shape)


def zeros(fan_in, fan_out, rng):
    return torch.ones(fan_in, fan_out).as_subclass(Soft)
