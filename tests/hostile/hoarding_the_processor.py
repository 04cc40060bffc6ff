"""threat: hoarding: threads that spin while other calls are judged
verdict: contained
expect: full
"""
import threading


def spin():
    while True:
        pass


for _ in range(3):
    threading.Thread(target=spin, daemon=True).start()
