"""threat: hoarding: signals that are never delivered
verdict: normal
expect: full
"""

import os
import signal

signal.pthread_sigmask(signal.SIG_BLOCK, range(34, 64))
for number in range(20_000):
    os.kill(os.getpid(), 40 + number % 20)
