"""exercise: early_stopping
wrong: takes the losses out of the caller's list
"""


def early_stopping(losses, patience, min_delta=0.0):
    best, bl, e = 0, losses.pop(0), 0
    while losses:
        l = losses.pop(0)
        e += 1
        if l < bl - min_delta:
            best, bl = e, l
        elif e - best == patience:
            return e, best
    return e, best
