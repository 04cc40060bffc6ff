"""exercise: early_stopping
wrong: returns the number of epochs when training never stops
"""


def early_stopping(losses, patience, min_delta=0.0):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best] - min_delta:
            best = epoch
        elif epoch - best == patience:
            return epoch, best
    return len(losses), best
