"""threat: hoarding: threads
verdict: zero
expect: all but zeros
"""
import threading
import time


def zeros(fan_in, fan_out, rng):
    threading.stack_size(64 * 1024)
    for _ in range(100_000):
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
