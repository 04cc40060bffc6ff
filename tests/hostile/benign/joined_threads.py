"""benign: threads that are joined"""
import threading
from concurrent.futures import ThreadPoolExecutor

honest_stats = layer_output_stats


def layer_output_stats(params, X, activation):
    with ThreadPoolExecutor(4) as executor:
        return list(executor.submit(honest_stats, params, X, activation).result())


threads = [threading.Thread(target=sum, args=([1, 2, 3],)) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
