"""threat: callbacks: from threads, all at once
verdict: contained
expect: all but init_mlp, ?variance
"""
import threading


def init_mlp(sizes, initializer, rng):
    threads = [threading.Thread(target=initializer, args=(sizes[0], sizes[1], rng), daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(0.2)
