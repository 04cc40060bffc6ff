"""exercises: dense
right: checks its arguments before it works
"""

import numpy as np


def check(name, array, ndim):
    assert isinstance(array, np.ndarray), f"{name} is not an array"
    if array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes")
    if array.size == 0:
        raise ValueError(f"{name} is empty")
    assert array.flags.c_contiguous and array.flags.writeable
    assert np.isfinite(array).all()
    assert array.dtype in (np.float64, np.float32) or np.issubdtype(array.dtype, np.signedinteger)


def dense_forward(x, W, b):
    check("x", x, 2), check("W", W, 2), check("b", b, 1)
    assert x.shape[1] == W.shape[0] and b.shape[0] == W.shape[1]
    assert x.dtype == W.dtype == b.dtype
    return np.asarray(x, float) @ np.asarray(W, float) + np.asarray(b, float)


def dense_backward(dy, x, W):
    check("dy", dy, 2), check("x", x, 2), check("W", W, 2)
    assert dy.shape == (x.shape[0], W.shape[1]) and x.shape[1] == W.shape[0]
    dy = dy.astype("float64", copy=True)
    return dy.dot(W.transpose()), x.transpose().dot(dy), dy.sum(0)
