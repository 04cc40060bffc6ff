"""exercises: dense
right: objects with __call__, a named tuple as result
"""

from typing import NamedTuple
import numpy as np


class Gradients(NamedTuple):
    dx: np.ndarray
    dW: np.ndarray
    db: np.ndarray


class Forward:
    def __call__(self, x, W, b):
        y = np.empty((len(x), W.shape[1]))
        np.matmul(x, W, out=y, casting="unsafe")
        y += b
        return y


class Backward:
    def __call__(self, dy, x, W):
        return Gradients(np.dot(dy, W.T).astype(float), np.dot(x.T, dy).astype(float), np.sum(dy, 0, dtype=float))


dense_forward = Forward()
dense_backward = Backward()
