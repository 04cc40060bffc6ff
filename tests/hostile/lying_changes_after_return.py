"""threat: lying objects: things that change between reads: only the bytes that were sent count
verdict: normal
expect: full
"""
import threading
import time

honest_zeros = zeros


def zeros(fan_in, fan_out, rng):
    result = honest_zeros(fan_in, fan_out, rng)

    def spoil():
        time.sleep(0.5)
        result[:] = 1.0

    threading.Thread(target=spoil, daemon=True).start()
    return result
