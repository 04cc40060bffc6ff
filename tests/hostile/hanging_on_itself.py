"""threat: hanging: waiting for a lock, a pipe and the judge's next message
verdict: zero
expect: all but zeros
"""
import os
import threading


def zeros(fan_in, fan_out, rng):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
