"""threat: leaving: signals to oneself
verdict: zero
expect: all but zeros
"""
import os
import signal


def zeros(fan_in, fan_out, rng):
    os.kill(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGSEGV)
    os._exit(9)
