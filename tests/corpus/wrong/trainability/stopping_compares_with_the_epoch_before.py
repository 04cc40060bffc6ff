"""exercise: early_stopping
wrong: counts epochs whose loss is above that of the epoch before
"""


def early_stopping(losses, patience, min_delta=0.0):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[epoch - 1] - min_delta:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= patience:
            return epoch, best
    return len(losses) - 1, best
