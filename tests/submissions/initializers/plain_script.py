import numpy as np
import torch


def zeros(fan_in, fan_out, rng):
    """Weights that are all zero.

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator; not used, here so that every initializer is called alike.

    Returns:
        W: floating-point array of shape (fan_in, fan_out), every entry 0.
    """
    return np.zeros((fan_in, fan_out))


def random_normal(fan_in, fan_out, rng, std=1.0):
    """Independent weights from N(0, std**2).

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator, the only source of randomness; it advances.
        std: standard deviation of every entry, at least 0.

    Returns:
        W: floating-point array of shape (fan_in, fan_out).

    Raises:
        ValueError: std is negative.
    """
    if not std >= 0:
        raise ValueError(f"std must be at least 0, got {std}")
    return rng.normal(0.0, std, (fan_in, fan_out))


def glorot_normal(fan_in, fan_out, rng):
    """Independent normal weights of variance 2 / (fan_in + fan_out) (Glorot and Bengio 2010, eq. 12).

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator, the only source of randomness; it advances.

    Returns:
        W: floating-point array of shape (fan_in, fan_out), mean 0. A truncated normal of that variance will do.
    """
    std = np.sqrt(2.0 / (fan_in + fan_out))
    return rng.normal(0.0, std, (fan_in, fan_out))


def glorot_uniform(fan_in, fan_out, rng):
    """Independent weights, uniform on [-limit, limit] with limit = sqrt(6 / (fan_in + fan_out)).

    Glorot and Bengio 2010, eq. 16.

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator, the only source of randomness; it advances.

    Returns:
        W: floating-point array of shape (fan_in, fan_out), mean 0, variance 2 / (fan_in + fan_out).
    """
    limit = np.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out))


def he_normal(fan_in, fan_out, rng):
    """Independent normal weights of variance 2 / fan_in (He et al. 2015, eq. 10).

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator, the only source of randomness; it advances.

    Returns:
        W: floating-point array of shape (fan_in, fan_out), mean 0. A truncated normal of that variance will do.
    """
    return rng.normal(0.0, np.sqrt(2.0 / fan_in), (fan_in, fan_out))


def he_uniform(fan_in, fan_out, rng):
    """Independent weights of variance 2 / fan_in, uniform on an interval around 0.

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator, the only source of randomness; it advances.

    Returns:
        W: floating-point array of shape (fan_in, fan_out), mean 0.
    """
    limit = np.sqrt(6.0 / fan_in)
    return rng.uniform(-limit, limit, (fan_in, fan_out))


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    """A random matrix whose shorter side's vectors are orthonormal, times gain; all such matrices are equally likely.

    Args:
        fan_in: number of inputs of the layer, at least 1.
        fan_out: number of its units, at least 1.
        rng: numpy.random.Generator, the only source of randomness; it advances.
        gain: the length of the orthogonal vectors, at least 0.

    Returns:
        W: floating-point array of shape (fan_in, fan_out) with W.T @ W = gain**2 * I (fan_in >= fan_out)
            or W @ W.T = gain**2 * I (fan_in <= fan_out).

    Raises:
        ValueError: gain is negative.
    """
    if not gain >= 0:
        raise ValueError(f"gain must be at least 0, got {gain}")
    tall = rng.normal(size=(max(fan_in, fan_out), min(fan_in, fan_out)))
    q, r = np.linalg.qr(tall)
    q *= np.sign(np.diag(r))  # without this, LAPACK's choice of signs would favour some matrices
    return gain * (q if fan_in >= fan_out else q.T)


def init_mlp(sizes, initializer, rng):
    """The starting parameters of a network.

    Args:
        sizes: list of L + 1 numbers of units, L >= 1, input side first.
        initializer: function (fan_in, fan_out, rng) -> W of shape (fan_in, fan_out), called exactly once per layer.
        rng: numpy.random.Generator, handed on to initializer.

    Returns:
        params: list of L pairs (W, b), input side first; b is floating point, of shape (fan_out,), all zero.
    """
    return [
        (initializer(fan_in, fan_out, rng), np.zeros(fan_out))
        for fan_in, fan_out in zip(sizes[:-1], sizes[1:], strict=True)
    ]


def preactivation_variance(fan_in, var_x, var_w):
    """The variance of a sum of fan_in products x * w, all x and w independent and with mean zero.

    Args:
        fan_in: number of terms.
        var_x: variance of each x.
        var_w: variance of each w.

    Returns:
        The variance, a float.
    """
    return float(fan_in * var_x * var_w)


def layer_output_stats(params, X, activation):
    """Mean and standard deviation of each hidden layer's output, after the activation, over all entries.

    Args:
        params: list of pairs (W, b), W of shape (fan_in, fan_out), b of shape (fan_out,), input side first;
            the last pair is the head, which is not a hidden layer.
        X: array of shape (m, n), examples in rows.
        activation: "relu", "sigmoid" or "tanh", applied by every hidden layer.

    Returns:
        List of pairs (mean, std) of floats (std with ddof=0), one per hidden layer, input side first.

    Raises:
        ValueError: the activation is none of the three.
    """
    if activation not in ("relu", "sigmoid", "tanh"):
        raise ValueError(f"activation must be 'relu', 'sigmoid' or 'tanh', got {activation!r}")
    activate = {
        "relu": lambda z: np.maximum(z, 0.0),
        "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),  # the same function, and never an overflow
        "tanh": np.tanh,
    }[activation]
    stats = []
    h = X
    for W, b in params[:-1]:
        h = activate(h @ W + b)
        stats.append((float(h.mean()), float(h.std())))
    return stats


def distinct_units(W, b, tolerance=1e-8):
    """How many units of a layer differ from every earlier unit.

    Args:
        W: array of shape (fan_in, fan_out); column j holds the incoming weights of unit j.
        b: array of shape (fan_out,).
        tolerance: two units differ when some entry (a weight or the bias) differs by more than this; at least 0.

    Returns:
        The number of units that differ from each of the units before them, those that did not count included; an int.

    Raises:
        ValueError: tolerance is negative.
    """
    if not tolerance >= 0:
        raise ValueError(f"tolerance must be at least 0, got {tolerance}")
    units = np.vstack([W, b])
    count = 0
    for j in range(units.shape[1]):
        distances = np.abs(units[:, :j] - units[:, j : j + 1]).max(axis=0)
        count += int((distances > tolerance).all())
    return count


def init_module_(model, scheme, generator):
    """Initialize every torch.nn.Linear of a model in place.

    Args:
        model: torch.nn.Module; every torch.nn.Linear in it counts, at any depth, the model itself, subclasses and
            layers without a bias included. Other modules are left alone.
        scheme: "zeros", "normal" (N(0, 1)), "glorot_normal" or "he_normal".
        generator: torch.Generator, the only source of randomness; it advances.

    Returns:
        model, the same object with the same Parameter objects; weights by the scheme, biases zero.

    Raises:
        ValueError: the scheme is none of the four; nothing has been changed then.
    """
    if scheme not in ("zeros", "normal", "glorot_normal", "he_normal"):
        raise ValueError(f"scheme must be 'zeros', 'normal', 'glorot_normal' or 'he_normal', got {scheme!r}")
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, torch.nn.Linear):
                fan_out, fan_in = module.weight.shape
                std = {
                    "zeros": 0.0,
                    "normal": 1.0,
                    "glorot_normal": (2.0 / (fan_in + fan_out)) ** 0.5,
                    "he_normal": (2.0 / fan_in) ** 0.5,
                }[scheme]
                module.weight.normal_(0.0, std, generator=generator)
                if module.bias is not None:
                    module.bias.zero_()
    return model


print(zeros(2, 3))
