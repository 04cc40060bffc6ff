"""threat: hoarding: a thread that spins while other calls are judged
verdict: contained
expect: full
"""
import threading


def spin():
    while True:
        pass


threading.Thread(target=spin, daemon=True).start()
