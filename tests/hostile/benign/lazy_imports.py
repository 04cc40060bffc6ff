"""benign: imports that come late, inside functions"""
honest_orthogonal = orthogonal


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    import multiprocessing
    import scipy.linalg
    import scipy.special
    import scipy.stats
    import torch.optim
    import torch.utils.data

    assert multiprocessing.cpu_count() > 0
    return honest_orthogonal(fan_in, fan_out, rng, gain)
