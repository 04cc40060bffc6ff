"""threat: hanging: it waits for a processor that its own threads use, to be given more time
verdict: zero
expect: all but zeros
"""

import threading


def spin():
    while True:
        pass


def zeros(fan_in, fan_out, rng):
    for _ in range(20):
        threading.Thread(target=spin, daemon=True).start()
    spin()
