"""benign: caches, data classes, type hints and an alarm of one's own"""
import signal
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Layer:
    fan_in: int
    fan_out: int


@lru_cache
def limit(layer: Layer) -> float:
    return (6.0 / (layer.fan_in + layer.fan_out)) ** 0.5


def glorot_uniform(fan_in, fan_out, rng):
    bound = limit(Layer(fan_in, fan_out))
    return rng.uniform(-bound, bound, (fan_in, fan_out))


signal.signal(signal.SIGALRM, signal.SIG_IGN)
signal.alarm(1)
