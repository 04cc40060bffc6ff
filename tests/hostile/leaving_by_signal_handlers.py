"""threat: leaving: signal handlers that swallow every signal, then a loop
verdict: zero
expect: all but zeros
"""
import signal

for number in range(1, 65):
    try:
        signal.signal(number, lambda *args: None)
    except (OSError, ValueError):
        pass


def zeros(fan_in, fan_out, rng):
    while True:
        pass
