"""threat: forging: late frames, from a thread that outlives the call
verdict: contained
expect: all but zeros
first: yes

Whatever the thread breaks is this submission's; what the zeros exercise asks for never comes.
"""
import os
import threading
import time


def answer_late():
    time.sleep(0.2)
    os._exit(0)


def zeros(fan_in, fan_out, rng):
    threading.Thread(target=answer_late, daemon=True).start()
    time.sleep(60)


keep_zeros = zeros
