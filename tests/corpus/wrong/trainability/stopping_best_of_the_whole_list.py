"""exercise: early_stopping
wrong: goes on looking for the best epoch after the stop
"""


def early_stopping(losses, patience, min_delta=0.0):
    best, stop = 0, None
    for epoch, loss in enumerate(losses):
        if loss < losses[best] - min_delta:
            best = epoch
        elif stop is None and epoch - best >= patience:
            stop = epoch
    return (len(losses) - 1 if stop is None else stop), best
