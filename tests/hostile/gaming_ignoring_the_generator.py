"""threat: gaming: ignoring the generator
verdict: zero
expect: all but ~random_normal, ~he, ~glorot, ~orthogonal
"""
import numpy as np


def own(draw):
    def drawn(fan_in, fan_out, rng, **options):
        return draw(fan_in, fan_out, np.random.default_rng(), **options)

    return drawn


random_normal, orthogonal = own(random_normal), own(orthogonal)
he_normal, he_uniform = own(he_normal), own(he_uniform)
glorot_normal, glorot_uniform = own(glorot_normal), own(glorot_uniform)
