"""threat: leaving: threads that answer later
verdict: zero
expect: all but zeros
"""
import threading
import time

import numpy as np


def zeros(fan_in, fan_out, rng):
    results = []
    threading.Thread(target=lambda: (time.sleep(0.5), results.append(np.zeros((fan_in, fan_out))))).start()
